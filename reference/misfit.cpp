#include "reference/misfit.h"

#include "access/evaluate.h"

namespace berm::reference {
namespace {

std::string_view unless(bool fits, std::string_view why) { return fits ? std::string_view() : why; }

bool is_time(const Value& value) {
  bool written = value.kind == ValueKind::String || value.kind == ValueKind::Number;
  return written && access::parse_time(value.string()).has_value();
}

}  // namespace

std::string_view misfit(const Value& value, ir::Type type) {
  if (value.is_unknown() || type == ir::Type::Any) return {};
  if (value.is_null()) return "is null";
  bool text = value.kind == ValueKind::String;
  switch (type) {
    case ir::Type::Any: break;
    case ir::Type::Bool: return unless(value.kind == ValueKind::Bool, "is not a bool");
    case ir::Type::Int:
    case ir::Type::Float:
    case ir::Type::Duration: return unless(value.kind == ValueKind::Number, "is not a number");
    case ir::Type::String:
    case ir::Type::Arn:
    case ir::Type::Region:
    case ir::Type::Account: return unless(text, "is not a string");
    case ir::Type::Cidr: return unless(text && access::parse_cidr(value.string()), "can't be read as a CIDR block");
    case ir::Type::Time: return unless(is_time(value), "can't be read as a time");
    case ir::Type::List:
    case ir::Type::Set: return unless(value.kind == ValueKind::List, kNotList);
    case ir::Type::Map: return unless(value.kind == ValueKind::Object, kNotMap);
    case ir::Type::Object: return unless(value.kind == ValueKind::Object, kNotObject);
  }
  return {};
}

}  // namespace berm::reference
