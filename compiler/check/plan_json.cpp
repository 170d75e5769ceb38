#include <cmath>

#include "compiler/check/plan_value.h"
#include "nlohmann/json.hpp"

namespace berm::check {
namespace {

using Json = nlohmann::json;

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

}  // namespace

std::string plan_json(const ir::Value& value) {
  return json_of(value).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace berm::check
