// plan { create aws_x "name" { … } }: what Terraform would print for it, so that tests and real plans go the same way.
//
// A value `unknown` was written by the author and is known after apply; `computed` was left to the provider.
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"
#include "compiler/check/checker.h"
#include "compiler/check/schema.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"

namespace berm::check {
namespace {

using Json = nlohmann::json;

// A value as the three places of a plan see it.
struct Planned {
  Json known;          // in `after`; null where unknown
  Json unknown;        // in `after_unknown`: true, false, or shaped like the value
  Json configuration;  // the expression; null where the author wrote none
  bool is_unknown() const { return unknown.is_boolean() && unknown.get<bool>(); }
};

Planned known_value(Json value) {
  Json expression = {{"constant_value", value}};
  return {std::move(value), false, std::move(expression)};
}

// Names the expression's source: which one is of no interest, as long as there is one.
Json reference() {
  Json out = Json::object();
  out["references"] = Json::array({"var.unknown"});
  return out;
}

Planned unknown_value(bool written) { return {nullptr, true, written ? reference() : Json()}; }

// Whole numbers as Terraform prints them, without a fraction.
Json json_of(double number) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  bool whole = number >= -kExact && number <= kExact && std::floor(number) == number;
  return whole ? Json(static_cast<int64_t>(number)) : Json(number);
}

// Nested as deep as the parser lets source be.
Json json_of(const ir::Value& value) {
  if (value.is_null()) return nullptr;
  if (const auto* flag = std::get_if<bool>(&value.data)) return *flag;
  if (const auto* whole = std::get_if<int64_t>(&value.data)) return *whole;
  if (const auto* number = std::get_if<double>(&value.data)) return json_of(*number);
  if (const auto* text = std::get_if<std::string>(&value.data)) return *text;
  if (const auto* list = std::get_if<ir::ValueList>(&value.data)) {
    Json out = Json::array();
    for (const ir::Value& element : *list) out.push_back(json_of(element));
    return out;
  }
  Json out = Json::object();
  for (const auto& [key, element] : std::get<ir::ValueMap>(value.data)) out[key] = json_of(element);
  return out;
}

std::string provider_of(std::string_view type) {
  return fmt::format("registry.terraform.io/hashicorp/{}", type.substr(0, type.find('_')));
}

// `module.a[0].module.b["x"]` → a, b.
std::vector<std::string> module_names(std::string_view address) {
  std::vector<std::string> out;
  bool name_follows = false;
  for (size_t at = 0; at < address.size();) {
    if (address[at] == '[') {
      at = std::min(address.find(']', at), address.size() - 1) + 1;
      continue;
    }
    size_t end = std::min(address.find_first_of(".[", at), address.size());
    if (name_follows) out.emplace_back(address.substr(at, end - at));
    if (end > at) name_follows = !name_follows;
    at = end < address.size() && address[end] == '.' ? end + 1 : end;
  }
  return out;
}

Json actions_of(std::string_view action) {
  if (action == "replace") return Json::array({"delete", "create"});
  if (action == "noop") return Json::array({"no-op"});
  return Json::array({std::string(action)});
}

}  // namespace

class TestPlan {
 public:
  TestPlan(Checker& checker, const ast::PlanCase& plan, size_t file)
      : checker_(checker), plan_(plan), place_{file, &checker.file_scopes_[file]} {}

  std::string make() {
    for (const ast::PlannedResource& resource : plan_.resources) add(resource);
    Json plan = {{"format_version", "1.2"},
                 {"terraform_version", "1.9.0"},
                 {"applyable", true},
                 {"complete", true},
                 {"errored", false},
                 {"resource_changes", std::move(changes_)},
                 {"configuration", {{"root_module", std::move(root_)}}}};
    return plan.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

 private:
  struct Body {
    Json known = Json::object(), unknown = Json::object(), configuration = Json::object();
  };

  Diagnostic& report(std::string message, Span at) {
    return checker_.report(DiagnosticKind::InvalidTestPlan, std::move(message), at);
  }

  void add(const ast::PlannedResource& resource) {
    // The catalogue has no data sources.
    bool data = resource.action.text == "read";
    Type type = data ? Type::of(ir::Type::Object) : checker_.expressions_.resource_type({resource.type});
    Body after = body(resource.after, type);
    Body before = resource.from ? body(*resource.from, type) : after;
    Json change = head(resource);
    if (!seen_.insert(change["address"].get<std::string>()).second) {
      report(fmt::format("`{}` is planned twice", change["address"].get<std::string>()), resource.name.span);
      return;
    }
    configure(resource, after.configuration, change["mode"]);
    change["change"] = values(resource.action.text, before, after);
    changes_.push_back(std::move(change));
  }

  Json head(const ast::PlannedResource& resource) {
    bool data = resource.action.text == "read";
    std::string address = resource.module_address.empty() ? "" : fmt::format("{}.", resource.module_address);
    Json out = {{"mode", data ? "data" : "managed"},
                {"type", std::string(resource.type.text)},
                {"name", std::string(resource.name.text)},
                {"provider_name", provider_of(resource.type.text)}};
    address += fmt::format("{}{}.{}", data ? "data." : "", resource.type.text, resource.name.text);
    if (!resource.module_address.empty()) out["module_address"] = std::string(resource.module_address);
    if (resource.index) {
      if (auto index = checker_.constant(*resource.index, place_, Type{})) {
        out["index"] = json_of(*index);
        address += fmt::format("[{}]", out["index"].dump());
      }
    }
    out["address"] = address;
    return out;
  }

  // `delete` and `forget` show what there was; what was has no unknown parts.
  Json values(std::string_view action, const Body& before, const Body& after) {
    bool ends = action == "delete" || action == "forget";
    bool starts = action == "create" || action == "read";
    return {{"actions", actions_of(action)},
            {"before", starts ? Json() : before.known},
            {"after", ends ? Json() : after.known},
            {"after_unknown", ends ? Json::object() : after.unknown},
            {"before_sensitive", starts ? Json(false) : Json::object()},
            {"after_sensitive", ends ? Json(false) : Json::object()}};
  }

  void configure(const ast::PlannedResource& resource, const Json& expressions, const Json& mode) {
    Json* module = &root_;
    for (const std::string& name : module_names(resource.module_address)) {
      module = &(*module)["module_calls"][name]["module"];
    }
    std::string address = fmt::format("{}{}.{}", mode == "data" ? "data." : "", resource.type.text, resource.name.text);
    Json& resources = (*module)["resources"];
    for (const Json& other : resources) {
      if (other["address"] == address) return;  // another instance of the same block
    }
    resources.push_back({{"address", address},
                         {"mode", mode},
                         {"type", std::string(resource.type.text)},
                         {"name", std::string(resource.name.text)},
                         {"expressions", expressions}});
  }

  Body body(const ast::BlockBody& block, const Type& type) {
    Body out;
    std::map<std::string_view, Span> seen;
    for (const ast::BlockBody::Entry& entry : block.entries) {
      std::optional<Type> attribute = find_attribute(type, entry.name.text);
      if (!attribute) {
        report_unknown(entry, type);
        continue;
      }
      auto [at, fresh] = seen.try_emplace(entry.name.text, entry.name.span);
      if (entry.block) {
        add_block(out, entry, *attribute);
      } else if (fresh && entry.value) {
        attribute->nullable = true;
        put(out, std::string(entry.name.text), value(*entry.value, *attribute));
      } else if (!fresh) {
        report(fmt::format("`{}` stands twice", entry.name.text), entry.name.span).label(at->second, "first here");
      }
    }
    return out;
  }

  void report_unknown(const ast::BlockBody::Entry& entry, const Type& type) {
    std::string owner = lacking_resource(type, entry.name.text);
    std::string message = owner.empty() ? fmt::format("this block has no attribute `{}`", entry.name.text)
                                        : fmt::format("`{}` has no attribute `{}`", owner, entry.name.text);
    Diagnostic& diagnostic = checker_.report(DiagnosticKind::UnknownAttribute, std::move(message), entry.name.span);
    if (auto near = nearest_attribute(type, entry.name.text)) diagnostic.help(fmt::format("did you mean `{}`?", *near));
  }

  // Objects leave unknown attributes out of `after` and known ones out of `after_unknown`.
  static void put(Body& out, const std::string& name, Planned value) {
    bool unknown = value.is_unknown();
    if (!unknown) out.known[name] = std::move(value.known);
    if (unknown || !value.unknown.is_boolean()) out.unknown[name] = std::move(value.unknown);
    if (!value.configuration.is_null()) out.configuration[name] = std::move(value.configuration);
  }

  // A repeated block is a list of objects, whatever the provider calls it; a single one is an object.
  void add_block(Body& out, const ast::BlockBody::Entry& entry, const Type& type) {
    std::string name(entry.name.text);
    bool single = type.is(ir::Type::Object);
    Body inner = body(*entry.block, single ? type : type.element_type());
    if (single) {
      put(out, name, {std::move(inner.known), std::move(inner.unknown), std::move(inner.configuration)});
      return;
    }
    for (Json* list : {&out.known[name], &out.unknown[name], &out.configuration[name]}) {
      if (!list->is_array()) *list = Json::array();
    }
    out.known[name].push_back(std::move(inner.known));
    out.unknown[name].push_back(std::move(inner.unknown));
    out.configuration[name].push_back(std::move(inner.configuration));
  }

  Planned value(const ast::Expr& expr, const Type& type) {
    if (expr.kind == ast::ExprKind::Unknown) return unknown_value(true);
    if (expr.kind == ast::ExprKind::Name && expr.text == "computed") return unknown_value(false);
    if (expr.kind == ast::ExprKind::List && !type.is_any()) return list(expr, type);
    if (expr.kind == ast::ExprKind::Object) return object(expr, type);
    auto found = checker_.constant(expr, place_, type);
    return known_value(found ? json_of(*found) : Json());
  }

  Planned list(const ast::Expr& expr, const Type& type) {
    Planned out{Json::array(), Json::array(), reference()};
    if (!type.is_array()) {
      checker_.constant(expr, place_, type);  // reports that it is none
      return out;
    }
    bool all_known = true;
    Type element_type = type.element_type();
    element_type.nullable = true;
    for (const ast::Expr* child : expr.children) {
      Planned element = value(*child, element_type);
      all_known = all_known && element.unknown.is_boolean() && !element.is_unknown();
      out.known.push_back(std::move(element.known));
      out.unknown.push_back(std::move(element.unknown));
    }
    return all_known ? known_value(std::move(out.known)) : out;
  }

  Planned object(const ast::Expr& expr, const Type& type) {
    Body out;
    for (size_t i = 0; i + 1 < expr.children.size(); i += 2) {
      std::string name(expr.children[i]->text);
      put(out, name, value(*expr.children[i + 1], member(type, *expr.children[i])));
    }
    bool all_known = out.unknown.empty();
    if (all_known) return known_value(std::move(out.known));
    return {std::move(out.known), std::move(out.unknown), reference()};
  }

  Type member(const Type& type, const ast::Expr& key) {
    if (type.is(ir::Type::Map)) {
      Type element = type.element_type();
      element.nullable = true;
      return element;
    }
    if (type.is_any()) return Type{};
    if (std::optional<Type> found = type.is(ir::Type::Object) ? find_attribute(type, key.text) : std::nullopt) {
      found->nullable = true;
      return *found;
    }
    report(fmt::format("{} has no `{}`", describe(type), key.text), key.span);
    return Type{};
  }

  Checker& checker_;
  const ast::PlanCase& plan_;
  Place place_;
  Json changes_ = Json::array();
  Json root_ = Json::object();
  std::set<std::string> seen_;
};

void Checker::check_plan(const ast::PlanCase& plan, size_t file, ir::TestStep& step) {
  if (plan.file) {
    step.plan_file = std::string(plan.file->text);
    return;
  }
  step.plan_json = TestPlan(*this, plan, file).make();
}

}  // namespace berm::check
