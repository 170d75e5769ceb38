#include "apps/berm/standing.h"

#include <algorithm>
#include <system_error>

#include "apps/berm/command.h"
#include "base/files.h"

namespace berm::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTerraform = ".tf.json";

}  // namespace

std::vector<documents::Standing> standing_documents(const fs::path& folder, Diagnostics& diagnostics) {
  std::vector<documents::Standing> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string file = entry->path().filename().string();
    if (!file.ends_with(kTerraform)) continue;
    const std::string name = file.substr(0, file.size() - kTerraform.size());
    const fs::path policy = folder / (name + ".json");
    if (!fs::is_regular_file(policy, error)) continue;
    if (auto text = read_file(policy.string(), kMaxPolicyBytes, diagnostics)) found.push_back({name, std::move(*text)});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return found;
}

}  // namespace berm::app
