// Values of a plan that a test writes out, as the three places of a plan see them. Internal to compiler/check.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/checker.h"

namespace berm::check {

struct PlannedValue {
  ir::Value known;           // in `after`; null where unknown
  ir::Value unknown{false};  // in `after_unknown`: true, false, or shaped like the value
  ir::Value expression;      // in `configuration`; null where the author wrote none
  bool is_unknown() const { return unknown == ir::Value{true}; }
  bool is_known() const { return unknown == ir::Value{false}; }
};

// The same of a block's attributes.
struct PlannedBody {
  ir::ValueMap known, unknown, expressions;
};

// `aws_vpc.main["a"].id`
struct PlanReference {
  std::vector<std::string> names;                // as a configuration lists them, the longest first
  const ast::PlannedResource* target = nullptr;  // whose attribute it is; null: no resource's, or of several instances
  const ast::BlockBody::Entry* value = nullptr;  // what the test says of the attribute, if it does
  Type type;                                     // of the attribute
  std::string attribute;                         // its name, where the reference goes no deeper
};

// "data.aws_ami" for a data source, however the test writes it.
std::string planned_type(const ast::PlannedResource& resource);

// Which expressions of a test's plan name other resources of it.
class PlanReferences {
 public:
  PlanReferences(Checker& checker, const ast::PlanCase& plan, const Place& place)
      : checker_(checker), plan_(plan), place_(place) {}

  // None: it is an expression like any other. Reports a resource that is not planned, and an attribute that it lacks.
  std::optional<PlanReference> find(const ast::Expr& expr, const ast::PlannedResource& from);

 private:
  struct Segment {
    std::string_view name;             // empty: an index
    const ast::Expr* index = nullptr;  // null: `[*]`
    Span span;
  };
  using Segments = std::vector<Segment>;

  static bool flatten(const ast::Expr& expr, Segments& segments);
  bool is_constant(const ast::Expr& expr, const Segments& segments);
  PlanReference variable(const Segments& segments);
  std::optional<PlanReference> resource(const Segments& segments, const ast::PlannedResource& from, Span span);
  void add_names(const Segments& segments, size_t first, const std::string& address, PlanReference& out);
  std::string index_text(const Segment& segment);
  void find_value(const Segments& segments, size_t first, PlanReference& out);
  void report_not_planned(const std::string& address, Span span);

  Checker& checker_;
  const ast::PlanCase& plan_;
  const Place& place_;
};

class PlanValues {
 public:
  PlanValues(Checker& checker, const ast::PlanCase& plan, const Place& place)
      : checker_(checker), place_(place), references_(checker, plan, place) {}

  // `of` is the resource that the block describes.
  PlannedBody body(const ast::BlockBody& block, const Type& type, const ast::PlannedResource& of);

  // Attributes that others refer to and the test says nothing of: the provider computes them at apply.
  using Computed = std::map<const ast::PlannedResource*, std::set<std::string>>;
  const Computed& computed() const { return computed_; }

 private:
  void add_block(const ast::BlockBody::Entry& entry, const Type& type, PlannedBody& out);
  void report_unknown(const ast::BlockBody::Entry& entry, const Type& type);
  PlannedValue value(const ast::Expr& expr, const Type& type);
  PlannedValue referred(const PlanReference& reference, const Type& type);
  PlannedValue list(const ast::Expr& expr, const Type& type);
  PlannedValue object(const ast::Expr& expr, const Type& type);
  PlannedValue interpolation(const ast::Expr& expr, const Type& type);
  Type member(const Type& type, const ast::Expr& key);

  Checker& checker_;
  const Place& place_;
  PlanReferences references_;
  const ast::PlannedResource* of_ = nullptr;
  Computed computed_;
  std::set<const ast::BlockBody::Entry*> reading_;  // attributes whose values refer to each other
};

// `moved "…"`: the texts behind the option; none where the resource has no such option.
std::vector<std::string> option_texts(const ast::PlannedResource& resource, std::string_view name);

// What a plan holds besides resources: `create terraform_output "x" { … }`. Puts it where Terraform does.
class PlanEntities {
 public:
  PlanEntities(Checker& checker, PlanValues& values) : checker_(checker), values_(values) {}

  // False: it is a resource.
  bool add(const ast::PlannedResource& entity);
  // Adds its parts to those of a plan.
  void finish(ir::ValueMap& plan, ir::ValueMap& configuration);

 private:
  PlannedBody body(const ast::PlannedResource& entity, const ast::BlockBody& block);
  void add_variable(const ast::PlannedResource& entity);
  void add_output(const ast::PlannedResource& entity);
  void add_check(const ast::PlannedResource& entity);
  void add_provider(const ast::PlannedResource& entity);
  void add_action(const ast::PlannedResource& entity);

  Checker& checker_;
  PlanValues& values_;
  ir::ValueMap variables_, outputs_, providers_;
  ir::ValueList checks_, actions_;
};

// Whole numbers without a fraction, as Terraform prints them.
std::string plan_json(const ir::Value& value);

}  // namespace berm::check
