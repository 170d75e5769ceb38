// The checker's own types: richer than ir::Type, which only says how values are compared.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "ir/ir.h"

namespace berm::check {

struct Type;

// Attributes under a name: a `declare resource`, or what a team has.
struct Record {
  struct Field {
    std::string name;
    std::shared_ptr<const Type> type;
  };
  std::string name;
  std::vector<Field> fields;
  Span span;

  const Type* find(std::string_view field) const;
};
using Records = std::map<std::string, Record, std::less<>>;

// Where an object's attributes stand; one of the two pointers is set.
struct Shape {
  const catalog::TerraformType* terraform = nullptr;
  uint32_t nested = 0;  // handle for TerraformType::attribute
  const Record* record = nullptr;
};

// The words of the call context whose attributes are condition keys.
enum class CallRoot : uint8_t { None, Request, Principal, Resource, Context, RequestTags, ResourceTags, PrincipalTags };

struct Type {
  ir::Type kind = ir::Type::Any;
  bool nullable = false;
  bool resource = false;      // a clause's binder (kind Object)
  bool sequence = false;      // several values, by `[*]`; the rest describes one of them
  bool multivalued = false;   // a condition key with several values; the rest describes one of them
  bool null_literal = false;  // `null` itself
  bool error = false;         // of an expression whose mistake is reported: fits everywhere, silently
  CallRoot root = CallRoot::None;
  std::shared_ptr<const Type> element;  // List, Set, Map; null: any
  std::vector<Shape> shapes;            // Object; several: only attributes that all have; none: any attribute

  static Type of(ir::Type kind);
  static Type list_of(Type element);
  static Type map_of(Type element);
  static Type object(const Record& record);  // `record` outlives the type
  static Type failed();

  // Of a collection: a copy, any where it is not known.
  Type element_type() const;
  // One of the values that a collection, a sequence or a key with several values holds.
  Type one() const;
  bool is(ir::Type wanted) const { return kind == wanted; }
  bool is_any() const { return kind == ir::Type::Any; }
  bool is_number() const { return is(ir::Type::Int) || is(ir::Type::Float); }
  // Written as a string: string, cidr, arn, region, account.
  bool is_text() const;
  bool is_array() const { return is(ir::Type::List) || is(ir::Type::Set); }
  bool is_several() const { return sequence || multivalued; }
};

// In a user's words, with an article: "a string", "a list of numbers", "an `aws_s3_bucket`".
std::string describe(const Type& type);
// Several of them, without an article: "strings".
std::string describe_many(const Type& type);

}  // namespace berm::check
