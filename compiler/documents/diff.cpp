#include "compiler/documents/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/text.h"

namespace berm::documents {
namespace {

using access::Document;
using access::Statement;
using Lines = std::vector<std::string>;

void add_each(Lines& lines, std::string_view element, const std::vector<std::string>& values) {
  for (const std::string& value : values) lines.push_back(fmt::format("{}: {}", element, value));
}

// One for each thing that it says, in the order in which it is written.
Lines lines_of(const Statement& statement) {
  Lines lines;
  if (!statement.sid.empty()) lines.push_back("Sid: " + statement.sid);
  lines.push_back(statement.effect == access::Effect::Allow ? "Effect: Allow" : "Effect: Deny");
  for (const access::PrincipalEntry& entry : statement.principals) {
    add_each(lines, fmt::format("{} {}", statement.not_principal ? "NotPrincipal" : "Principal", entry.type),
             entry.values);
  }
  add_each(lines, statement.not_action ? "NotAction" : "Action", statement.actions);
  add_each(lines, statement.not_resource ? "NotResource" : "Resource", statement.resources);
  for (const access::Condition& condition : statement.conditions) {
    add_each(lines, fmt::format("{} {}", condition.op, condition.key), condition.values);
  }
  return lines;
}

// Those of `a` that `b` lacks.
Lines without(const Lines& a, const Lines& b) {
  Lines rest;
  std::copy_if(a.begin(), a.end(), std::back_inserter(rest),
               [&](const std::string& line) { return std::find(b.begin(), b.end(), line) == b.end(); });
  return rest;
}

// How surely an old statement became the new one: 0 not at all.
size_t likeness(const Statement& before, const Statement& after) {
  constexpr size_t kSame = 1'000'000, kSameSid = 100'000;
  if (before == after) return kSame;
  const Lines a = lines_of(before), b = lines_of(after);
  const size_t shared = a.size() - without(a, b).size();
  if (!after.sid.empty() && before.sid == after.sid) return kSameSid + shared;
  return 2 * shared > std::max(a.size(), b.size()) ? shared : 0;
}

struct Pair {
  size_t likeness, before, after;
};

// For each new statement the old one that it was, each old one once; the likeliest first.
std::vector<std::optional<size_t>> match_up(const Document& before, const Document& after) {
  std::vector<Pair> pairs;
  for (size_t i = 0; i < before.statements.size(); ++i) {
    for (size_t j = 0; j < after.statements.size(); ++j) {
      const size_t score = likeness(before.statements[i], after.statements[j]);
      if (score > 0) pairs.push_back({score, i, j});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.likeness > b.likeness; });
  std::vector<std::optional<size_t>> matched(after.statements.size());
  std::vector<bool> taken(before.statements.size());
  for (const Pair& pair : pairs) {
    if (matched[pair.after] || taken[pair.before]) continue;
    matched[pair.after] = pair.before;
    taken[pair.before] = true;
  }
  return matched;
}

class DiffPage {
 public:
  explicit DiffPage(bool color) : color_(color) {}

  void document(const Written& written, const Standing* standing);
  void gone(const Standing& standing);
  std::string take() { return std::move(out_); }

 private:
  void line(char mark, const std::string& text);
  void statement(char mark, const Statement& statement, const std::vector<std::string>& rules);
  void change(const Statement& before, const Statement& after, const std::vector<std::string>& rules);
  void compare(const Written& written, const Document& before);
  void heading(const std::string& text) { out_ += fmt::format("{}{}\n", out_.empty() ? "" : "\n", text); }

  bool color_;
  std::string out_;
};

void DiffPage::line(char mark, const std::string& text) {
  const std::string whole = fmt::format("{} {}", mark, text);
  const char* code = mark == '+' ? "32" : mark == '-' ? "31" : "";
  out_ += color_ && *code != '\0' ? fmt::format("\x1b[{}m{}\x1b[0m\n", code, whole) : whole + "\n";
}

std::string title(const Statement& statement, const std::vector<std::string>& rules) {
  const std::string name = statement.sid.empty() ? "a statement without Sid" : statement.sid;
  return rules.empty() ? name : fmt::format("{} (of {})", name, join(rules, ", "));
}

void DiffPage::statement(char mark, const Statement& statement, const std::vector<std::string>& rules) {
  line(mark, title(statement, rules));
  for (const std::string& text : lines_of(statement)) {
    if (!text.starts_with("Sid: ")) line(mark, "  " + text);
  }
}

void DiffPage::change(const Statement& before, const Statement& after, const std::vector<std::string>& rules) {
  const Lines old_lines = lines_of(before), new_lines = lines_of(after);
  line(' ', title(after, rules));
  for (const std::string& text : without(old_lines, new_lines)) line('-', "  " + text);
  for (const std::string& text : without(new_lines, old_lines)) line('+', "  " + text);
}

std::string counted(size_t count, std::string_view what) { return fmt::format("{} {}", count, what); }

void DiffPage::compare(const Written& written, const Document& before) {
  const Document& after = written.document;
  const auto matched = match_up(before, after);
  std::vector<bool> kept(before.statements.size());
  size_t added = 0, changed = 0;
  for (size_t j = 0; j < matched.size(); ++j) {
    if (!matched[j]) ++added;
    if (matched[j]) kept[*matched[j]] = true;
    if (matched[j] && before.statements[*matched[j]] != after.statements[j]) ++changed;
  }
  const auto removed = static_cast<size_t>(std::count(kept.begin(), kept.end(), false));
  const bool same = added + changed + removed == 0 && before.version == after.version;
  const std::string what = same ? "no change"
                                : fmt::format("{}, {}, {}", counted(added, "added"), counted(removed, "removed"),
                                              counted(changed, "changed"));
  heading(fmt::format("{} ({}): {}", written.spec.name, name(written.spec.kind), what));
  if (before.version != after.version) {
    line('-', "Version: " + before.version);
    line('+', "Version: " + after.version);
  }
  for (size_t j = 0; j < matched.size(); ++j) {
    if (!matched[j]) {
      statement('+', after.statements[j], written.origins[j]);
    } else if (before.statements[*matched[j]] != after.statements[j]) {
      change(before.statements[*matched[j]], after.statements[j], written.origins[j]);
    }
  }
  for (size_t i = 0; i < kept.size(); ++i) {
    if (!kept[i]) statement('-', before.statements[i], {});
  }
}

void DiffPage::document(const Written& written, const Standing* standing) {
  const auto read = standing == nullptr ? access::ReadResult{} : access::read_policy(standing->json);
  if (read.document) return compare(written, *read.document);
  const auto& statements = written.document.statements;
  heading(fmt::format("{} ({}): {}", written.spec.name, name(written.spec.kind),
                      standing == nullptr ? "new" : "new; what stands there is no policy: " + read.error));
  for (size_t i = 0; i < statements.size(); ++i) statement('+', statements[i], written.origins[i]);
}

void DiffPage::gone(const Standing& standing) {
  heading(fmt::format("{}: no longer written, but its files stay", standing.name));
  const auto read = access::read_policy(standing.json);
  if (!read.document) return;
  for (const Statement& old : read.document->statements) statement('-', old, {});
}

}  // namespace

std::string render_diff(const Result& result, const std::vector<Standing>& standing, bool color) {
  DiffPage page(color);
  for (const Written& written : result.documents) {
    const auto same = std::find_if(standing.begin(), standing.end(),
                                   [&](const Standing& old) { return old.name == written.spec.name; });
    page.document(written, same == standing.end() ? nullptr : &*same);
  }
  for (const Standing& old : standing) {
    const bool written = std::any_of(result.documents.begin(), result.documents.end(),
                                     [&](const Written& one) { return one.spec.name == old.name; });
    if (!written) page.gone(old);
  }
  return page.take();
}

}  // namespace berm::documents
