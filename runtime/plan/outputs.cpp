// `output_changes`: what the root module's outputs become.
#include <fmt/format.h>

#include "runtime/plan/arena.h"
#include "runtime/plan/change.h"
#include "runtime/plan/entities.h"
#include "runtime/plan/fields.h"
#include "runtime/plan/overlay.h"

namespace berm::plan {

using facts::Member;
using facts::ResourceChange;
using facts::Value;

std::optional<std::string> Entities::add_output(const Member& output, bool declared_sensitive) {
  Fields change(output.value, "a change of an output");
  if (!change.good()) return change.take_problem();
  std::string_view address = keep(fmt::format("output.{}", output.key), arena_);
  ResourceChange& out = add("terraform_output", address, output.key);
  out.actions = read_actions(change);
  Value before = change.any("before"), after = change.any("after");
  merge_sides(masks_of(output.value), out.actions, arena_, before, after);
  if (declared_sensitive) overlay_sensitive(before, bool_value(true)), overlay_sensitive(after, bool_value(true));
  auto side = [&](const Value& value) {
    return object({{"name", text_value(output.key)}, {"sensitive", bool_value(value.sensitive)}, {"value", value}});
  };
  if (!(out.actions & facts::kCreate)) out.before = side(before);
  if (!out.deletes()) out.after = side(after);
  return change.take_problem();
}

std::optional<std::string> Entities::add_outputs(const Value& changes, const Value& declared) {
  Fields fields(changes, "`output_changes`");
  for (const Member& output : changes.object()) {
    const Value& sensitive = *declared.find(output.key)->find("sensitive");
    if (auto problem = add_output(output, sensitive.boolean)) return problem;
  }
  return fields.take_problem();
}

}  // namespace berm::plan
