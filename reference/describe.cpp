#include "reference/describe.h"

#include "base/visible_text.h"

namespace berm::reference {

std::string text_of(Span span, const SourceSet& sources) {
  if (span.empty() || span.file.index >= sources.size()) return "";
  return visible_prose(sources.text(span));
}

report::RuleResult describe(const ir::Rule& rule, const SourceSet& sources) {
  report::RuleResult result;
  result.name = rule.name;
  result.owner = rule.owner;
  result.playbook = rule.playbook;
  result.remediation = rule.remediation;
  result.doc = rule.doc;
  result.text = rule.text;
  result.severity = static_cast<report::Severity>(rule.severity);
  result.severity_text = ir::name(rule.severity);
  result.if_unknown = static_cast<report::UnknownPolicy>(rule.if_unknown);
  if (rule.span.file.index >= sources.size()) return result;
  const SourceFile& file = sources.file(rule.span.file);
  result.source_path = file.path();
  result.source_line = file.position(rule.span.begin).line;
  return result;
}

std::string reason_not_judged(ir::Verb verb) {
  if (verb == ir::Verb::Cap) return "it limits what callers may do; a plan shows no calls";
  if (verb == ir::Verb::Grant)
    return "it is given when somebody asks for it, by `berm grant`; a plan does not show that";
  if (verb == ir::Verb::Trust) return "it says who may assume a role, and not that nobody else may";
  return "it is about API calls only; a plan shows none";
}

}  // namespace berm::reference
