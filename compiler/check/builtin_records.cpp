// Objects that no provider describes: what else a plan holds, and the statements of a policy.
#include "compiler/check/resource_types.h"

namespace berm::check {
namespace {

struct Field {
  const char* name;
  Type type;
  bool nullable = false;
};

Record record(std::string name, const std::vector<Field>& fields) {
  Record made{std::move(name), {}, {}};
  for (const Field& field : fields) {
    Type type = field.type;
    type.nullable = field.nullable || type.is_any();
    made.fields.push_back({field.name, std::make_shared<const Type>(std::move(type))});
  }
  return made;
}

Type text() { return Type::of(ir::Type::String); }
Type texts() { return Type::list_of(text()); }

std::vector<Record> make_entities() {
  Type any, flag = Type::of(ir::Type::Bool);
  return {
      record("terraform_variable", {{"name", text()}, {"value", any}}),
      record("terraform_output", {{"name", text()}, {"value", any}, {"sensitive", flag}}),
      record("terraform_check", {{"kind", text()}, {"status", text()}, {"problems", texts()}}),
      record("terraform_provider", {{"name", text()},
                                    {"full_name", text()},
                                    {"alias", text(), true},
                                    {"version_constraint", text(), true},
                                    {"module_address", text(), true},
                                    {"config", any}}),
      record("terraform_action", {{"type", text()},
                                  {"name", text()},
                                  {"provider_name", text()},
                                  {"event", text(), true},
                                  {"triggered_by", text(), true},
                                  {"config", any}}),
  };
}

}  // namespace

const std::vector<Record>& plan_entities() {
  static const std::vector<Record> entities = make_entities();
  return entities;
}

const Record* plan_entity(std::string_view name) {
  for (const Record& entity : plan_entities()) {
    if (entity.name == name) return &entity;
  }
  return nullptr;
}

Type statements_type() {
  static const Record principal =
      record("principal", {{"type", text()}, {"value", text()}, {"account", Type::of(ir::Type::Account), true}});
  static const Record condition = record("condition", {{"operator", text()}, {"key", text()}, {"values", texts()}});
  static const Type principals = Type::list_of(Type::object(principal));
  static const Record statement = record("statement", {{"sid", text(), true},
                                                       {"effect", text()},
                                                       {"actions", texts()},
                                                       {"not_actions", texts()},
                                                       {"resources", texts()},
                                                       {"not_resources", texts()},
                                                       {"principals", principals},
                                                       {"not_principals", principals},
                                                       {"conditions", Type::list_of(Type::object(condition))}});
  return Type::list_of(Type::object(statement));
}

}  // namespace berm::check
