#include "runtime/plan/state.h"

#include <deque>

#include "runtime/plan/fields.h"
#include "runtime/plan/overlay.h"

namespace berm::plan {
namespace {

using facts::StateResource;
using facts::Value;

class Reader {
 public:
  Reader(std::pmr::memory_resource& arena, std::vector<StateResource>& resources)
      : arena_(arena), resources_(resources) {}

  std::optional<std::string> run(const Value& state) {
    Fields fields(state, "`prior_state`");
    const Value& values = fields.object("values");
    note(fields);
    if (!values.is_null()) read_values(values);
    return std::move(problem_);
  }

 private:
  void read_values(const Value& values) {
    Fields fields(values, "`values` of the prior state");
    const Value& root = fields.object("root_module");
    note(fields);
    if (!root.is_null()) waiting_.push_back(&root);
    for (; !problem_ && !waiting_.empty(); waiting_.pop_front()) read_module(*waiting_.front());
  }

  void read_module(const Value& body) {
    Fields module(body, "a module of the prior state");
    std::string_view address = module.text("address");
    for (const Value& resource : module.list("resources").list()) {
      auto problem = read_state_resource(resource, address, arena_, resources_.emplace_back());
      if (problem && !problem_) problem_ = std::move(problem);
    }
    for (const Value& child : module.list("child_modules").list()) waiting_.push_back(&child);
    note(module);
  }

  void note(Fields& fields) {
    if (!fields.good() && !problem_) problem_ = fields.take_problem();
  }

  std::pmr::memory_resource& arena_;
  std::vector<StateResource>& resources_;
  std::deque<const Value*> waiting_;
  std::optional<std::string> problem_;
};

}  // namespace

std::optional<std::string> read_state_resource(const Value& resource, std::string_view module,
                                               std::pmr::memory_resource& arena, StateResource& out) {
  Fields fields(resource, "a resource of the prior state");
  out.module_address = module;
  out.address = fields.needed_text("address");
  out.type = fields.needed_text("type");
  out.name = fields.text("name");
  out.mode = fields.text("mode");
  if (out.mode.empty()) out.mode = "managed";
  out.index = fields.index(arena);
  out.provider_name = fields.text("provider_name");
  out.deposed = fields.text("deposed_key");
  out.values = fields.object("values");
  overlay_sensitive(out.values, fields.any("sensitive_values"));
  return fields.take_problem();
}

std::optional<std::string> read_state(const Value& state, std::pmr::memory_resource& arena,
                                      std::vector<StateResource>& resources) {
  return Reader(arena, resources).run(state);
}

}  // namespace berm::plan
