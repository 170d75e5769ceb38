#include "compiler/check/fold.h"

#include "access/evaluate.h"
#include "base/text.h"

namespace berm::check {
namespace {

std::optional<double> number(const ir::Value& value) {
  if (auto* integer = std::get_if<int64_t>(&value.data)) return static_cast<double>(*integer);
  if (auto* real = std::get_if<double>(&value.data)) return *real;
  return std::nullopt;
}

// Ranges that hold the same addresses are one.
bool same_range(const std::string& a, const std::string& b) {
  std::optional<access::Cidr> left = access::parse_cidr(a), right = access::parse_cidr(b);
  return left && right && access::covers(*left, *right) && access::covers(*right, *left);
}

bool equal_values(const ir::Value& a, const ir::Value& b, ir::Type type) {
  bool mixed = a.data.index() != b.data.index();
  if (mixed && number(a) && number(b)) return *number(a) == *number(b);
  auto* left = std::get_if<std::string>(&a.data);
  auto* right = std::get_if<std::string>(&b.data);
  if (type == ir::Type::Cidr && left != nullptr && right != nullptr) return same_range(*left, *right);
  return a == b;
}

}  // namespace

bool equal_constants(const ir::Expr& left, const ir::Expr& right) {
  return equal_values(left.value, right.value, left.type);
}

bool less_constants(const ir::Expr& left, const ir::Expr& right, bool or_equal) {
  std::optional<double> a = number(left.value), b = number(right.value);
  return a && b && (*a < *b || (or_equal && *a == *b));
}

bool like_constants(const ir::Expr& text, const ir::Expr& pattern) {
  auto* subject = std::get_if<std::string>(&text.value.data);
  auto* glob = std::get_if<std::string>(&pattern.value.data);
  if (subject == nullptr || glob == nullptr) return false;
  return text.type == ir::Type::Arn ? access::arn_like(*glob, *subject) : glob_match(*glob, *subject);
}

bool is_among_constants(const ir::Expr& element, const ir::Expr& list) {
  auto* values = std::get_if<ir::ValueList>(&list.value.data);
  if (values == nullptr) return false;
  for (const ir::Value& item : *values) {
    if (equal_values(element.value, item, element.type)) return true;
  }
  return false;
}

}  // namespace berm::check
