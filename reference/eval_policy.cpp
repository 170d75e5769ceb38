// Policies inside plans: `statements(r.policy)` and `policy(r.policy) grants …`.
#include <fmt/format.h>

#include "catalog/catalog.h"
#include "lint/lint.h"
#include "reference/eval_plan.h"
#include "reference/grants.h"
#include "reference/misfit.h"

namespace berm::reference {
namespace {

constexpr std::string_view kPolicyType = "aws_iam_policy_document";

bool makes_policies(const relations::Origin& origin) {
  const facts::ResourceChange& resource = *origin.resource;
  bool document = resource.mode == "data" && resource.type == kPolicyType;
  return document && (origin.attribute == "json" || origin.attribute == "minified_json");
}

}  // namespace

// The document, or null with what is missing in `text`.
const Policy* PlanEvaluator::policy(Result& text) {
  if (text.value.is_null()) return &context_.policy_of_text("");
  if (text.value.is_unknown()) return planned_policy(text);
  if (text.value.kind != ValueKind::String) {
    text.why = misfit(text.value, ir::Type::String);
    return nullptr;
  }
  const Policy& policy = context_.policy_of_text(text.value.string());
  if (policy.error.empty()) return &policy;
  text.why = context_.keep(text.value.sensitive ? "can't be read as a policy"
                                                : fmt::format("can't be read as a policy: {}", policy.error));
  return nullptr;
}

// One that a data source will make while applying.
const Policy* PlanEvaluator::planned_policy(const Result& text) {
  if (!text.from || text.before || !text.why.empty()) return nullptr;
  Element element{text.value, text.path, {}, text.from};
  auto origin = context_.relations().sole_origin(*text.from, place_within(element));
  if (!origin || !makes_policies(*origin)) return nullptr;
  if (!origin->assumption.empty()) {
    if (!assumptions_) return nullptr;
    use({text.path, facts::kNull, origin->assumption, origin->resource->address});
  }
  return &context_.policy_of_blocks(*origin->resource);
}

// Reports show what the document says, not its text.
Result PlanEvaluator::policy_text(const ir::Expr& argument) {
  return argument.op == ir::Op::Path ? read(argument) : evaluate(argument);
}

Result PlanEvaluator::statements(const ir::Expr& argument) {
  Result text = policy_text(argument);
  bool sensitive = text.value.sensitive;
  const Policy* document = policy(text);
  if (!document) return unknown(text.path, text.why);
  Result result = known(document->statements);
  result.value.sensitive = sensitive;
  result.path = fmt::format("statements({})", text.path);
  result.open = document->open;
  return result;
}

// Only of a text that is known: what a data source will make has a form, and no places.
Result PlanEvaluator::policy_findings(const ir::Expr& argument) {
  Result text = policy_text(argument);
  if (text.value.is_unknown()) return unknown(text.path, text.why);
  bool some = !text.value.is_null();
  if (some && text.value.kind != ValueKind::String) return unknown(text.path, misfit(text.value, ir::Type::String));
  std::vector<Value> lines;
  // Providers write "" where there is no document.
  if (some && !text.value.string().empty()) {
    for (const std::string& line : lint::lines(lint::lint(text.value.string(), {}, catalog::Catalog::builtin()))) {
      lines.push_back(arena_.text(line));
    }
  }
  Result result = known(arena_.list(std::move(lines)));
  result.value.sensitive = text.value.sensitive;
  result.path = fmt::format("policy_findings({})", text.path);
  return result;
}

Result PlanEvaluator::grants(const ir::Expr& expr) {
  Result text = policy_text(*expr.children[0]);
  const Policy* document = policy(text);
  if (!document) return unknown(text.path, text.why);
  Granted granted = reference::grants(*document, *expr.grant, context_.actions_of(*expr.grant));
  if (granted.answer == Tri::Unknown) return unknown(text.path, granted.why);
  if (granted.answer == Tri::True && !text.value.sensitive) {
    reads_.push_back({fmt::format("policy({})", text.path), facts::kNull, fmt::format("allows {}", granted.action)});
  }
  return {.value = boolean(granted.answer), .path = text.path};
}

}  // namespace berm::reference
