#include "runtime/plan/change.h"

#include <fmt/format.h>

#include <utility>

#include "runtime/plan/arena.h"
#include "runtime/plan/overlay.h"

namespace berm::plan {
namespace {

using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

struct ActionName {
  std::string_view name;
  facts::Action action;
};

constexpr ActionName kActionNames[] = {{"create", facts::kCreate}, {"update", facts::kUpdate},
                                       {"delete", facts::kDelete}, {"read", facts::kRead},
                                       {"no-op", facts::kNoOp},    {"forget", facts::kForget}};

// Two actions that Terraform combines, in either order; any other combination is treated as dangerous.
bool is_known_combination(uint8_t actions, uint32_t count) {
  if (count == 1) return true;
  bool replaces = actions == (facts::kCreate | facts::kDelete) || actions == (facts::kCreate | facts::kForget);
  return count == 2 && replaces;
}

uint8_t action_named(std::string_view name) {
  for (const ActionName& known : kActionNames) {
    if (known.name == name) return known.action;
  }
  return facts::kOther;
}

// Paths are lists of names and indexes.
const Value& read_paths(Fields& change) {
  const Value& paths = change.list("replace_paths");
  for (const Value& path : paths.list()) {
    if (path.kind != ValueKind::List) change.fail("`replace_paths` of a resource change holds more than lists");
  }
  return paths;
}

bool leaves_something(uint8_t actions) {
  return actions & (facts::kCreate | facts::kUpdate | facts::kNoOp | facts::kRead);
}

std::string made_address(const ResourceChange& change) {
  std::string_view module = change.module_address, index = change.index;
  std::string block = fmt::format("{}.{}", type_of(change), change.name);
  return fmt::format("{}{}{}{}", module, module.empty() ? "" : ".", block,
                     index.empty() ? "" : fmt::format("[{}]", index));
}

class Reader {
 public:
  Reader(const Value& element, Address address, std::pmr::memory_resource& arena, ResourceChange& out)
      : fields_(element, "a resource change"), address_(address), arena_(arena), out_(out) {}

  std::optional<std::string> run() {
    read_names();
    read_body(fields_.needed_object("change"));
    if (!fields_.good()) return fields_.take_problem();
    if (out_.address.empty()) out_.address = keep(made_address(out_), arena_);
    return std::nullopt;
  }

 private:
  void read_names();
  void read_body(const Value& body);

  Fields fields_;
  Address address_;
  std::pmr::memory_resource& arena_;
  ResourceChange& out_;
};

void Reader::read_names() {
  bool required = address_ == Address::Required;
  out_.address = required ? fields_.needed_text("address") : fields_.text("address");
  out_.type = fields_.needed_text("type");
  out_.name = fields_.text("name");
  out_.mode = fields_.text("mode");
  if (out_.mode.empty()) out_.mode = "managed";
  out_.module_address = fields_.text("module_address");
  out_.previous_address = fields_.text("previous_address");
  out_.provider_name = fields_.text("provider_name");
  out_.deposed = fields_.text("deposed");
  out_.action_reason = fields_.text("action_reason");
  out_.index = fields_.index(arena_);
}

void Reader::read_body(const Value& body) {
  if (!fields_.good()) return;
  Fields change(body, "the `change` of a resource change");
  out_.actions = read_actions(change);
  out_.before = change.object("before");
  out_.after = change.object("after");
  out_.replace_paths = read_paths(change);
  if (!change.good()) return fields_.fail(*change.take_problem());
  merge_sides(masks_of(body), out_.actions, arena_, out_.before, out_.after);
  out_.importing = !body.find("importing")->is_null();
}

}  // namespace

void Actions::add(std::string_view name) {
  actions_ |= action_named(name);
  ++count_;
}

uint8_t Actions::bits() const { return is_known_combination(actions_, count_) ? actions_ : actions_ | facts::kOther; }

uint8_t read_actions(Fields& change) {
  Actions actions;
  const Value& names = change.list("actions");
  if (names.is_null()) change.fail("a change names no `actions`");
  for (const Value& name : names.list()) {
    if (name.kind != ValueKind::String)
      change.fail("`actions` of a change holds more than strings");
    else
      actions.add(name.string());
  }
  return actions.bits();
}

Masks masks_of(const Value& body) {
  return {*body.find("after_unknown"), *body.find("before_sensitive"), *body.find("after_sensitive"),
          body.find("after") != &facts::kNull};
}

void merge_sides(const Masks& masks, uint8_t actions, std::pmr::memory_resource& arena, Value& before, Value& after) {
  overlay_unknown(after, masks.after_unknown, arena);
  // Terraform leaves `after` out only where all of it is unknown; where something will exist, it is never simply null.
  if (!masks.has_after && after.is_null() && leaves_something(actions)) after.kind = ValueKind::Unknown;
  overlay_sensitive(before, masks.before_sensitive);
  overlay_sensitive(after, masks.after_sensitive);
}

std::optional<std::string> read_change(const Value& element, Address address, std::pmr::memory_resource& arena,
                                       ResourceChange& change) {
  return Reader(element, address, arena, change).run();
}

std::optional<std::string> read_deferred_change(const Value& element, std::pmr::memory_resource& arena,
                                                ResourceChange& change) {
  Fields fields(element, "a deferred change");
  const Value& planned = fields.needed_object("resource_change");
  change.deferred_reason = fields.text("reason");
  if (!fields.good()) return fields.take_problem();
  change.deferred = true;
  return read_change(planned, Address::Required, arena, change);
}

}  // namespace berm::plan
