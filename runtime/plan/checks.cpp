// `checks`: conditions of checks, resources, outputs and variables, and what came of them.
#include "runtime/plan/entities.h"
#include "runtime/plan/fields.h"

namespace berm::plan {

using facts::ResourceChange;
using facts::Value;

std::optional<std::string> Entities::add_check(const Value& check) {
  Fields fields(check, "one of the `checks`");
  const Value& instances = fields.list("instances");
  Fields address(fields.needed_object("address"), "the address of a check");
  std::string_view kind = address.text("kind");
  if (!fields.good()) return fields.take_problem();
  if (!address.good()) return address.take_problem();
  if (instances.list().empty()) return add_check(check, kind);
  for (const Value& instance : instances.list()) {
    if (auto problem = add_check(instance, kind)) return problem;
  }
  return std::nullopt;
}

// `check` is a check as a whole, or one instance of it.
std::optional<std::string> Entities::add_check(const Value& check, std::string_view kind) {
  Fields fields(check, "an instance of a check");
  Fields address(fields.needed_object("address"), "the address of a check");
  if (!fields.good()) return fields.take_problem();
  std::vector<Value> messages;
  for (const Value& problem : fields.list("problems").list()) {
    Fields text(problem, "a problem of a check");
    messages.push_back(text_value(text.text("message")));
    if (!text.good()) return text.take_problem();
  }
  ResourceChange& out = add("terraform_check", address.needed_text("to_display"), address.text("name"));
  out.module_address = address.text("module");
  out.after = object(
      {{"kind", text_or_null(kind)}, {"problems", list(messages)}, {"status", text_or_null(fields.text("status"))}});
  return address.good() ? fields.take_problem() : address.take_problem();
}

}  // namespace berm::plan
