// The members of one object of a plan, each of the kind that it has to have. What is wrong first is kept, in words.
#pragma once

#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/facts/facts.h"

namespace berm::plan {

class Fields {
 public:
  // `what` names the object in messages: "a resource change". Both outlive this.
  Fields(const facts::Value& object, std::string_view what);

  // Empty or Null where the member is absent, null or of a wrong kind.
  std::string_view text(std::string_view name);
  const facts::Value& object(std::string_view name);
  const facts::Value& list(std::string_view name);
  bool flag(std::string_view name);
  // Absent and empty ones are wrong.
  std::string_view needed_text(std::string_view name);
  const facts::Value& needed_object(std::string_view name);
  // `index` as JSON writes it: `0`, `"k"`; empty where there is none.
  std::string_view index(std::pmr::memory_resource& arena);

  const facts::Value& any(std::string_view name) const { return *object_.find(name); }
  void fail(std::string problem);
  bool good() const { return !problem_; }
  std::optional<std::string> take_problem() { return std::move(problem_); }

 private:
  const facts::Value& member(std::string_view name, facts::ValueKind kind, std::string_view wanted);

  const facts::Value& object_;
  std::string_view what_;
  std::optional<std::string> problem_;
};

}  // namespace berm::plan
