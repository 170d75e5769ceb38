// Facts about AWS and Terraform, embedded in the program and read in place: no parsing, no allocation at
// start-up. Every view lives as long as the process (or as the loaded provider schema).
//
// Sources, versions, licences and dates stand in catalog/data/SOURCES.md and in `sources()`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace berm::catalog {

// ---- IAM

enum AccessLevel : uint8_t { kList = 1, kRead = 2, kWrite = 4, kTagging = 8, kPermissionsManagement = 16 };

enum class KeyType : uint8_t { String, Arn, Bool, Numeric, Date, Ip, Binary };

struct ConditionKey {
  std::string_view name;  // "ec2:InstanceType", "aws:PrincipalTag/${TagKey}"
  KeyType type = KeyType::String;
  bool multivalued = false;  // ArrayOf…
  bool global = false;       // carried by every request (though it may be missing): aws:PrincipalArn …
  bool always = false;       // global, and no request lacks a value for it: aws:RequestedRegion …
};

struct ResourceType {
  std::string_view name;                     // "instance"
  std::string_view arn;                      // "arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}"
  std::vector<std::string_view> other_arns;  // a few types have a second form (API Gateway, Lex)
};

// One resource type that an action may be called on.
struct ActionResource {
  ResourceType type;
  bool required = false;
  // Keys this action carries for this type only, as the catalogue names them.
  std::vector<std::string_view> condition_keys;
};

struct Action {
  std::string_view service;                      // "ec2"
  std::string_view name;                         // "RunInstances"
  uint8_t access = 0;                            // AccessLevel bits
  std::vector<std::string_view> condition_keys;  // keys for every leg
  std::vector<ActionResource> resources;         // empty: no resource-level permissions

  std::string full_name() const;  // "ec2:RunInstances"
};

// How an action carries a key, on its legs.
enum class Carried : uint8_t { No, SomeLegs, EveryLeg };

// ---- Terraform

enum class AttributeType : uint8_t { Bool, Number, String, List, Set, Map, Object, Any };

struct Attribute {
  std::string_view name;
  AttributeType type = AttributeType::Any;
  AttributeType element = AttributeType::Any;  // of List, Set, Map
  bool block = false;     // a nested block, or an attribute of objects: `nested` names its attributes
  bool required = false;  // otherwise it may be null
  bool computed_only = false;
  // Provider major versions: the first one known to have it, and the last one; until 0: still there. The catalogue
  // begins with aws 3, so 3 may mean longer ago; 0 where a loaded provider schema does not tell.
  uint16_t since = 0, until = 0;
  uint32_t nested = 0;  // handle for TerraformType::attribute, 0: none
};

class TerraformType {
 public:
  virtual ~TerraformType() = default;
  virtual std::string_view name() const = 0;
  // `parent` 0: the resource's own attributes; otherwise Attribute::nested.
  virtual std::optional<Attribute> attribute(std::string_view name, uint32_t parent = 0) const = 0;
  virtual std::vector<std::string_view> attribute_names(uint32_t parent = 0) const = 0;
  virtual uint16_t since() const = 0;
  virtual uint16_t until() const = 0;
};

struct Source {
  std::string_view what, version, licence, date;
};

// A quota, dated: "aws.scp.size" → 10240.
struct Quota {
  std::string_view id;
  int64_t value = 0;
  std::string_view unit, as_of, source;
};

class Catalog {
 public:
  static const Catalog& builtin();

  virtual ~Catalog() = default;

  // IAM names are matched without regard to case; the answers carry the canonical spelling.
  virtual bool has_service(std::string_view prefix) const = 0;
  virtual std::optional<Action> action(std::string_view full_name) const = 0;
  // Every action that an IAM pattern ("s3:Get*", "*") matches, in the catalogue's order (by service, then name).
  virtual void for_each_action(std::string_view pattern, const std::function<void(const Action&)>& visit) const = 0;
  // The same where no more than what they are called is asked.
  virtual void for_each_action_name(
      std::string_view pattern,
      const std::function<void(std::string_view service, std::string_view name)>& visit) const {
    for_each_action(pattern, [&](const Action& action) { visit(action.service, action.name); });
  }
  virtual size_t action_count() const = 0;
  virtual std::optional<std::string> nearest_action(std::string_view full_name) const = 0;
  virtual std::optional<std::string> nearest_service(std::string_view prefix) const = 0;

  // Accepts tag keys with their tag: "aws:PrincipalTag/team".
  virtual std::optional<ConditionKey> condition_key(std::string_view name) const = 0;
  virtual std::optional<std::string> nearest_condition_key(std::string_view name) const = 0;
  virtual Carried carries(const Action& action, std::string_view key) const = 0;
  // Whether the leg (resource type name of the action; empty for an action without any) carries the key.
  virtual bool leg_carries(const Action& action, std::string_view resource_type, std::string_view key) const = 0;
  // The resource type of `action` whose ARN form fits; none where the ARN fits none of them.
  virtual std::optional<std::string_view> resource_type_of(const Action& action, std::string_view arn) const = 0;
  // Services that resource control policies cover.
  virtual bool rcp_supports(std::string_view service) const = 0;

  virtual const TerraformType* terraform_type(std::string_view name) const = 0;
  virtual std::optional<std::string> nearest_terraform_type(std::string_view name) const = 0;
  virtual size_t terraform_type_count() const = 0;
  virtual std::vector<std::string> terraform_type_names() const { return {}; }  // sorted

  virtual std::optional<Quota> quota(std::string_view id) const = 0;
  virtual std::vector<Source> sources() const = 0;
};

// The built-in catalogue with its Terraform types replaced, provider by provider, by what
// `terraform providers schema -json` printed. Reports SchemaNotReadable and returns null.
std::unique_ptr<Catalog> with_provider_schema(const Catalog& base, std::string_view json, const std::string& path,
                                              Diagnostics& diagnostics);

// "arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}" → "arn:aws:ec2:*:*:instance/*"
std::string arn_pattern(std::string_view arn_form, std::string_view partition);

}  // namespace berm::catalog
