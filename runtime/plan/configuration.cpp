#include "runtime/plan/configuration.h"

#include <fmt/format.h>

#include <utility>

#include "runtime/plan/arena.h"
#include "runtime/plan/fields.h"

namespace berm::plan {
namespace {

using facts::ConfigModule;
using facts::ConfigResource;
using facts::Member;
using facts::Value;
using facts::ValueKind;

constexpr std::string_view kModule = "a module of the configuration";
constexpr std::string_view kResource = "a resource of the configuration";
constexpr std::string_view kCall = "a module call of the configuration";

class Reader {
 public:
  Reader(std::pmr::memory_resource& arena, std::deque<ConfigModule>& modules, std::deque<ConfigResource>& resources)
      : arena_(arena), modules_(modules), resources_(resources) {}

  std::optional<std::string> run(const Value& configuration);

 private:
  struct Waiting {
    ConfigModule* module;
    const Value* body;  // null: a call without a module
  };

  void read_module(ConfigModule& module, const Value& body);
  void read_call(const ConfigModule& caller, const Member& call);
  void note(Fields& fields) {
    if (!fields.good() && !problem_) problem_ = fields.take_problem();
  }

  std::pmr::memory_resource& arena_;
  std::deque<ConfigModule>& modules_;
  std::deque<ConfigResource>& resources_;
  std::deque<Waiting> waiting_;
  std::optional<std::string> problem_;
};

std::optional<std::string> Reader::run(const Value& configuration) {
  Fields fields(configuration, "`configuration`");
  const Value& root = fields.object("root_module");
  note(fields);
  waiting_.push_back({&modules_.emplace_back(), &root});
  for (; !problem_ && !waiting_.empty(); waiting_.pop_front()) {
    if (!waiting_.front().body->is_null()) read_module(*waiting_.front().module, *waiting_.front().body);
  }
  return std::move(problem_);
}

void Reader::read_module(ConfigModule& module, const Value& body) {
  Fields fields(body, kModule);
  module.outputs = fields.object("outputs");
  module.variables = fields.object("variables");
  const Value& resources = fields.list("resources");
  const Value& calls = fields.object("module_calls");
  note(fields);
  for (const Value& resource : resources.list()) {
    auto problem = read_block(resource, module, resources_.emplace_back());
    if (problem && !problem_) problem_ = std::move(problem);
  }
  for (const Member& call : calls.object()) read_call(module, call);
}

void Reader::read_call(const ConfigModule& caller, const Member& call) {
  Fields fields(call.value, kCall);
  ConfigModule& out = modules_.emplace_back();
  out.parent = &caller;
  out.call_name = call.key;
  out.address = keep(fmt::format("{}{}module.{}", caller.address, caller.address.empty() ? "" : ".", call.key), arena_);
  out.call_expressions = fields.object("expressions");
  out.count_expression = fields.object("count_expression");
  out.for_each_expression = fields.object("for_each_expression");
  waiting_.push_back({&out, &fields.object("module")});
  note(fields);
}

}  // namespace

std::string without_indexes(std::string_view module_address) {
  std::string out;
  while (true) {
    size_t open = module_address.find('[');
    out.append(module_address.substr(0, open));
    if (open == std::string_view::npos) return out;
    bool in_string = false;
    size_t at = open + 1;
    for (; at < module_address.size() && (in_string || module_address[at] != ']'); ++at) {
      if (module_address[at] == '"') in_string = !in_string;
      if (in_string && module_address[at] == '\\') ++at;
    }
    if (at >= module_address.size()) return out;
    module_address.remove_prefix(at + 1);
  }
}

std::optional<std::string> read_configuration(const Value& configuration, std::pmr::memory_resource& arena,
                                              std::deque<ConfigModule>& modules,
                                              std::deque<ConfigResource>& resources) {
  return Reader(arena, modules, resources).run(configuration);
}

std::optional<std::string> read_block(const Value& resource, const ConfigModule& module, ConfigResource& out) {
  Fields fields(resource, kResource);
  out.module = &module;
  out.module_address = module.address;
  out.address = fields.needed_text("address");
  out.provider_config_key = fields.text("provider_config_key");
  out.expressions = fields.object("expressions");
  out.count_expression = fields.object("count_expression");
  out.for_each_expression = fields.object("for_each_expression");
  for (const Member& expression : out.expressions.object()) out.written.push_back(expression.key);
  return fields.take_problem();
}

Blocks::Blocks(const std::deque<ConfigResource>& resources) {
  for (const ConfigResource& resource : resources)
    blocks_.emplace(std::pair(resource.module_address, resource.address), &resource);
}

const ConfigResource* Blocks::find(std::string_view module, std::string_view mode, std::string_view type,
                                   std::string_view name) const {
  std::string caller = without_indexes(module);
  std::string address = fmt::format("{}.{}", facts::type_of(mode, type), name);
  auto found = blocks_.find({caller, address});
  return found == blocks_.end() ? nullptr : found->second;
}

}  // namespace berm::plan
