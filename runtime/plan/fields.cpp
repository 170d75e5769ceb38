#include "runtime/plan/fields.h"

#include <fmt/format.h>

#include <utility>

#include "base/json_text.h"
#include "runtime/plan/arena.h"

namespace berm::plan {
using facts::Value;
using facts::ValueKind;

Fields::Fields(const Value& object, std::string_view what) : object_(object), what_(what) {
  if (object.kind != ValueKind::Object) fail(fmt::format("{} is not an object", what));
}

void Fields::fail(std::string problem) {
  if (!problem_) problem_ = std::move(problem);
}

const Value& Fields::member(std::string_view name, ValueKind kind, std::string_view wanted) {
  const Value& value = any(name);
  if (value.is_null() || value.kind == kind) return value;
  fail(fmt::format("`{}` of {} is not {}", name, what_, wanted));
  return facts::kNull;
}

std::string_view Fields::text(std::string_view name) {
  const Value& value = member(name, ValueKind::String, "a string");
  return value.is_null() ? std::string_view() : value.string();
}

const Value& Fields::object(std::string_view name) { return member(name, ValueKind::Object, "an object"); }

const Value& Fields::list(std::string_view name) { return member(name, ValueKind::List, "a list"); }

bool Fields::flag(std::string_view name) { return member(name, ValueKind::Bool, "true or false").boolean; }

std::string_view Fields::needed_text(std::string_view name) {
  std::string_view found = text(name);
  bool absent = any(name).is_null();
  if (found.empty()) fail(fmt::format("{} has {} `{}`", what_, absent ? "no" : "an empty", name));
  return found;
}

const Value& Fields::needed_object(std::string_view name) {
  const Value& found = object(name);
  if (found.is_null()) fail(fmt::format("`{}` of {} is not an object", name, what_));
  return found;
}

std::string_view Fields::index(std::pmr::memory_resource& arena) {
  const Value& index = any("index");
  if (index.kind == ValueKind::Number) return index.string();
  if (index.kind == ValueKind::String) return keep(json_quoted(index.string()), arena);
  if (!index.is_null()) fail(fmt::format("`index` of {} is neither a number nor a string", what_));
  return {};
}

}  // namespace berm::plan
