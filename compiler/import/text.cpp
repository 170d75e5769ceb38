// Strings and condition keys as the language writes them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "compiler/import/writer.h"

namespace berm::importer {
namespace {

struct Word {
  std::string_view key, word;
};

constexpr size_t kWidth = 110;

constexpr std::array<Word, 14> kWords = {{{"aws:requestedregion", "request.region"},
                                          {"aws:sourceip", "request.source_ip"},
                                          {"aws:sourcevpce", "request.source_vpce"},
                                          {"aws:sourcevpc", "request.source_vpc"},
                                          {"aws:securetransport", "request.secure"},
                                          {"aws:currenttime", "request.time"},
                                          {"aws:viaawsservice", "request.via_aws_service"},
                                          {"aws:principalisawsservice", "principal.is_aws_service"},
                                          {"aws:tagkeys", "request.tag_keys"},
                                          {"aws:principalarn", "principal.arn"},
                                          {"aws:principalaccount", "principal.account"},
                                          {"aws:principalorgid", "principal.org"},
                                          {"aws:resourceaccount", "resource.account"},
                                          {"aws:resourceorgid", "resource.org"}}};

constexpr std::array<Word, 3> kTags = {{{"aws:principaltag/", "principal.tags"},
                                        {"aws:resourcetag/", "resource.tags"},
                                        {"aws:requesttag/", "request.tags"}}};

void append_literal(std::string& out, char c) {
  if (c == '"' || c == '\\') out += '\\';
  out += c;
  if (c == '{' || c == '}') out += c;
}

// A string literal that stands for itself.
std::string literal(std::string_view text) {
  std::string out = "\"";
  for (char c : text) append_literal(out, c);
  return out + "\"";
}

// An interpolation stands inside of the quotes, so its key must be said without any.
std::string interpolation(std::string_view key) {
  std::string lower = to_lower(key);
  for (const Word& each : kWords) {
    if (each.key == lower) return fmt::format("{{{}}}", each.word);
  }
  for (const Word& each : kTags) {
    if (!lower.starts_with(each.key)) continue;
    std::string tag(key.substr(each.key.size()));
    bool plain = !tag.empty() && !std::isdigit(static_cast<unsigned char>(tag.front())) &&
                 std::ranges::all_of(tag, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
    if (plain) return fmt::format("{{{}.{}}}", each.word, tag);
  }
  return {};
}

}  // namespace

std::optional<std::string> whole_variable(std::string_view text) {
  if (!text.starts_with("${") || text.find('}') != text.size() - 1) return std::nullopt;
  std::string_view key = text.substr(2, text.size() - 3);
  bool odd = !std::ranges::all_of(key, [](unsigned char c) { return c > 0x20 && c != ',' && c != 0x7f; });
  if (key.find(':') == std::string_view::npos || odd) return std::nullopt;
  return std::string(key);
}

std::string quoted(std::string_view text, const std::string& path, Context& context) {
  std::string out = "\"";
  for (size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) < 0x20) return context.refuse(path, "a control character in a value");
    size_t end = text.substr(i).starts_with("${") && context.document.version == "2012-10-17" ? text.find('}', i)
                                                                                              : std::string_view::npos;
    if (end == std::string_view::npos) {
      append_literal(out, text[i]);
      continue;
    }
    std::string key(text.substr(i + 2, end - i - 2));
    if (key.find(':') == std::string::npos) {
      return context.refuse(path, fmt::format("`${{{}}}` is no policy variable: there is no key `{}`", key, key));
    }
    std::string inside = interpolation(key);
    if (inside.empty()) {
      return context.refuse(path, fmt::format("a text with the variable `${{{}}}` in it can't be written", key));
    }
    out += inside;
    i = end;
  }
  return out + "\"";
}

std::string unchecked_key(std::string_view key) { return fmt::format("context[unchecked {}]", literal(key)); }

std::string key_text(std::string_view key, bool by_word, const catalog::Catalog& catalog) {
  std::string lower = to_lower(key);
  for (const Word& each : kWords) {
    if (by_word && each.key == lower) return std::string(each.word);
  }
  for (const Word& each : kTags) {
    if (lower.starts_with(each.key)) return fmt::format("{}[{}]", each.word, literal(key.substr(each.key.size())));
  }
  if (!catalog.condition_key(key)) return unchecked_key(key);
  return fmt::format("context[{}]", literal(key));
}

std::string wrapped(const std::vector<std::string>& pieces, std::string_view separator, size_t indent) {
  std::string out, line;
  auto flush = [&] {
    out += line;
    line = "\n" + std::string(indent, ' ');
  };
  for (size_t i = 0; i < pieces.size(); ++i) {
    std::string piece = (i == 0 ? "" : std::string(separator)) + pieces[i];
    if (!line.empty() && line.size() + piece.size() > kWidth && i > 0) flush();
    bool in_braces = piece.find(":{") != std::string::npos && piece.find('"') == std::string::npos;
    for (size_t comma;
         in_braces && line.size() + piece.size() > kWidth && (comma = piece.find(", ", 60)) != std::string::npos;) {
      line += piece.substr(0, comma + 1);
      piece = piece.substr(comma + 2);
      flush();
      line += "  ";
    }
    line += (line.size() > 1 && line.back() == ' ' && piece.front() == ' ') ? piece.substr(1) : piece;
  }
  return out + line;
}

}  // namespace berm::importer
