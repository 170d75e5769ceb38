#include "tests/bench/plans/text.h"

#include <array>
#include <charconv>
#include <stdexcept>

#include "base/text.h"

namespace berm::bench {
namespace {

constexpr std::array kWords = {"orders",   "payments", "search",   "ledger",   "billing",  "catalog",
                               "shipping", "returns",  "identity", "profiles", "metrics",  "reports",
                               "archive",  "intake",   "pricing",  "stock",    "partners", "loyalty",
                               "feeds",    "exports",  "invoices", "claims",   "quotes",   "routing"};
constexpr std::array kEnvironments = {"prod", "staging", "dev"};
constexpr std::array kTeams = {"payments", "search", "platform", "data", "web", "mobile", "risk", "logistics"};

uint64_t hash(std::string_view text) {
  uint64_t h = 0xcbf29ce484222325;
  for (unsigned char c : text) h = (h ^ c) * 0x100000001b3;
  return h;
}

// splitmix64
uint64_t mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

void digits(uint64_t value, size_t width, std::string& out) {
  char text[20];
  auto end = std::to_chars(text, text + sizeof text, value).ptr;
  size_t size = static_cast<size_t>(end - text);
  if (size < width) out.append(width - size, '0');
  out.append(text, size);
}

void scatter(uint64_t random, size_t size, std::string_view alphabet, std::string& out) {
  for (size_t i = 0; i < size; ++i, random >>= 4) {
    if (i % 15 == 14) random = mix(random + i);
    out += alphabet[random & 15];
  }
}

void uuid(uint64_t random, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (size_t size : {8, 4, 4, 4, 12}) {
    if (size != 8) out += '-';
    scatter(random, size, kHex, out);
    random = mix(random);
  }
}

void key(const Instance& instance, std::string& out) {
  out += kWords[mixed(instance, hash("word")) % kWords.size()];
  out += '-';
  digits(instance.number, 6, out);
}

}  // namespace

uint64_t mixed(const Instance& instance, uint64_t label) {
  return mix(mix(instance.seed ^ (instance.stack << 48) ^ instance.number) + label);
}

Text::Text(std::string_view text) {
  for (size_t at = 0;;) {
    size_t open = text.find('<', at);
    if (open == text.npos) {
      literal_ += text.substr(at);
      break;
    }
    bool quoted = text.substr(open).starts_with("<#");
    size_t close = text.find('>', open);
    if (close == text.npos || (quoted && (open == 0 || close + 1 == text.size())))
      throw std::invalid_argument(std::string(text.substr(open)));
    literal_ += text.substr(at, open - at - quoted);
    add(text.substr(open + 1 + quoted, close - open - 1 - quoted));
    at = close + 1 + quoted;
  }
  pieces_.push_back({std::move(literal_)});
  literal_ = {};
}

void Text::add(std::string_view hole) {
  if (hole == "gt") {
    literal_ += "\\u003e";
  } else if (hole == "account") {
    literal_ += "111122223333";
  } else if (hole == "region") {
    literal_ += "eu-west-1";
  } else {
    auto words = split(hole, ':');
    Piece piece{std::move(literal_)};
    literal_ = {};
    constexpr std::pair<std::string_view, Hole> kHoles[] = {
        {"key", Hole::Key},       {"n", Hole::Number},    {"i", Hole::Index},         {"env", Hole::Env},
        {"team", Hole::Team},     {"month", Hole::Month}, {"release", Hole::Release}, {"release+", Hole::NextRelease},
        {"hex", Hole::Hex},       {"upper", Hole::Upper}, {"uuid", Hole::Uuid},       {"octet", Hole::Octet},
        {"digits", Hole::Digits}, {"pick", Hole::Pick}};
    for (auto& [name, kind] : kHoles) {
      if (name == words[0]) piece.hole = kind;
    }
    if (piece.hole == Hole::End) throw std::invalid_argument(std::string(hole));
    if (words.size() > 1) piece.label = hash(words[1]);
    if (words.size() > 1) piece.by_index = words[1].ends_with("_i");
    if (piece.hole == Hole::Pick) {
      std::string_view choices = hole.substr(words[0].size() + words.at(1).size() + 2);
      for (std::string_view choice : split(choices, '|')) piece.choices.emplace_back(choice);
    } else if (words.size() > 2) {
      std::from_chars(words[2].data(), words[2].data() + words[2].size(), piece.size);
    }
    pieces_.push_back(std::move(piece));
  }
}

void Text::fill(const Piece& piece, const Instance& instance, std::string& out) {
  uint64_t random = mixed(instance, piece.label + (piece.by_index ? instance.index + 1 : 0));
  switch (piece.hole) {
    case Hole::End: return;
    case Hole::Key: return key(instance, out);
    case Hole::Number: return digits(instance.number, 0, out);
    case Hole::Index: return digits(instance.index, 0, out);
    case Hole::Env: out += kEnvironments[mixed(instance, 1) % kEnvironments.size()]; return;
    case Hole::Team: out += kTeams[mixed(instance, 2) % kTeams.size()]; return;
    case Hole::Month: return digits(1 + mixed(instance, 3) % 12, 2, out);
    case Hole::Release: return digits(41 + mixed(instance, 4) % 7, 0, out);
    case Hole::NextRelease: return digits(42 + mixed(instance, 4) % 7, 0, out);
    case Hole::Hex: return scatter(random, piece.size, "0123456789abcdef", out);
    case Hole::Upper: return scatter(random, piece.size, "ABCDEFGHJKLMNPQR", out);
    case Hole::Uuid: return uuid(random, out);
    case Hole::Digits: return scatter(random, piece.size, "1234567891234567", out);
    case Hole::Octet: return digits(random % 200 + 16, 0, out);
    case Hole::Pick: out += piece.choices[random % piece.choices.size()]; return;
  }
}

void Text::write(const Instance& instance, std::string& out) const {
  for (const Piece& piece : pieces_) {
    out += piece.before;
    fill(piece, instance, out);
  }
}

bool Text::varies(std::string_view text) {
  for (size_t at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
    std::string_view rest = text.substr(at);
    if (!rest.starts_with("<account>") && !rest.starts_with("<region>") && !rest.starts_with("<gt>")) return true;
  }
  return false;
}

}  // namespace berm::bench
