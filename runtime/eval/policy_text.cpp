#include "runtime/eval/policy_text.h"

#include <algorithm>

#include "access/operators.h"
#include "runtime/eval/prepared.h"

namespace berm::eval {

// Every reader says whether the text is written plainly so far.
class PolicyTextReader {
 public:
  PolicyTextReader(std::string_view json, PolicyText& out) : at_(json.data()), end_(at_ + json.size()), out_(out) {}

  bool document() {
    enum : unsigned { kVersion = 1, kId = 2, kStatement = 4 };
    unsigned seen = 0;
    bool plain = object([&](std::string_view name) {
      std::string_view text;
      if (name == "Statement") return once(seen, kStatement) && statements();
      if (name == "Id") return once(seen, kId) && string(text);
      return name == "Version" && once(seen, kVersion) && string(text) &&
             (text == "2012-10-17" || text == "2008-10-17");
    });
    skip_space();
    return plain && at_ == end_ && (seen & kStatement) != 0;
  }

 private:
  static bool once(unsigned& seen, unsigned bit) {
    bool fresh = (seen & bit) == 0;
    seen |= bit;
    return fresh;
  }

  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }
  bool next_is(char c) {
    skip_space();
    return at_ != end_ && *at_ == c;
  }
  bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }

  bool string(std::string_view& out) {
    if (!take('"')) return false;
    const char* begin = at_;
    while (at_ != end_ && *at_ != '"') {
      auto c = static_cast<unsigned char>(*at_);
      if (c < 0x20 || c >= 0x80 || c == '\\') return false;
      ++at_;
    }
    if (at_ == end_) return false;
    out = {begin, static_cast<size_t>(at_++ - begin)};
    return true;
  }

  template <class Member>
  bool object(Member member) {
    if (!take('{')) return false;
    if (take('}')) return true;
    do {
      std::string_view name;
      if (!string(name) || !take(':') || !member(name)) return false;
    } while (take(','));
    return take('}');
  }

  template <class Element>
  bool list(Element element) {
    if (!take('[')) return false;
    if (take(']')) return true;
    do {
      if (!element()) return false;
    } while (take(','));
    return take(']');
  }

  // A string, or a list of them.
  bool texts(Range& out) {
    out.begin = static_cast<uint32_t>(out_.texts_.size());
    const auto one = [&] { return string(out_.texts_.emplace_back()); };
    bool plain = next_is('[') ? list(one) : one();
    out.end = static_cast<uint32_t>(out_.texts_.size());
    return plain;
  }
  bool some_texts(Range& out) { return texts(out) && !out.empty(); }

  bool statements() {
    if (next_is('{')) return statement();
    return list([&] { return statement(); }) && !out_.statements_.empty();
  }

  bool statement() {
    enum : unsigned { kSid = 1, kEffect = 2, kPrincipal = 4, kAction = 8, kResource = 16, kCondition = 32 };
    unsigned seen = 0;
    PolicyText::Statement statement;
    bool plain = object([&](std::string_view name) {
      bool negated = name.starts_with("Not");
      std::string_view positive = negated ? name.substr(3) : name;
      if (positive == "Action") return once(seen, kAction) && actions(statement, negated);
      if (positive == "Resource") {
        statement.not_resource = negated;
        return once(seen, kResource) && some_texts(statement.resources);
      }
      if (positive == "Principal") return once(seen, kPrincipal) && principals(statement, negated);
      if (name == "Effect") return once(seen, kEffect) && effect(statement);
      if (name == "Sid") return once(seen, kSid) && string(statement.sid);
      return name == "Condition" && once(seen, kCondition) && conditions(statement);
    });
    bool whole = (seen & kEffect) && (seen & kAction) && (seen & (kResource | kPrincipal));
    if (plain && whole) out_.statements_.push_back(statement);
    return plain && whole;
  }

  bool effect(PolicyText::Statement& statement) {
    std::string_view effect;
    if (!string(effect)) return false;
    statement.allow = effect == "Allow";
    return statement.allow || effect == "Deny";
  }

  bool actions(PolicyText::Statement& statement, bool negated) {
    statement.not_action = negated;
    if (!some_texts(statement.actions)) return false;
    for (uint32_t i = statement.actions.begin; i < statement.actions.end; ++i) {
      statement.services |= service_bits(out_.texts_[i]);
    }
    if (negated) statement.services = kEveryService;
    return true;
  }

  bool principals(PolicyText::Statement& statement, bool negated) {
    statement.not_principal = negated;
    statement.principals.begin = statement.principals.end = static_cast<uint32_t>(out_.principals_.size());
    std::string_view everyone;
    if (next_is('"')) {
      if (!string(everyone) || everyone != "*") return false;
      out_.principals_.push_back({"*", "*"});
    } else if (!object([&](std::string_view type) { return principals_of(type); })) {
      return false;
    }
    statement.principals.end = static_cast<uint32_t>(out_.principals_.size());
    return !statement.principals.empty() && are_apart(statement.principals);
  }

  bool principals_of(std::string_view type) {
    bool known = type == "AWS" || type == "Service" || type == "Federated" || type == "CanonicalUser";
    Range values;
    if (!known || !some_texts(values)) return false;
    for (uint32_t i = values.begin; i < values.end; ++i) out_.principals_.push_back({type, out_.texts_[i]});
    return true;
  }

  // No type comes back after another.
  bool are_apart(Range range) const {
    auto begin = out_.principals_.begin() + range.begin, end = out_.principals_.begin() + range.end;
    for (auto at = begin; at != end; ++at) {
      bool again = at != begin && (at - 1)->type.data() != at->type.data() &&
                   std::any_of(begin, at, [&](const auto& earlier) { return earlier.type == at->type; });
      if (again) return false;
    }
    return true;
  }

  bool conditions(PolicyText::Statement& statement) {
    statement.conditions.begin = static_cast<uint32_t>(out_.conditions_.size());
    const uint32_t first = statement.conditions.begin;
    bool plain = object(
        [&](std::string_view op) { return access::parse_operator(op) && !is_used(first, op) && conditions_of(op); });
    statement.conditions.end = static_cast<uint32_t>(out_.conditions_.size());
    return plain;
  }

  bool is_used(uint32_t first, std::string_view op) const {
    return std::any_of(out_.conditions_.begin() + first, out_.conditions_.end(),
                       [&](const PolicyText::Condition& earlier) { return earlier.op == op; });
  }

  bool conditions_of(std::string_view op) {
    const auto first = out_.conditions_.size();
    bool plain = object([&](std::string_view key) {
      auto again = [&](const PolicyText::Condition& earlier) { return earlier.key == key; };
      if (key.empty() ||
          std::any_of(out_.conditions_.begin() + static_cast<std::ptrdiff_t>(first), out_.conditions_.end(), again)) {
        return false;
      }
      Range values;
      if (!texts(values)) return false;
      out_.conditions_.push_back({op, key, values});
      return true;
    });
    // One that holds nothing leaves no trace to find it by when it is repeated.
    return plain && out_.conditions_.size() > first;
  }

  const char* at_;
  const char* end_;
  PolicyText& out_;
};

bool PolicyText::read(std::string_view json) {
  constexpr size_t kLargest = 1 << 20;
  statements_.clear();
  texts_.clear();
  principals_.clear();
  conditions_.clear();
  return json.size() <= kLargest && PolicyTextReader(json, *this).document();
}

uint64_t service_bits(std::string_view action) {
  if (action == "*") return kEveryService;
  size_t colon = action.find(':');
  if (colon == std::string_view::npos) return 0;
  std::string_view service = action.substr(0, colon);
  if (service.find_first_of("*?") != std::string_view::npos) return kEveryService;
  uint64_t hash = 0;
  for (char c : service) hash = hash * 31 + static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return uint64_t{1} << ((hash * 0x9e3779b97f4a7c15) >> 58);
}

}  // namespace berm::eval
