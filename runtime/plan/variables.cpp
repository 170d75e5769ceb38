// `variables`: the values of the root module's variables in this run.
#include <fmt/format.h>

#include "runtime/plan/arena.h"
#include "runtime/plan/entities.h"
#include "runtime/plan/fields.h"
#include "runtime/plan/overlay.h"

namespace berm::plan {

using facts::Member;
using facts::ResourceChange;
using facts::Value;

std::optional<std::string> Entities::add_variables(const Value& variables, const Value& declared, Value& values) {
  Fields fields(variables, "`variables`");
  Member* next = allocate<Member>(variables.object().size(), arena_);
  values = variables;
  values.members = next;
  for (const Member& variable : variables.object()) {
    Fields body(variable.value, "a variable of the plan");
    Fields declaration(*declared.find(variable.key), "a variable of the configuration");
    if (!body.good()) return body.take_problem();
    Value value = body.any("value");
    if (declaration.good() && declaration.flag("sensitive")) overlay_sensitive(value, bool_value(true));
    *next++ = {variable.key, value};
    std::string_view address = keep(fmt::format("var.{}", variable.key), arena_);
    ResourceChange& out = add("terraform_variable", address, variable.key);
    out.after = object({{"name", text_value(variable.key)}, {"value", value}});
  }
  return fields.take_problem();
}

}  // namespace berm::plan
