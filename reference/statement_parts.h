// Reading statements with holes. Internal to this folder.
#pragma once

#include "reference/policy.h"

namespace berm::reference {

// Members of statements, principals and conditions are never missing.
inline const Value& member(const Value& statement, std::string_view name) { return *statement.find(name); }

inline bool is_text(const Value& value) { return value.kind == ValueKind::String; }

// Whether some text of the list fulfils the test, which says so by Tri or bool; holes might.
template <class Test>
Tri any_text(const Value& list, Test test) {
  if (list.kind != ValueKind::List) return Tri::Unknown;
  auto as_tri = [](auto answer) {
    if constexpr (std::is_same_v<decltype(answer), Tri>)
      return answer;
    else
      return tri(answer);
  };
  Tri answer = Tri::False;
  for (const Value& each : list.list())
    answer = either(answer, is_text(each) ? as_tri(test(each.string())) : Tri::Unknown);
  return answer;
}

}  // namespace berm::reference
