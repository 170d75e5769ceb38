#include "tests/bench/rows/subject.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/text.h"

namespace berm::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kHighestVerdict = 2;

}  // namespace

std::string Subject::program(const std::string& name) const {
  std::string path = options_.programs + "/" + name;
  if (::access(path.c_str(), X_OK) != 0) throw NotMeasured{fmt::format("`{}` is not built", name)};
  return path;
}

std::string Subject::berm() const { return options_.berm.empty() ? program("berm") : options_.berm; }

std::string Subject::lean() const {
  std::string path = fs::path(berm()).parent_path() / "berm-check";
  if (::access(path.c_str(), X_OK) != 0) throw NotMeasured{"`berm-check` is not built"};
  return path;
}

// Made beside its place and moved there, so that what is there is whole.
std::string Subject::made(const std::string& name, Command command) const {
  fs::path place = fs::path(options_.data) / name;
  if (fs::exists(place)) return place;
  fs::create_directories(place.parent_path());
  fs::path beside = place;
  beside += ".new";
  fs::remove_all(beside);
  command.words.push_back(beside);
  command.output = beside.string() + ".said";
  if (run(command).exit_code != 0) throw NotMeasured{fmt::format("`{}` failed", join(command.words, " "))};
  fs::rename(command.output, place.string() + ".said");
  fs::rename(beside, place);
  return place;
}

std::string Subject::plan_of_bytes(uint64_t bytes) const {
  return made(fmt::format("plan-{}.json", bytes), {{program("bench_plan"), "--bytes", std::to_string(bytes)}});
}

std::string Subject::plan_of_resources(uint64_t resources) const {
  return made(fmt::format("plan-{}r.json", resources),
              {{program("bench_plan"), "--resources", std::to_string(resources)}});
}

std::string Subject::rules(uint64_t rules, uint64_t joins) const {
  return made(fmt::format("rules-{}-{}", rules, joins),
              {{program("bench_rules"), std::to_string(rules), std::to_string(joins)}});
}

std::string Subject::rules_alone(uint64_t rules) const {
  return made(fmt::format("rules-{}-alone", rules), {{program("bench_rules"), std::to_string(rules), "alone"}});
}

// Compiled anew each time: the compiler may be another one now.
std::string Subject::compiled(const std::string& sources) const {
  fs::path copy = empty_folder("compiled-" + fs::path(sources).filename().string());
  for (const auto& file : fs::directory_iterator(sources)) fs::copy(file.path(), copy / file.path().filename());
  Run built = run({{berm(), "build", copy}});
  fs::path program = copy / "build" / "guardrails.bermc";
  if (built.exit_code != 0 || !fs::exists(program))
    throw NotMeasured{fmt::format("`berm build` of {} wrote no program", sources)};
  return program;
}

std::string Subject::requests() const {
  return made(fmt::format("requests-{}.jsonl", options_.requests),
              {{program("bench_calls"), "--requests", std::to_string(options_.requests)}});
}

std::string Subject::events() const {
  return made(fmt::format("events-{}", options_.events),
              {{program("bench_calls"), "--events", std::to_string(options_.events)}});
}

std::string Subject::empty_folder(const std::string& name) const {
  fs::path folder = fs::path(options_.data) / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

Command Subject::check(const std::string& compiled, const std::string& plan) const {
  return {{berm(), "check", "--program", compiled, "--plan", plan}};
}

Command Subject::baseline(const std::string& plan) const { return {{program("bench_baseline"), plan}}; }

std::vector<Run> measure_all(const std::vector<Command>& commands, size_t runs) {
  std::vector<Run> all = measure(commands, runs);
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].exit_code < 0 || all[i].exit_code > kHighestVerdict)
      throw NotMeasured{fmt::format("`{}` ended with {}", join(commands[i].words, " "), all[i].exit_code)};
  }
  return all;
}

// As the generator said.
uint64_t resources_in(const std::string& plan) {
  std::ifstream said(plan + ".said");
  uint64_t bytes = 0, resources = 0;
  std::string word;
  said >> bytes >> word >> resources;
  return resources;
}

std::string ratio(double a, double b) { return fmt::format("{:.2f}", a / b); }

std::string describe(const std::string& what, const Run& run) {
  return fmt::format("{:<52} {:>9.1f} ms {:>9.1f} ms of processor {:>8.1f} MB", what, run.seconds * 1e3,
                     run.processor * 1e3, static_cast<double>(run.peak) / 1e6);
}

}  // namespace berm::bench
