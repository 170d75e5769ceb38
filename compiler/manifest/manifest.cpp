#include "compiler/manifest/manifest.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>

#include "base/text.h"
#include "base/yaml/yaml.h"
#include "fmt/format.h"

namespace berm::manifest {
namespace {

using yaml::Node;

constexpr std::string_view kSeverities[] = {"info", "low", "medium", "high", "critical"};
constexpr std::string_view kPartitions[] = {"aws", "aws-cn", "aws-us-gov"};

constexpr yaml::Format kFormat = {"the manifest",
                                  DiagnosticKind::ManifestSyntax,
                                  DiagnosticKind::ManifestUnknownKey,
                                  DiagnosticKind::ManifestRepeatedKey,
                                  DiagnosticKind::ManifestMissingKey,
                                  DiagnosticKind::ManifestWrongType,
                                  DiagnosticKind::ManifestWrongValue,
                                  4 << 20};

class Reader : yaml::Reader {
 public:
  Reader(const std::string& path, Diagnostics& diagnostics)
      : yaml::Reader(kFormat, path, diagnostics), path_(path), diagnostics_(diagnostics) {}

  Manifest read(const Node& root) {
    read_map(
        root, "the manifest",
        {{"name", [&](auto& n) { read_string(n, "name", manifest_.name); }},
         {"sources", [&](auto& n) { read_strings(n, "sources", manifest_.sources); }},
         {"params", [&](auto& n) { read_params(n); }},
         {"providers", [&](auto& n) { read_strings(n, "providers", manifest_.providers); }},
         {"partition", [&](auto& n) { read_choice(n, "partition", kPartitions, manifest_.partition); }},
         {"output", [&](auto& n) { read_string(n, "output", manifest_.output); }},
         {"documents", [&](auto& n) { read_documents(n); }},
         {"organisation", [&](auto& n) { read_organisation(n, kFormat, path_, diagnostics_, manifest_.organisation); }},
         {"check", [&](auto& n) { read_check(n); }},
         {"waivers", [&](auto& n) { read_waivers(n); }}});
    return std::move(manifest_);
  }

 private:
  void read_params(const Node& node) {
    if (!node.is_map()) return wrong_type(node, "params", "a map");
    for (const auto& [key, value] : node.entries) {
      if (!key.is_scalar()) {
        wrong_type(key, "key", "a single value");
        continue;
      }
      Param param;
      param.position = position(value);
      param.list = value.is_list();
      if (param.list) {
        read_strings(value, key.text, param.values);
      } else {
        read_string(value, key.text, param.values.emplace_back());
      }
      if (!manifest_.params.emplace(key.text, std::move(param)).second) {
        report(DiagnosticKind::ManifestRepeatedKey, key, fmt::format("`{}` stands twice in params", key.text));
      }
    }
  }

  void read_documents(const Node& node) {
    if (!node.is_list()) return wrong_type(node, "documents", "a list");
    for (const Node& item : node.items) read_document(item);
  }

  void read_document(const Node& node) {
    DocumentEntry entry;
    entry.position = position(node);
    read_map(node, "a document",
             {{"kind", [&](auto& n) { read_string(n, "kind", entry.kind); }},
              {"name", [&](auto& n) { read_string(n, "name", entry.name); }},
              {"rules", [&](auto& n) { read_strings(n, "rules", entry.rules); }},
              {"attach", [&](auto& n) { read_attach(n, entry.attach); }},
              {"bucket", [&](auto& n) { read_bucket(n, entry.bucket); }},
              {"account", [&](auto& n) { read_account(n, entry.account); }},
              {"compact", [&](auto& n) { read_bool(n, "compact", entry.compact); }},
              {"existing", [&](auto& n) { read_existing(n, entry.existing); }}});
    if (!node.is_map()) return;
    require(node, "the document", "kind", entry.kind.empty());
    require(node, "the document", "name", entry.name.empty());
    require(node, "the document", "rules", entry.rules.empty());
    check_name(node, entry.name);
    check_targets(node, entry);
    manifest_.documents.push_back(std::move(entry));
  }

  // The name becomes a file's.
  void check_name(const Node& node, const std::string& name) {
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (name.find_first_not_of(kAllowed) != std::string::npos || name.size() > 100) {
      wrong_value(node, fmt::format("`{}` can't be the name of a document", name))
          .help("letters, digits, `-` and `_`, at most 100 of them: files are named after it");
    }
    bool taken = std::any_of(manifest_.documents.begin(), manifest_.documents.end(),
                             [&](const DocumentEntry& other) { return !name.empty() && other.name == name; });
    if (taken) {
      report(DiagnosticKind::ManifestRepeatedKey, node, fmt::format("two documents are named `{}`", name));
    }
  }

  void read_attach(const Node& node, std::vector<AttachEntry>& out) {
    if (!node.is_list()) return wrong_type(node, "attach", "a list");
    for (const Node& item : node.items) {
      AttachEntry& entry = out.emplace_back();
      if (item.is_scalar()) {
        entry.target = item.text;
        continue;
      }
      read_map(item, "an attachment",
               {{"stage", [&](auto& n) { read_string(n, "stage", entry.stage); }},
                {"to", [&](auto& n) { read_string(n, "to", entry.target); }}});
      if (!item.is_map()) continue;
      require(item, "the attachment", "to", entry.target.empty());
      check_stage(item, entry.stage);
    }
  }

  // Stages stand in Terraform as texts.
  void check_stage(const Node& node, const std::string& stage) {
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (stage.find_first_not_of(kAllowed) == std::string::npos && stage.size() <= 64) return;
    wrong_value(node, fmt::format("`{}` can't be the name of a stage", stage)).help("letters, digits, `-` and `_`");
  }

  void read_bucket(const Node& node, std::string& out) {
    read_string(node, "bucket", out);
    const bool fits = out.size() >= 3 && out.size() <= 63 &&
                      out.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string::npos;
    if (node.is_scalar() && !fits) {
      wrong_value(node, fmt::format("`{}` is not the name of a bucket", node.text))
          .help("three to 63 small letters, digits, `-` and `.`");
    }
  }

  // A target that is misspelt in one place would be counted wrongly in silence.
  void check_targets(const Node& node, const DocumentEntry& entry) {
    std::set<std::string> targets;
    for (const auto& [target, stage] : entry.attach) {
      bool named = target.starts_with("r-") || target.starts_with("ou-") || is_account_id(target);
      bool fits = named && target.size() <= 68 &&
                  target.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
      if (!fits) {
        wrong_value(node, fmt::format("`{}` is nothing to attach a policy to", target))
            .help("a root `r-…`, an organisational unit `ou-…` or an account's twelve digits");
      } else if (!targets.insert(target).second) {
        report(DiagnosticKind::ManifestRepeatedKey, node, fmt::format("`{}` stands twice in `attach`", target));
      }
    }
    for (const auto& [target, count] : entry.existing) {
      if (targets.count(target)) continue;
      wrong_value(node, fmt::format("`existing` names `{}`, which `attach` does not", target))
          .help("it counts the policies that already stand where this document is attached");
    }
  }

  void read_existing(const Node& node, std::map<std::string, int64_t>& out) {
    if (!node.is_map()) return wrong_type(node, "existing", "a map of target to count");
    for (const auto& [key, value] : node.entries) {
      int64_t count = -1;
      const char* end = value.text.data() + value.text.size();
      if (std::from_chars(value.text.data(), end, count).ptr != end || count < 0) {
        wrong_value(value, "`existing` counts policies: a whole number from 0 up");
        continue;
      }
      out[key.text] = count;
    }
  }

  void read_check(const Node& node) {
    read_map(node, "check",
             {{"rules", [&](auto& n) { read_check_rules(n); }},
              {"block_at", [&](auto& n) { read_choice(n, "block_at", kSeverities, manifest_.block_at); }},
              {"account", [&](auto& n) { read_account(n, manifest_.account); }},
              {"require_match", [&](auto& n) { read_bool(n, "require_match", manifest_.require_match); }}});
  }

  void read_check_rules(const Node& node) {
    manifest_.check_rules_position = position(node);
    read_strings(node, "rules", manifest_.check_rules);
  }

  void read_account(const Node& node, std::string& out) {
    read_string(node, "account", out);
    if (node.is_scalar() && !is_account_id(out)) {
      wrong_value(node, fmt::format("`{}` is not a value for `account`", node.text))
          .help("an account has twelve digits");
    }
  }

  // What lets a finding pass belongs beside the rules, never into a repository that is judged.
  void read_waivers(const Node& node) {
    read_string(node, "waivers", manifest_.waivers);
    if (!node.is_scalar()) return;
    std::filesystem::path path = std::filesystem::path(manifest_.waivers).lexically_normal();
    bool below = !path.empty() && path.is_relative() && *path.begin() != "..";
    if (!below) {
      wrong_value(node, fmt::format("`{}` is not a value for `waivers`", node.text))
          .help("the path of a file in the folder of the manifest");
    }
  }

  const std::string& path_;
  Diagnostics& diagnostics_;
  Manifest manifest_;
};

}  // namespace

std::optional<Manifest> read_manifest(std::string_view text, const std::string& path, Diagnostics& diagnostics) {
  auto root = yaml::parse(text, path, kFormat, diagnostics);
  if (!root) return std::nullopt;
  size_t errors = diagnostics.items().size();
  Manifest manifest = Reader(path, diagnostics).read(*root);
  if (diagnostics.items().size() > errors) return std::nullopt;
  return manifest;
}

}  // namespace berm::manifest
