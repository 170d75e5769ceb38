// Policies that a data source will make while applying, from its planned blocks.
#include <algorithm>
#include <iterator>

#include "reference/policy.h"

namespace berm::reference {
namespace {

bool is_absent(const Value& value) {
  bool empty_text = value.kind == ValueKind::String && value.size == 0;
  bool no_elements = value.kind == ValueKind::List && value.size == 0;
  return value.is_null() || empty_text || no_elements;
}

class Reader {
 public:
  explicit Reader(Arena& arena) : arena_(arena) {}

  Value statement(const Value& block) {
    if (block.kind != ValueKind::Object) return facts::kUnknown;
    const Value& effect = *block.find("effect");
    const Value& sid = *block.find("sid");
    return make_statement({.sid = is_absent(sid) ? facts::kNull : sid,
                           .effect = is_absent(effect) ? arena_.text("Allow") : effect,
                           .actions = texts(*block.find("actions")),
                           .not_actions = texts(*block.find("not_actions")),
                           .resources = texts(*block.find("resources")),
                           .not_resources = texts(*block.find("not_resources")),
                           .principals = principals(*block.find("principals")),
                           .not_principals = principals(*block.find("not_principals")),
                           .conditions = conditions(*block.find("condition"))},
                          arena_);
  }

 private:
  Value texts(const Value& value) {
    bool readable = value.kind == ValueKind::List || value.is_null();
    return !readable ? facts::kUnknown : value.is_null() ? arena_.list({}) : value;
  }

  // How many there are has to be known.
  Value principals(const Value& blocks) {
    if (blocks.is_null()) return arena_.list({});
    if (blocks.kind != ValueKind::List) return facts::kUnknown;
    std::vector<Value> out;
    for (const Value& block : blocks.list()) {
      Value identifiers = *block.find("identifiers");
      if (identifiers.kind != ValueKind::List) return facts::kUnknown;
      for (const Value& each : identifiers.list()) out.push_back(make_principal(*block.find("type"), each, arena_));
    }
    return arena_.list(std::move(out));
  }

  Value conditions(const Value& blocks) {
    if (blocks.is_null()) return arena_.list({});
    if (blocks.kind != ValueKind::List) return facts::kUnknown;
    std::vector<Value> out;
    for (const Value& block : blocks.list()) {
      Value values = texts(*block.find("values"));
      out.push_back(make_condition(*block.find("test"), *block.find("variable"), values, arena_));
    }
    return arena_.list(std::move(out));
  }

  Arena& arena_;
};

}  // namespace

Policy read_policy_blocks(const Value& data_source, Arena& arena) {
  constexpr const char* kAdding[] = {"source_json", "source_policy_documents"};
  constexpr const char* kOverriding[] = {"override_json", "override_policy_documents"};
  auto given = [&](const char* name) { return !is_absent(*data_source.find(name)); };
  bool overridden = std::any_of(std::begin(kOverriding), std::end(kOverriding), given);
  bool open = overridden || std::any_of(std::begin(kAdding), std::end(kAdding), given);
  const Value& blocks = *data_source.find("statement");
  if (blocks.kind != ValueKind::List) return {arena.list({}), open || !blocks.is_null(), ""};
  std::vector<Value> statements;
  for (const Value& block : blocks.list()) {
    // One that has a name may be replaced by another of that name.
    bool certain = !overridden || is_absent(*block.find("sid"));
    statements.push_back(certain ? Reader(arena).statement(block) : facts::kUnknown);
  }
  return {arena.list(std::move(statements)), open, ""};
}

}  // namespace berm::reference
