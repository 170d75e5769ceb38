#include "tests/relations/terraform.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "tests/relations/random_configuration.h"
#include "tests/support/process.h"

namespace berm::relations_test {

namespace fs = std::filesystem;
using testing_support::Ran;
using testing_support::Scratch;

namespace {

constexpr const char* kQuiet = "TF_CLI_CONFIG_FILE=/dev/null CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1";

// One terraform command; what it prints, or nothing and what is wrong.
std::optional<std::string> call(const std::string& terraform, const std::string& arguments, const fs::path& folder,
                                std::string& problem) {
  Ran ran = testing_support::run("env", fmt::format("{} '{}' {}", kQuiet, terraform, arguments), folder);
  if (ran.exit_code == 0) return ran.out;
  problem = ran.err;
  return std::nullopt;
}

}  // namespace

std::string find_terraform() {
  const char* path = std::getenv("PATH");
  for (std::string_view folder : split(path ? path : "", ':')) {
    fs::path program = fs::path(folder) / "terraform";
    if (fs::is_regular_file(program)) return program;
  }
  return {};
}

std::vector<Applied> apply_random(const std::string& terraform, uint64_t seed, std::string& problem) {
  Scratch scratch;
  for (const auto& [path, text] : random_configuration(seed)) testing_support::write_text(scratch.path() / path, text);
  if (!call(terraform, "init -no-color -backend=false", scratch.path(), problem)) return {};
  std::vector<Applied> out;
  for (int step = 1; step <= 2; ++step) {
    std::string options = fmt::format("plan -no-color -input=false -var rev={} -out=plan", step);
    if (!call(terraform, options, scratch.path(), problem)) return {};
    auto plan = call(terraform, "show -json plan", scratch.path(), problem);
    if (!plan || !call(terraform, "apply -no-color -auto-approve plan", scratch.path(), problem)) return {};
    auto state = call(terraform, "show -json", scratch.path(), problem);
    if (!state) return {};
    out.push_back({fmt::format("{}-{}", seed, step), *plan, *state});
  }
  return out;
}

std::vector<Applied> captured(const std::string& folder) {
  std::vector<fs::path> plans;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().ends_with(".plan.json")) plans.push_back(entry.path());
  }
  std::sort(plans.begin(), plans.end());
  std::vector<Applied> out;
  for (fs::path path : plans) {
    std::string name = path.filename().string();
    name.resize(name.size() - std::string_view(".plan.json").size());
    out.push_back({name, testing_support::read_text(path),
                   testing_support::read_text(path.parent_path() / (name + ".state.json"))});
  }
  return out;
}

}  // namespace berm::relations_test
