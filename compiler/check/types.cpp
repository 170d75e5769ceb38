#include "compiler/check/types.h"

#include <fmt/format.h>

namespace berm::check {
namespace {

std::string noun(ir::Type kind, bool plural) {
  auto pick = [&](const char* one, const char* many) { return std::string(plural ? many : one); };
  switch (kind) {
    case ir::Type::Any: return pick("value", "values");
    case ir::Type::Bool: return pick("boolean", "booleans");
    case ir::Type::Int:
    case ir::Type::Float: return pick("number", "numbers");
    case ir::Type::String: return pick("string", "strings");
    case ir::Type::List: return pick("list", "lists");
    case ir::Type::Set: return pick("set", "sets");
    case ir::Type::Map: return pick("map", "maps");
    case ir::Type::Object: return pick("object", "objects");
    case ir::Type::Time: return pick("time", "times");
    case ir::Type::Duration: return pick("duration", "durations");
    case ir::Type::Cidr: return pick("cidr", "cidrs");
    case ir::Type::Arn: return pick("ARN", "ARNs");
    case ir::Type::Region: return pick("region", "regions");
    case ir::Type::Account: return pick("account id", "account ids");
  }
  return "";
}

std::string with_article(ir::Type kind) {
  std::string word = noun(kind, false);
  bool vowel = std::string_view("aeioA").find(word[0]) != std::string_view::npos;
  return (vowel ? "an " : "a ") + word;
}

}  // namespace

const Type* Record::find(std::string_view field) const {
  for (const Field& candidate : fields) {
    if (candidate.name == field) return candidate.type.get();
  }
  return nullptr;
}

Type Type::of(ir::Type kind) {
  Type type;
  type.kind = kind;
  return type;
}

Type Type::list_of(Type element) {
  Type type = of(ir::Type::List);
  type.element = std::make_shared<const Type>(std::move(element));
  return type;
}

Type Type::map_of(Type element) {
  Type type = of(ir::Type::Map);
  type.element = std::make_shared<const Type>(std::move(element));
  return type;
}

Type Type::object(const Record& record) {
  Type type = of(ir::Type::Object);
  type.shapes.push_back({.record = &record});
  return type;
}

Type Type::failed() {
  Type type;
  type.error = true;
  return type;
}

Type Type::element_type() const {
  if (element) return *element;
  Type any;
  any.nullable = true;
  any.error = error;
  return any;
}

Type Type::one() const {
  if (!is_several()) return element_type();
  Type single = *this;
  single.sequence = single.multivalued = false;
  single.nullable = single.is_any();
  return single;
}

bool Type::is_text() const {
  return is(ir::Type::String) || is(ir::Type::Cidr) || is(ir::Type::Arn) || is(ir::Type::Region) ||
         is(ir::Type::Account);
}

std::string describe(const Type& type) {
  if (type.null_literal) return "null";
  if (type.is_several()) return "several " + noun(type.kind, true);
  if (type.resource) return "a resource";
  if (type.is_any()) return "a value of any type";
  bool collection = type.is_array() || type.is(ir::Type::Map);
  if (!collection || !type.element) return with_article(type.kind);
  return fmt::format("{} of {}", with_article(type.kind), noun(type.element->kind, true));
}

std::string describe_many(const Type& type) { return noun(type.kind, true); }

}  // namespace berm::check
