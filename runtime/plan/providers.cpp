// `configuration.provider_config`.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "runtime/plan/arena.h"
#include "runtime/plan/configuration.h"
#include "runtime/plan/entities.h"
#include "runtime/plan/fields.h"
#include "runtime/plan/overlay.h"

namespace berm::plan {

using facts::Member;
using facts::ProviderConfig;
using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

namespace {

// The schema of a provider's settings is not in a plan, so what is a secret is told by its name.
bool names_secret(std::string_view name) {
  std::string lower = to_lower(name);
  constexpr std::string_view kSecret[] = {"secret", "password", "token", "private_key", "access_key", "credential"};
  return std::ranges::any_of(kSecret, [&](std::string_view part) { return lower.find(part) != lower.npos; });
}

bool is_reference(const Value& expression) {
  return expression.size == 0 || expression.find("references")->kind == ValueKind::List;
}

}  // namespace

std::optional<std::string> read_providers(const Value& configuration, std::vector<ProviderConfig>& providers) {
  Fields fields(configuration, "`configuration`");
  for (const Member& member : fields.object("provider_config").object()) {
    Fields provider(member.value, "a provider of the configuration");
    ProviderConfig& out = providers.emplace_back();
    out.key = member.key;
    out.name = provider.text("name");
    out.full_name = provider.text("full_name");
    out.alias = provider.text("alias");
    out.version_constraint = provider.text("version_constraint");
    out.module_address = provider.text("module_address");
    out.expressions = provider.object("expressions");
    if (!provider.good()) return provider.take_problem();
  }
  return fields.take_problem();
}

// Nesting is bounded by the scanner.
Value Entities::setting(const Value& expression) {
  if (expression.kind == ValueKind::List) {
    std::vector<Value> elements;
    for (const Value& element : expression.list()) elements.push_back(setting(element));
    return list(elements);
  }
  if (expression.kind != ValueKind::Object) return expression;
  const Value* constant = expression.find("constant_value");
  if (constant != &facts::kNull) return *constant;
  return is_reference(expression) ? facts::kUnknown : settings(expression);
}

Value Entities::settings(const Value& block) {
  Value out = block;
  Member* members = allocate<Member>(block.object().size(), arena_);
  out.members = members;
  for (const Member& member : block.object()) {
    *members = {member.key, setting(member.value)};
    if (names_secret(member.key)) overlay_sensitive(members->value, bool_value(true));
    ++members;
  }
  return out;
}

void Entities::add_provider(const ProviderConfig& provider) {
  std::string_view address = keep(fmt::format("provider.{}", provider.key), arena_);
  ResourceChange& out = add("terraform_provider", address, provider.key);
  out.module_address = provider.module_address;
  out.provider_name = provider.full_name;
  out.after = object({{"alias", text_or_null(provider.alias)},
                      {"config", settings(provider.expressions)},
                      {"full_name", text_or_null(provider.full_name)},
                      {"module_address", text_value(provider.module_address)},
                      {"name", text_or_null(provider.name)},
                      {"version_constraint", text_or_null(provider.version_constraint)}});
}

}  // namespace berm::plan
