#include "runtime/mock/mock.h"

#include "runtime/mock/writer.h"

namespace berm::mock {

std::string Writer::run() {
  json_.open('{');
  flags();
  variables();
  changes(kChanges, plan_.changes);
  changes("resource_drift", plan_.drift);
  changes("deferred_changes", plan_.deferred);
  outputs();
  checks();
  invocations("action_invocations", false);
  invocations("deferred_action_invocations", true);
  state();
  configuration();
  json_.close('}');
  return json_.take();
}

void Writer::flags() {
  json_.member("format_version", plan_.format_version);
  text("terraform_version", plan_.terraform_version);
  if (plan_.errored) json_.flag("errored", true);
  if (plan_.complete) json_.flag("complete", *plan_.complete);
  if (plan_.applyable) json_.flag("applyable", *plan_.applyable);
}

void Writer::text(std::string_view name, std::string_view text) {
  if (!text.empty()) json_.member(name, redactor_.text(text));
}

std::string mock(const facts::Plan& plan, const Reach& reach, const Options& options) {
  return Writer(plan, reach, options).run();
}

}  // namespace berm::mock
