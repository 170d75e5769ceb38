#include "tests/bench/rows/verdicts.h"

#include <cctype>
#include <fstream>
#include <nlohmann/json.hpp>

namespace berm::bench {
namespace {

using nlohmann::json;

json read(const std::string& path) {
  std::ifstream in(path);
  return json::parse(in);
}

}  // namespace

Verdicts verdicts_of_opa(const std::string& path) {
  Verdicts out;
  json said = read(path);
  for (const json& message : said.at("result").at(0).at("expressions").at(0).at("value")) out.insert(message);
  return out;
}

Verdicts verdicts_of_berm(const std::string& path) {
  Verdicts out;
  json said = read(path);
  for (const json& plan : said.at("plans")) {
    for (const json& rule : plan.at("rules")) {
      std::string name = rule.at("name").get<std::string>().substr(std::string("ten.").size());
      name[0] = static_cast<char>(std::toupper(name[0]));
      for (const json& finding : rule.at("findings")) {
        if (finding.at("verdict") == "violated") out.insert(name + " " + finding.at("address").get<std::string>());
      }
    }
  }
  return out;
}

}  // namespace berm::bench
