// Conditions as expressions over the request's keys. In Berm a test on a missing key is false and its negation true, so
// each operator of IAM is one test, negated or not.
#include <fmt/format.h>

#include <algorithm>

#include "access/evaluate.h"
#include "access/json_tree.h"
#include "access/operators.h"
#include "base/text.h"
#include "compiler/import/writer.h"

namespace berm::importer {
namespace {

using access::Comparison;
using access::SetOperator;
using catalog::KeyType;

bool is_key(std::string_view key) {
  size_t colon = key.find(':');
  return colon != std::string_view::npos && colon > 0 && std::ranges::all_of(key, [](unsigned char c) {
           return c < 0x80 && (std::isalnum(c) ||
                               std::string_view(":/._-+@= ").find(static_cast<char>(c)) != std::string_view::npos);
         });
}

bool is_region(std::string_view text) {
  std::vector<std::string_view> parts = split(text, '-');
  return parts.size() >= 3 && parts.front().size() == 2 && parts.back().size() == 1 &&
         std::isdigit(static_cast<unsigned char>(parts.back().front()));
}

bool is_whole_arn(std::string_view text) { return text.starts_with("arn:") && std::ranges::count(text, ':') >= 5; }

class Expression {
 public:
  Expression(const access::Condition& condition, std::string path, Context& context)
      : condition_(condition), path_(std::move(path)), context_(context) {}

  std::string run() {
    auto op = access::parse_operator(condition_.op);
    if (!op) return context_.refuse(path_, fmt::format("there is no condition operator `{}`", condition_.op));
    if (!is_key(condition_.key)) {
      return context_.refuse(path_, fmt::format("there is no condition key `{}`", condition_.key));
    }
    if (condition_.values.empty()) return context_.refuse(path_, "the key is compared with no value");
    op_ = *op;
    key_ = context_.catalog.condition_key(condition_.key);
    if (op_.comparison == Comparison::Presence) return presence();
    return key_ && key_->multivalued ? of_many() : of_one();
  }

 private:
  bool natural() const {
    if (!key_) return true;
    switch (op_.comparison) {
      case Comparison::Text:
      case Comparison::TextIgnoreCase: return key_->type == KeyType::String || key_->type == KeyType::Arn;
      case Comparison::Glob:
        return key_->type == KeyType::String ||
               (key_->type == KeyType::Arn && std::ranges::all_of(condition_.values, is_whole_arn));
      case Comparison::Arn: return key_->type == KeyType::Arn || key_->type == KeyType::String;
      case Comparison::Boolean: return key_->type == KeyType::Bool;
      case Comparison::Number: return key_->type == KeyType::Numeric;
      case Comparison::Date: return key_->type == KeyType::Date;
      case Comparison::Address: return key_->type == KeyType::Ip;
      case Comparison::Binary:
      case Comparison::Presence: return true;
    }
    return true;
  }

  // Words like `request.region` want values of their type.
  bool by_word() const {
    std::string lower = to_lower(condition_.key);
    auto every = [&](auto fits) { return std::ranges::all_of(condition_.values, fits); };
    if (op_.comparison == Comparison::Presence) return true;
    if (lower == "aws:requestedregion") return op_.comparison == Comparison::Text && every(is_region);
    if (lower.ends_with("account")) return op_.comparison == Comparison::Text && every(is_account_id);
    return true;
  }

  std::string key() const {
    if (!natural()) return unchecked_key(condition_.key);
    return key_text(condition_.key, by_word(), context_.catalog);
  }

  std::string presence() {
    bool absent = equals_ignore_case(condition_.values.front(), "true");
    if (condition_.values.size() != 1) return context_.refuse(path_, "`Null` is compared with two values");
    if (key_ && key_->multivalued) {
      return fmt::format("{} v in {} {{ v like \"*\" }}", absent ? "no" : "any", key());
    }
    return fmt::format("{} {} null", key(), absent ? "==" : "!=");
  }

  // The key has one value at the most.
  std::string of_one() {
    std::string name = key(), test = matches(name);
    if (test.empty()) return test;
    bool holds_without = op_.if_exists || op_.set == SetOperator::ForAllValues;
    if (op_.negated) {
      std::string negation = negated(test, name);
      return op_.set == SetOperator::ForAnyValue ? fmt::format("{} != null and {}", name, negation) : negation;
    }
    if (!holds_without) return test;
    if (op_.comparison == Comparison::Boolean) return opposite(name);
    return fmt::format("({} == null or {})", name, test);
  }

  std::string of_many() {
    if (op_.set == SetOperator::None) {
      return context_.refuse(path_, fmt::format("`{}` has several values, and `{}` without ForAnyValue or "
                                                "ForAllValues never looks at them",
                                                condition_.key, condition_.op));
    }
    if (op_.if_exists && op_.set == SetOperator::ForAnyValue) {
      return context_.refuse(path_, "`ForAnyValue` with `IfExists` can't be said");
    }
    std::string test = matches("v");
    if (test.empty()) return test;
    std::string_view quantifier = op_.set == SetOperator::ForAllValues ? "all" : "any";
    return fmt::format("{} v in {} {{ {} }}", quantifier, key(), op_.negated ? negated(test, "v") : test);
  }

  // The negation of a test that begins with what it reads.
  static std::string negated(const std::string& test, const std::string& name) {
    constexpr std::pair<std::string_view, std::string_view> kOpposites[] = {
        {" == ", " != "}, {" in ", " not in "}, {" like ", " not like "}};
    for (const auto& [plain, opposite] : kOpposites) {
      if (!test.starts_with(name + std::string(plain))) continue;
      return name + std::string(opposite) + test.substr(name.size() + plain.size());
    }
    return fmt::format("not {}", test.starts_with('(') ? test : "(" + test + ")");
  }

  // `BoolIfExists` true: it is not false.
  std::string opposite(const std::string& name) {
    bool wanted = equals_ignore_case(condition_.values.front(), "true");
    return fmt::format("not ({} == {})", name, wanted ? "false" : "true");
  }

  // One of the values, as `name` is compared with it; empty where it is refused.
  std::string matches(const std::string& name) {
    if (op_.comparison == Comparison::Text && condition_.values.size() > 1) {
      if (auto list = texts()) return fmt::format("{} in [{}]", name, *list);
    }
    std::vector<std::string> tests;
    for (const std::string& value : condition_.values) {
      std::string test = one(name, value);
      if (test.empty()) return test;
      tests.push_back(std::move(test));
    }
    return tests.size() == 1 ? tests.front() : fmt::format("({})", wrapped(tests, " or ", 14));
  }

  std::optional<std::string> texts() {
    std::vector<std::string> list;
    for (const std::string& value : condition_.values) {
      if (value.find("${") != std::string::npos) return std::nullopt;
      list.push_back(quoted(value, path_, context_));
    }
    return join(list, ", ");
  }

  std::string one(const std::string& name, const std::string& value) {
    switch (op_.comparison) {
      case Comparison::Text: return text(name, value);
      case Comparison::TextIgnoreCase: {
        std::string word = quoted(to_lower(value), path_, context_);
        return word.empty() ? word : fmt::format("lower({}) == {}", name, word);
      }
      case Comparison::Glob:
      case Comparison::Arn: {
        std::string pattern = quoted(value, path_, context_);
        return pattern.empty() ? pattern : fmt::format("{} like {}", name, pattern);
      }
      case Comparison::Boolean: return boolean(name, value);
      case Comparison::Number: return number(name, value);
      case Comparison::Date:
        if (!access::parse_time(value)) return context_.refuse(path_, fmt::format("`{}` is no time", value));
        return fmt::format("{} {} \"{}\"", name, relation(), value);
      case Comparison::Address:
        if (!access::parse_cidr(value))
          return context_.refuse(path_, fmt::format("`{}` is no range of addresses", value));
        return fmt::format("{} in [\"{}\"]", name, value);
      case Comparison::Binary: return context_.refuse(path_, "Berm has no binary values");
      case Comparison::Presence: break;
    }
    return {};
  }

  std::string text(const std::string& name, const std::string& value) {
    if (auto variable = whole_variable(value)) {
      if (context_.document.version == "2012-10-17") {
        return fmt::format("{} == {}", name, key_text(*variable, true, context_.catalog));
      }
    }
    std::string word = quoted(value, path_, context_);
    return word.empty() ? word : fmt::format("{} == {}", name, word);
  }

  std::string boolean(const std::string& name, const std::string& value) {
    std::string lower = to_lower(value);
    if (lower != "true" && lower != "false") return context_.refuse(path_, fmt::format("`{}` is no boolean", value));
    return fmt::format("{} == {}", name, lower);
  }

  std::string number(const std::string& name, const std::string& value) {
    bool digits = !value.empty() && value.find_first_not_of("0123456789.") == std::string::npos &&
                  std::ranges::count(value, '.') <= 1 && value.front() != '.' && value.back() != '.';
    if (!digits) return context_.refuse(path_, fmt::format("`{}` is no number", value));
    return fmt::format("{} {} {}", name, relation(), value);
  }

  std::string_view relation() const {
    switch (op_.relation) {
      case access::Relation::Equal: return "==";
      case access::Relation::Less: return "<";
      case access::Relation::LessEqual: return "<=";
      case access::Relation::Greater: return ">";
      case access::Relation::GreaterEqual: return ">=";
    }
    return "==";
  }

  const access::Condition& condition_;
  std::string path_;
  Context& context_;
  access::Operator op_;
  std::optional<catalog::ConditionKey> key_;
};

}  // namespace

void add_condition(const access::Condition& condition, const std::string& path, Context& context, Clauses& out) {
  std::vector<std::string> left;
  access::Condition rest = condition;
  if (add_principals(condition, out, left)) {
    if (left.empty()) return;
    rest.values = left;
  }
  std::string at = access::json_path(access::json_path(path, condition.op), condition.key);
  if (std::ranges::any_of(condition.key, [](unsigned char c) { return c < 0x20; })) {
    context.refuse(at, "a control character in a key");
    return;
  }
  std::string expression = Expression(rest, at, context).run();
  if (!expression.empty()) out.where.push_back(std::move(expression));
}

}  // namespace berm::importer
