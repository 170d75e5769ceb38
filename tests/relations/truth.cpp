#include "tests/relations/truth.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "runtime/plan/plan.h"
#include "runtime/relations/relations.h"
#include "tests/relations/random_configuration.h"

namespace berm::relations_test {
namespace {

using facts::ResourceChange;
using facts::Value;
using nlohmann::json;
using relations::Answer;
using relations::Reading;
using relations::Relations;

// Address → attributes.
void collect(const json& module, std::map<std::string, json>& out) {
  for (const json& resource : module.value("resources", json::array())) out[resource["address"]] = resource["values"];
  for (const json& child : module.value("child_modules", json::array())) collect(child, out);
}

bool holds(const json& value, const std::string& text) {
  if (value.is_string()) return value.get_ref<const std::string&>().find(text) != std::string::npos;
  if (!value.is_structured()) return false;
  for (const json& element : value) {
    if (holds(element, text)) return true;
  }
  return false;
}

// Every text of `part` stands in `value`.
bool holds_all(const json& value, const json& part) {
  if (part.is_string()) return holds(value, part.get<std::string>());
  if (!part.is_structured()) return true;
  for (const json& element : part) {
    if (!holds_all(value, element)) return false;
  }
  return true;
}

// What the resolver takes for granted, and the generator did so write.
bool kept(const std::string& kind) {
  return kind == "count_index" || kind == "each_key" || kind == "splat" || kind == "for";
}

class Checker {
 public:
  Checker(const Applied& applied, const facts::Plan& plan, Tally& tally)
      : applied_(applied), relations_(plan), tally_(tally) {
    collect(json::parse(applied.state)["values"].value("root_module", json::object()), state_);
  }

  void run() {
    auto all = relations_.existing({"terraform_data"});
    EXPECT_EQ(all.size(), state_.size()) << applied_.name;
    for (const char* attribute : {"input", "output", "triggers_replace"}) check_indexes(all, attribute);
    for (const ResourceChange* from : all) {
      const json& values = state_.at(std::string(from->address));
      for (const char* attribute : {"input", "output", "triggers_replace"}) {
        for (const ResourceChange* to : all)
          check(*from, attribute, *from->after.find(attribute), values[attribute], *to);
      }
    }
  }

 private:
  // The indexes find whatever is not a no.
  void check_indexes(const std::vector<const ResourceChange*>& all, const char* attribute) {
    std::set<std::pair<const ResourceChange*, const ResourceChange*>> referring, referred;
    for (const ResourceChange* each : all) {
      for (const ResourceChange* from : relations_.referring({"terraform_data"}, attribute, *each))
        referring.emplace(from, each);
      for (const ResourceChange* to : relations_.referred(*each, attribute, {"terraform_data"}))
        referred.emplace(each, to);
    }
    for (const ResourceChange* from : all) {
      for (const ResourceChange* to : all) {
        Reading reading = relations_.refers(*from, attribute, *from->after.find(attribute), *to);
        bool found = referring.count({from, to}) && referred.count({from, to});
        tally_.candidates += referring.count({from, to});
        if (reading.answer == Answer::No || found) continue;
        tally_.wrong.push_back(
            fmt::format("{}: no index finds {} of {} to {}", applied_.name, attribute, from->address, to->address));
      }
    }
  }

  // A place and, one level down, what stands in it.
  void check(const ResourceChange& from, const std::string& path, const Value& planned, const json& applied,
             const ResourceChange& to, bool deeper = true) {
    judge(from, path, planned, applied, to);
    if (!deeper) return;
    if (planned.kind == facts::ValueKind::List && applied.is_array() && applied.size() == planned.size) {
      for (size_t i = 0; i < planned.size; ++i)
        check(from, fmt::format("{}[{}]", path, i), planned.list()[i], applied[i], to, false);
    }
    if (planned.kind != facts::ValueKind::Object || !applied.is_object()) return;
    for (const facts::Member& member : planned.object()) {
      std::string key(member.key);
      if (applied.contains(key)) check(from, path + "." + key, member.value, applied[key], to, false);
    }
  }

  void judge(const ResourceChange& from, const std::string& path, const Value& planned, const json& applied,
             const ResourceChange& to) {
    const json& target = state_.at(std::string(to.address));
    bool related = holds(applied, target["id"].get<std::string>());
    Reading reading = relations_.refers(from, path, planned, to);
    bool made_of_output = !related && reading.answer == Answer::Yes && holds_all(applied, target["output"]);
    bool right = reading.answer == Answer::CantTell || (reading.answer == Answer::Yes) == (related || made_of_output);
    std::string kind = path.starts_with("input")    ? kind_of(std::string(from.address))
                       : path.starts_with("output") ? "computed"
                                                    : "trigger";
    bool unknown = planned.is_unknown();
    count(reading, related, right, unknown ? tally_.unknown[kind] : tally_.known);
    if (right || (!reading.assumption.empty() && !kept(kind))) return;
    if (tally_.wrong.size() > 200) return;
    tally_.wrong.push_back(fmt::format("{}: {} of {} to {}: {} {} {}", applied_.name, path, from.address, to.address,
                                       reading.answer == Answer::Yes ? "yes" : "no", reading.assumption,
                                       applied.dump()));
  }

  static void count(const Reading& reading, bool related, bool right, Counts& counts) {
    bool cannot_tell = reading.answer == Answer::CantTell;
    bool assumed = !cannot_tell && !reading.assumption.empty();
    counts.cannot_tell += cannot_tell;
    counts.yes += reading.answer == Answer::Yes;
    counts.no += reading.answer == Answer::No;
    counts.assumed += assumed;
    counts.assumed_wrong += assumed && !right;
    counts.related += related;
    counts.related_yes += related && reading.answer == Answer::Yes;
  }

  const Applied& applied_;
  Relations relations_;
  Tally& tally_;
  std::map<std::string, json> state_;
};

}  // namespace

void check(const Applied& applied, Tally& tally) {
  Diagnostics diagnostics;
  auto plan = plan::read_plan_text(applied.plan, applied.name, diagnostics);
  ASSERT_TRUE(plan) << applied.name;
  Checker(applied, *plan, tally).run();
}

}  // namespace berm::relations_test
