#include "tests/bench/rules/rules.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "tests/bench/plans/text.h"

namespace berm::bench {
namespace {

// The pieces of a file beside this one, as `separator` parts them.
std::vector<std::string> pieces(const char* file, const std::string& separator) {
  std::ifstream in(std::string(BERM_BENCH_RULES) + "/" + file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::string> out;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find(separator, at), text.size());
    std::string piece = text.substr(at, end - at);
    while (piece.ends_with('\n')) piece.pop_back();
    if (!piece.empty()) out.push_back(std::move(piece));
    at = end + separator.size();
  }
  return out;
}

// A policy that is known after apply may be made by a data source.
bool reads_policies(const std::string& shape) {
  return shape.find("policy(") != std::string::npos || shape.find("statements(") != std::string::npos;
}

class Maker {
 public:
  explicit Maker(const RuleSet& set) : set_(set) {
    if (!set.alone) return;
    auto policies = pieces("policies.txt", "\n");
    std::set<std::string> out(policies.begin(), policies.end());
    std::erase_if(library_, [&](const std::string& name) { return out.contains(name); });
    std::erase_if(own_rules_, reads_policies);
  }

  std::string make() {
    for (size_t i = 0; i < set_.rules; ++i) add(i);
    std::string out = "/// Rules to measure with, made up.\npackage bench\n\n";
    for (const std::string& package : packages_) out += fmt::format("import std.aws.{}\n", package);
    return out + rules_;
  }

 private:
  // Joins are spread over the set; of the others two in five come from the library, as long as it has some.
  void add(size_t i) {
    size_t every = set_.joins ? set_.rules / set_.joins : 0;
    if (every && i % every == every - 1) {
      own(i, joins_, join_++);
    } else if (i % 5 < 2 && hazard_ < library_.size()) {
      hazard(i);
    } else {
      own(i, own_rules_, own_++);
    }
  }

  void hazard(size_t i) {
    const std::string& name = library_[hazard_++];
    packages_.insert(name.substr(0, name.find('.')));
    rule(i, "forbid " + name);
  }

  void own(size_t i, const std::vector<std::string>& shapes, size_t which) {
    std::string sentence;
    Text(shapes[which % shapes.size()]).write({.number = 100 + i}, sentence);
    rule(i, sentence);
  }

  void rule(size_t i, const std::string& sentence) {
    constexpr const char* kSeverities[] = {"low", "medium", "high", "critical"};
    rules_ += fmt::format("\n/// What rule {0} says.\n@severity({1}) @owner(\"team-{2}\")\nrule r_{0:04}: {3}\n", i,
                          kSeverities[i % 4], i % 7, sentence);
  }

  RuleSet set_;
  std::vector<std::string> library_ = pieces("library.txt", "\n"), own_rules_ = pieces("own.txt", "\n\n"),
                           joins_ = pieces("joins.txt", "\n\n");
  size_t hazard_ = 0, own_ = 0, join_ = 0;
  std::set<std::string> packages_;
  std::string rules_;
};

}  // namespace

std::string rules_text(const RuleSet& set) { return Maker(set).make(); }

std::string manifest_text() { return "name: bench\ncheck:\n  rules: [\"bench.**\"]\n  block_at: high\n"; }

}  // namespace berm::bench
