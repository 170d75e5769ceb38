#include "runtime/plan/json_scan.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace berm::plan {
namespace {

constexpr std::string_view kCutOff = "the file ends before its JSON does";

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Bytes that end a plain run within a string: the quote, the backslash, control characters.
constexpr std::array<bool, 256> kStopsString = [] {
  std::array<bool, 256> stops{};
  for (size_t c = 0; c < 0x20; ++c) stops[c] = true;
  stops['"'] = stops['\\'] = true;
  return stops;
}();

class Scanner {
 public:
  Scanner(std::string_view text, WantsCounts wants_counts, Layout& layout)
      : text_(text), wants_counts_(wants_counts), layout_(layout) {}

  std::optional<Problem> run();

 private:
  struct Frame {
    bool object = false;
    uint32_t elements = 0;
    uint32_t count = 0;  // into Layout::counts, where counting
  };

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return text_[at_]; }
  bool next_is(char c) const { return !at_end() && peek() == c; }
  uint32_t offset() const { return static_cast<uint32_t>(at_); }
  void skip_space() {
    while (!at_end() && is_space(peek())) ++at_;
  }

  // Each of these reports through fail() and returns false where the text is not as it should be.
  bool fail(std::string_view message);
  bool exceeds(std::string message, std::string hint);
  bool value();
  bool open(bool object);
  bool close();
  bool after_value();
  bool begin_element();
  bool key();
  bool string();
  bool escape();
  bool hex(uint32_t& unit);
  bool number();
  bool digits();
  bool word(std::string_view expected);

  void note_begin();
  void note_end();

  std::string_view text_;
  WantsCounts wants_counts_;
  Layout& layout_;
  size_t at_ = 0;
  bool counting_ = false;
  std::vector<Frame> open_;
  std::optional<Problem> problem_;
};

bool Scanner::fail(std::string_view message) {
  problem_ = Problem{DiagnosticKind::PlanNotJson, at_, std::string(at_end() ? kCutOff : message), {}};
  return false;
}

bool Scanner::exceeds(std::string message, std::string hint) {
  problem_ = Problem{DiagnosticKind::PlanLimit, at_, std::move(message), std::move(hint)};
  return false;
}

std::optional<Problem> Scanner::run() {
  skip_space();
  layout_.is_object = next_is('{');
  bool good = value();
  while (good && !open_.empty()) good = after_value();
  if (!good) return std::move(problem_);
  skip_space();
  if (!at_end()) fail("the plan ends here, but the file goes on");
  return std::move(problem_);
}

// Reads a scalar whole, or opens a container and its first element.
bool Scanner::value() {
  skip_space();
  if (at_end()) return fail({});
  note_begin();
  switch (peek()) {
    case '{': return open(true);
    case '[': return open(false);
    case '"':
      if (!string()) return false;
      break;
    case 't':
      if (!word("true")) return false;
      break;
    case 'f':
      if (!word("false")) return false;
      break;
    case 'n':
      if (!word("null")) return false;
      break;
    default:
      if (!number()) return false;
  }
  note_end();
  return true;
}

bool Scanner::open(bool object) {
  if (open_.size() == kMaxNesting) {
    return exceeds("the plan is nested deeper than 500 levels", "Terraform writes no such plan; is this file one?");
  }
  Frame frame{object};
  if (counting_) {
    frame.count = static_cast<uint32_t>(layout_.counts.size());
    layout_.counts.push_back(0);
  }
  open_.push_back(frame);
  ++at_;
  skip_space();
  if (next_is(object ? '}' : ']')) return close();
  return begin_element();
}

bool Scanner::close() {
  ++at_;
  Frame frame = open_.back();
  if (counting_) layout_.counts[frame.count] = frame.elements;
  open_.pop_back();
  note_end();
  return true;
}

// What follows a complete value within the innermost open container.
bool Scanner::after_value() {
  skip_space();
  bool object = open_.back().object;
  if (next_is(',')) {
    ++at_;
    return begin_element();
  }
  if (next_is(object ? '}' : ']')) return close();
  return fail(object ? "`,` or `}` is missing here" : "`,` or `]` is missing here");
}

bool Scanner::begin_element() {
  ++open_.back().elements;
  if (open_.back().object && !key()) return false;
  return value();
}

bool Scanner::key() {
  skip_space();
  uint32_t begin = offset();
  if (!next_is('"')) return fail("a member's name in double quotes is missing here");
  if (!string()) return false;
  if (open_.size() == 1) {
    layout_.members.push_back({{begin, offset(), 0}, {}, {}});
    counting_ = wants_counts_(text_.substr(begin + 1, offset() - begin - 2));
  }
  skip_space();
  if (!next_is(':')) return fail("`:` is missing here");
  ++at_;
  return true;
}

bool Scanner::string() {
  ++at_;
  while (true) {
    while (!at_end() && !kStopsString[static_cast<unsigned char>(peek())]) ++at_;
    if (at_end()) return fail({});
    if (peek() == '"') break;
    if (peek() != '\\') return fail("a control character stands in a string");
    if (!escape()) return false;
  }
  ++at_;
  return true;
}

bool Scanner::escape() {
  ++at_;
  if (at_end()) return fail({});
  if (peek() != 'u') {
    if (std::string_view("\"\\/bfnrt").find(peek()) == std::string_view::npos) return fail("this escape is not JSON's");
    ++at_;
    return true;
  }
  uint32_t unit = 0;
  if (!hex(unit)) return false;
  if (unit < 0xD800 || unit > 0xDFFF) return true;
  uint32_t low = 0;
  if (unit > 0xDBFF || !next_is('\\')) return fail("half of a surrogate pair stands alone");
  ++at_;
  if (!next_is('u')) return fail("half of a surrogate pair stands alone");
  if (!hex(low)) return false;
  return (low >= 0xDC00 && low <= 0xDFFF) || fail("half of a surrogate pair stands alone");
}

// The `u` and its four digits.
bool Scanner::hex(uint32_t& unit) {
  ++at_;
  for (int i = 0; i < 4; ++i, ++at_) {
    if (at_end()) return fail({});
    char c = peek();
    char lower = static_cast<char>(c | 0x20);
    bool letter = lower >= 'a' && lower <= 'f';
    if (!is_digit(c) && !letter) return fail("`\\u` takes four hexadecimal digits");
    unit = unit * 16 + static_cast<uint32_t>(letter ? lower - 'a' + 10 : c - '0');
  }
  return true;
}

bool Scanner::number() {
  size_t begin = at_;
  if (peek() == '-')
    ++at_;
  else if (!is_digit(peek()))
    return fail("a value is missing here");
  if (next_is('0'))
    ++at_;
  else if (!digits())
    return false;
  if (!at_end() && is_digit(peek())) return fail("a number starts with a needless zero");
  if (next_is('.')) {
    ++at_;
    if (!digits()) return false;
  }
  if (next_is('e') || next_is('E')) {
    ++at_;
    if (next_is('+') || next_is('-')) ++at_;
    if (!digits()) return false;
  }
  if (at_ - begin <= kMaxNumberLength) return true;
  at_ = begin;
  return exceeds("a number has more than 4096 digits", "Terraform writes no such number; is this file a plan?");
}

bool Scanner::digits() {
  if (at_end() || !is_digit(peek())) return fail("a digit is missing here");
  while (!at_end() && is_digit(peek())) ++at_;
  return true;
}

bool Scanner::word(std::string_view expected) {
  std::string_view rest = text_.substr(at_, expected.size());
  if (rest == expected) {
    at_ += expected.size();
    return true;
  }
  if (expected.substr(0, rest.size()) == rest) at_ = text_.size();
  return fail("a value is missing here");
}

// Root members and the elements of their arrays are written down.
void Scanner::note_begin() {
  if (!layout_.is_object || open_.empty() || open_.size() > 2) return;
  Element element{offset(), 0, static_cast<uint32_t>(layout_.counts.size())};
  RootMember& member = layout_.members.back();
  if (open_.size() == 1)
    member.value = element;
  else if (!open_.back().object && counting_)
    member.elements.push_back(element);
}

void Scanner::note_end() {
  if (!layout_.is_object || open_.empty() || open_.size() > 2) return;
  RootMember& member = layout_.members.back();
  if (open_.size() == 1) {
    member.value.end = offset();
    counting_ = false;
  } else if (!open_.back().object && counting_) {
    member.elements.back().end = offset();
  }
}

}  // namespace

std::optional<Problem> scan_json(std::string_view text, WantsCounts wants_counts, Layout& layout) {
  if (auto bad = find_invalid_utf8(text)) {
    return Problem{DiagnosticKind::PlanNotJson, *bad, "the plan is not valid UTF-8", {}};
  }
  return Scanner(text, wants_counts, layout).run();
}

bool is_scalar(std::string_view text) {
  Layout layout;
  bool opens = text.starts_with('{') || text.starts_with('[');
  auto wants_no_counts = [](std::string_view) { return false; };
  return !opens && !Scanner(text, wants_no_counts, layout).run();
}

}  // namespace berm::plan
