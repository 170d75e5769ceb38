#include "runtime/plan/change.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <utility>

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

bool leaves_something(uint8_t actions) {
  return actions & (facts::kCreate | facts::kUpdate | facts::kNoOp | facts::kRead);
}

std::string_view keep(std::string_view text, std::pmr::memory_resource& arena) {
  char* memory = static_cast<char*>(arena.allocate(text.size(), 1));
  std::memcpy(memory, text.data(), text.size());
  return {memory, text.size()};
}

// JSON's text of a string, quotes included.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + '"';
}

std::string made_address(const ResourceChange& change) {
  std::string_view module = change.module_address, index = change.index;
  std::string block = fmt::format("{}{}.{}", change.mode == "data" ? "data." : "", change.type, change.name);
  return fmt::format("{}{}{}{}", module, module.empty() ? "" : ".", block,
                     index.empty() ? "" : fmt::format("[{}]", index));
}

class Reader {
 public:
  Reader(const Value& element, Address address, std::pmr::memory_resource& arena, ResourceChange& out)
      : element_(element), address_(address), arena_(arena), out_(out) {}

  std::optional<std::string> run() {
    bool good = is_object(element_, "a resource change") && read_names() && read_index() && read_body();
    if (!good) return std::move(problem_);
    if (out_.address.empty()) out_.address = keep(made_address(out_), arena_);
    return std::nullopt;
  }

 private:
  bool fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }
  bool is_object(const Value& value, std::string_view what) {
    return value.kind == ValueKind::Object || fail(fmt::format("{} is not an object", what));
  }
  bool read_string(std::string_view name, bool required, std::string_view& out);
  bool read_names();
  bool read_index();
  bool read_body();
  bool read_actions(const Value& actions);
  bool read_side(const Value& body, std::string_view name, Value& out);

  const Value& element_;
  Address address_;
  std::pmr::memory_resource& arena_;
  ResourceChange& out_;
  std::string problem_;
};

bool Reader::read_string(std::string_view name, bool required, std::string_view& out) {
  const Value& value = *element_.find(name);
  if (value.is_null()) return !required || fail(fmt::format("a resource change has no `{}`", name));
  if (value.kind != ValueKind::String) return fail(fmt::format("`{}` of a resource change is not a string", name));
  out = value.string();
  return !required || !out.empty() || fail(fmt::format("a resource change has an empty `{}`", name));
}

bool Reader::read_names() {
  out_.mode = "managed";
  return read_string("address", address_ == Address::Required, out_.address) && read_string("type", true, out_.type) &&
         read_string("name", false, out_.name) && read_string("mode", false, out_.mode) &&
         read_string("module_address", false, out_.module_address) &&
         read_string("previous_address", false, out_.previous_address) &&
         read_string("provider_name", false, out_.provider_name) && read_string("deposed", false, out_.deposed) &&
         read_string("action_reason", false, out_.action_reason);
}

bool Reader::read_index() {
  const Value& index = *element_.find("index");
  if (index.kind == ValueKind::Number)
    out_.index = index.string();
  else if (index.kind == ValueKind::String)
    out_.index = keep(quoted(index.string()), arena_);
  else if (!index.is_null())
    return fail("`index` of a resource change is neither a number nor a string");
  return true;
}

bool Reader::read_body() {
  const Value& body = *element_.find("change");
  if (!is_object(body, "`change` of a resource change")) return false;
  if (!read_actions(*body.find("actions"))) return false;
  if (!read_side(body, "before", out_.before) || !read_side(body, "after", out_.after)) return false;
  overlay_unknown(out_.after, *body.find("after_unknown"), arena_);
  // Terraform leaves `after` out only where all of it is unknown; where something will exist, it is never simply null.
  bool absent = body.find("after") == &facts::kNull;
  if (absent && out_.after.is_null() && leaves_something(out_.actions)) out_.after.kind = ValueKind::Unknown;
  overlay_sensitive(out_.before, *body.find("before_sensitive"));
  overlay_sensitive(out_.after, *body.find("after_sensitive"));
  out_.importing = !body.find("importing")->is_null();
  return true;
}

bool Reader::read_actions(const Value& actions) {
  if (actions.kind != ValueKind::List) return fail("`change.actions` of a resource change is not a list");
  for (const Value& action : actions.list()) {
    if (action.kind != ValueKind::String) return fail("`change.actions` of a resource change holds more than strings");
    out_.actions |= action_named(action.string());
  }
  if (!is_known_combination(out_.actions, actions.size)) out_.actions |= facts::kOther;
  return true;
}

bool Reader::read_side(const Value& body, std::string_view name, Value& out) {
  out = *body.find(name);
  if (out.is_null() || out.kind == ValueKind::Object) return true;
  return fail(fmt::format("`change.{}` of a resource change is not an object", name));
}

}  // namespace

std::optional<std::string> read_change(const Value& element, Address address, std::pmr::memory_resource& arena,
                                       ResourceChange& change) {
  return Reader(element, address, arena, change).run();
}

}  // namespace berm::plan
