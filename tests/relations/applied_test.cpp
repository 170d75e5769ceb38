// Set BERM_RELATIONS_COUNT to try more configurations than a test run does, BERM_RELATIONS_SEED to try others, and
// BERM_RELATIONS_KEEP=FOLDER to keep each with its plans and states.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>

#include "tests/relations/random_configuration.h"
#include "tests/relations/terraform.h"
#include "tests/relations/truth.h"
#include "tests/support/process.h"

namespace berm::relations_test {
namespace {

constexpr auto kEnough = std::chrono::seconds(40);

uint64_t from_environment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

void print(const Tally& tally) {
  Counts all;
  std::cout << fmt::format("{:24}{:>9}{:>7}{:>9}{:>12}{:>9}{:>7}{:>9}{:>9}\n", "not known when planned", "pairs", "yes",
                           "no", "can't tell", "assumed", "wrong", "related", "of them yes");
  auto line = [](const std::string& kind, const Counts& c) {
    std::cout << fmt::format(
        "{:24}{:>9}{:>7}{:>9}{:>11.1f}%{:>9}{:>7}{:>9}{:>8.1f}%\n", kind, c.yes + c.no + c.cannot_tell, c.yes, c.no,
        100.0 * double(c.cannot_tell) / double(std::max<size_t>(1, c.yes + c.no + c.cannot_tell)), c.assumed,
        c.assumed_wrong, c.related, 100.0 * double(c.related_yes) / double(std::max<size_t>(1, c.related)));
  };
  for (const auto& [kind, c] : tally.unknown) {
    line(kind, c);
    all.yes += c.yes, all.no += c.no, all.cannot_tell += c.cannot_tell, all.assumed += c.assumed;
    all.assumed_wrong += c.assumed_wrong, all.related += c.related, all.related_yes += c.related_yes;
  }
  line("all of them", all);
  line("known when planned", tally.known);
}

void expect_none_wrong(const Tally& tally) {
  for (size_t i = 0; i < std::min<size_t>(tally.wrong.size(), 20); ++i) ADD_FAILURE() << tally.wrong[i];
  EXPECT_EQ(tally.wrong.size(), 0u);
}

// What the generator calls a kind of expression, as one writes it.
const std::map<std::string, std::string> kWritten = {
    {"computed", "an attribute that the provider computes (`x.output`), asked about itself"},
    {"count_index", "`x[count.index].id`"},
    {"count_index_shifted", "`x[(count.index + 1) % 2].id`"},
    {"each_key", "`x[each.key].id`"},
    {"each_value", "`each.value`, `each.value.id`"},
    {"for", "`[for y in x : y.id]`"},
    {"for_of_input", "`[for y in x : y.input]`"},
    {"input", "`x.input`, which its author wrote"},
    {"join_of_all", "`join(\"-\", x[*].id)`"},
    {"known_condition", "`var.rev == 1 ? x.id : y.id`"},
    {"known_variable", "`var.rev` of the run"},
    {"list", "`[x.id, y.id]`, expressions of any kind in it"},
    {"literal_index", "`x[0].id`, `x[\"a\"].id`"},
    {"local", "`local.l`"},
    {"module_literal_index", "`module.m[\"a\"].out`"},
    {"module_output", "`module.m.out`"},
    {"module_same_key", "`module.m[each.key].out`"},
    {"object", "`{ a = x.id, b = y.id }`, expressions of any kind in it"},
    {"one_of_all", "`element(x[*].id, 0)`"},
    {"output", "`x.output`, which the provider computes"},
    {"plain", "`x.id`"},
    {"splat", "`x[*].id`"},
    {"template", "`\"p-${x.id}-s\"`"},
    {"template_of_two", "`\"${x.id}/${y.id}\"`"},
    {"trigger", "`[x.id]`, a list of one"},
    {"unknown_condition", "`z.id == \"none\" ? x.id : y.id`"},
    {"variable", "`var.v`, which the call of the module passes"},
    {"variable_list", "`var.v[0]` of a splat that the call passes"},
    {"variable_object", "`var.v.id` of a resource that the call passes"}};

// The table of docs/relations.md.
std::string table_of(const Tally& tally) {
  std::string out =
      "| expression | pairs | can't tell | of those that do refer, told so |\n| --- | --: | --: | --: |\n";
  auto row = [&](const std::string& what, const Counts& c) {
    size_t all = c.yes + c.no + c.cannot_tell;
    std::string told = c.related == 0 ? "–" : fmt::format("{} of {}", c.related_yes, c.related);
    out += fmt::format("| {} | {} | {:.1f} % | {} |\n", what, all, 100.0 * double(c.cannot_tell) / double(all), told);
  };
  for (const auto& [kind, counts] : tally.unknown) row(kWritten.at(kind), counts);
  row("any, of values known in whole or in part", tally.known);
  return out;
}

void expect_documented(const std::string& table) {
  const std::string path = BERM_SOURCE_DIR "/docs/relations.md", begin = "<!-- measured -->\n", end = "<!-- end -->";
  std::string page = testing_support::read_text(path);
  size_t from = page.find(begin) + begin.size(), to = page.find(end);
  ASSERT_NE(to, std::string::npos);
  if (std::getenv("BERM_UPDATE")) testing_support::write_text(path, page.substr(0, from) + table + page.substr(to));
  EXPECT_EQ(testing_support::read_text(path).substr(from, table.size()), table) << "BERM_UPDATE=1 writes it anew";
}

TEST(Applied, CapturedPlansAreReadRight) {
  Tally tally;
  std::vector<Applied> all = captured(BERM_TEST_DIR "/captured");
  ASSERT_GE(all.size(), 12u);
  for (const Applied& applied : all) check(applied, tally);
  print(tally);
  expect_none_wrong(tally);
  expect_documented(table_of(tally));
}

TEST(Applied, RandomConfigurationsAreReadRight) {
  std::string terraform = find_terraform();
  if (terraform.empty()) GTEST_SKIP() << "no terraform on PATH; the captured plans stand in";
  uint64_t count = from_environment("BERM_RELATIONS_COUNT", 0),
           seed = from_environment("BERM_RELATIONS_SEED", 20261122);
  const char* keep = std::getenv("BERM_RELATIONS_KEEP");
  auto began = std::chrono::steady_clock::now();
  Tally tally;
  uint64_t done = 0, refused = 0;
  for (; count > 0 ? done < count : done < 40 && std::chrono::steady_clock::now() - began < kEnough; ++done) {
    std::string problem;
    std::vector<Applied> steps = apply_random(terraform, seed + done, problem);
    refused += steps.empty();
    if (steps.empty() && refused < 4) std::cout << seed + done << " is refused: " << problem.substr(0, 600) << "\n";
    for (const auto& [path, text] : random_configuration(seed + done)) {
      if (keep) testing_support::write_text(fmt::format("{}/{}/{}", keep, seed + done, path), text);
    }
    for (const Applied& applied : steps) {
      check(applied, tally);
      if (!keep) continue;
      testing_support::write_text(std::string(keep) + "/" + applied.name + ".plan.json", applied.plan);
      testing_support::write_text(std::string(keep) + "/" + applied.name + ".state.json", applied.state);
    }
  }
  std::cout << done << " configurations, " << refused << " refused by terraform\n";
  print(tally);
  EXPECT_LT(refused * 4, done);
  expect_none_wrong(tally);
}

}  // namespace
}  // namespace berm::relations_test
