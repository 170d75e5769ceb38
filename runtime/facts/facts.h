// What a Terraform plan says, as facts that rules can be judged on. Data only; runtime/plan makes it.
//
// A value is known, null or unknown and nothing else: `after` and `after_unknown` are already merged, and
// sensitivity is a flag beside it. Source: Terraform's and OpenTofu's `jsonplan` and `jsonstate` (facts f1).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace berm::facts {

enum class ValueKind : uint8_t { Null, Unknown, Bool, Number, String, List, Object };

struct Member;

// Lists are Terraform's lists, sets and tuples alike; objects are its objects and maps. A view into the Plan.
struct Value {
  ValueKind kind = ValueKind::Null;
  bool sensitive = false;  // a report shows `(sensitive)`
  bool boolean = false;    // Bool
  uint32_t size = 0;       // String: bytes; Number: bytes of its text; List, Object: elements
  union {
    const char* text;       // String: decoded UTF-8; Number: as written
    const Value* elements;  // List
    const Member* members;  // Object, sorted by key
    const void* none = nullptr;
  };

  bool is_null() const { return kind == ValueKind::Null; }
  bool is_unknown() const { return kind == ValueKind::Unknown; }
  std::string_view string() const { return {text, size}; }
  std::span<const Value> list() const { return {elements, size}; }
  std::span<const Member> object() const;
  // Never a null pointer: kNull where there is no such member, kUnknown on an Unknown value.
  const Value* find(std::string_view key) const;
};

struct Member {
  std::string_view key;
  Value value;
};

inline std::span<const Member> Value::object() const { return {members, size}; }

extern const Value kNull;
extern const Value kUnknown;

// change.actions as a set: a replacement is Create and Delete.
enum Action : uint8_t { kCreate = 1, kUpdate = 2, kDelete = 4, kRead = 8, kNoOp = 16, kForget = 32, kOther = 64 };

struct ConfigModule;

// A resource block of `configuration`, which knows what the author wrote but not the values.
//
// Expressions stay as the plan writes them: an object of attribute → `{"constant_value": …}` or `{"references": […]}`,
// of block → a list of such objects (or one, for single blocks; keyed ones for map blocks). Null where the plan has
// none.
struct ConfigResource {
  std::string_view module_address;        // un-indexed: "module.a.module.b"; empty in the root
  std::string_view address;               // module-relative, un-indexed: "aws_s3_bucket.x", "data.aws_ami.y"
  std::vector<std::string_view> written;  // names under `expressions`, sorted. A `dynamic` block is not among them
  std::string_view provider_config_key;   // "aws", "aws.west", "module.a:aws"
  Value expressions, count_expression, for_each_expression;
  const ConfigModule* module = nullptr;  // the module it stands in; never null after reading
};

// A module of `configuration`.
struct ConfigModule {
  std::string_view address;              // un-indexed: "module.a.module.b"; empty for the root
  std::string_view call_name;            // "b"; empty for the root
  const ConfigModule* parent = nullptr;  // null for the root
  Value call_expressions;                // what the call passes: variable → expression
  Value count_expression, for_each_expression;
  Value outputs;    // output → {"expression": …, "sensitive": …}
  Value variables;  // variable → {"default": …}
};

// A provider block.
struct ProviderConfig {
  std::string_view key;        // "aws", "aws.west", "module.a:aws"
  std::string_view name;       // "aws"
  std::string_view full_name;  // "registry.terraform.io/hashicorp/aws"
  std::string_view alias;
  std::string_view version_constraint;
  std::string_view module_address;
  Value expressions;
};

struct ResourceChange {
  std::string_view address;           // "module.a[0].aws_s3_bucket.x[\"k\"]"
  std::string_view previous_address;  // moved from; empty where it is not
  std::string_view module_address;    // empty in the root module
  std::string_view mode;              // "managed" | "data"
  std::string_view type;
  std::string_view name;
  std::string_view index;  // as JSON writes it: `0`, `"k"`; empty without count and for_each
  std::string_view provider_name;
  std::string_view deposed;  // key; empty where it is not
  std::string_view action_reason;
  uint8_t actions = 0;  // Action bits
  bool importing = false;
  bool deferred = false;                   // planned later (deferred_changes): what it shows may be partial
  std::string_view deferred_reason;        // "instance_count_unknown", …
  Value replace_paths;                     // list of paths, each a list of names and indexes; Null where there are none
  Value before;                            // Null when created
  Value after;                             // Null when deleted or forgotten; unknown leaves inside
  const ConfigResource* config = nullptr;  // null: not found

  bool creates() const { return actions & kCreate; }
  bool deletes() const { return actions & kDelete; }
  bool replaces() const { return (actions & kCreate) && (actions & kDelete); }
  bool updates() const { return actions & kUpdate; }
  bool unchanged() const { return actions == kNoOp; }
};

// As rules name types: "aws_ami", of a data source "data.aws_ami".
std::string type_of(std::string_view mode, std::string_view type);
inline std::string type_of(const ResourceChange& change) { return type_of(change.mode, change.type); }

// A resource as the prior state has it. Data sources that were read during the plan stand only here.
struct StateResource {
  std::string_view address, module_address, mode, type, name, index, provider_name, deposed;
  Value values;  // sensitive parts marked
  const ConfigResource* config = nullptr;
};

struct Plan {
  std::string path;
  std::string format_version, terraform_version;
  bool errored = false;
  std::optional<bool> complete, applyable;  // OpenTofu writes neither
  uint32_t deferred_changes = 0;
  uint32_t action_invocations = 0;       // provider-defined actions, deferred ones too; they may do anything
  bool changes_missing = false;          // `planned_values` names resources, and there is no `resource_changes`
  uint64_t bytes = 0;                    // of the file
  std::vector<ResourceChange> changes;   // as in the file
  std::vector<ResourceChange> drift;     // resource_drift
  std::vector<ResourceChange> deferred;  // deferred_changes, each with `deferred` set
  // What else the plan holds, each as a change of a made-up type, `mode` "plan", so that rules see it as they see
  // resources. An output has the actions that the plan gives it, a provider's action is created, the rest is read.
  //   terraform_variable  var.NAME                       name, value
  //   terraform_output    output.NAME                    name, value, sensitive (with the actions of the output)
  //   terraform_check     as the plan shows it           kind, status, problems (list of string), one per instance or
  //   object terraform_provider  provider.KEY                   name, full_name, alias, version_constraint,
  //   module_address and `config`: its
  //                                                      constant settings; a setting made from references is Unknown
  //   terraform_action    as in the plan                 type, name, provider_name, event, triggered_by, config
  std::vector<ResourceChange> entities;
  std::vector<StateResource> prior_state;
  std::vector<ProviderConfig> providers;
  Value variables;  // name → value, as the run set them; sensitive where the configuration says so
  // Shared by copies of the plan, whose changes point into it.
  std::shared_ptr<std::deque<ConfigResource>> config = std::make_shared<std::deque<ConfigResource>>();
  std::shared_ptr<std::deque<ConfigModule>> modules = std::make_shared<std::deque<ConfigModule>>();

  // Keeps the texts and values alive; opaque.
  std::shared_ptr<const void> storage;
};

}  // namespace berm::facts
