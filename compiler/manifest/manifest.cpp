#include "compiler/manifest/manifest.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.h"
#include "fmt/format.h"
#include "yaml-cpp/yaml.h"

namespace berm::manifest {
namespace {

constexpr size_t kMaxBytes = 4 << 20;
constexpr std::string_view kSeverities[] = {"info", "low", "medium", "high", "critical"};
constexpr std::string_view kPartitions[] = {"aws", "aws-cn", "aws-us-gov"};

struct Field {
  std::string_view key;
  std::function<void(const YAML::Node&)> read;
};

class Reader {
 public:
  Reader(const std::string& path, Diagnostics& diagnostics) : path_(path), diagnostics_(diagnostics) {}

  Manifest read(const YAML::Node& root) {
    read_map(root, "the manifest",
             {{"name", [&](auto& n) { read_string(n, "name", manifest_.name); }},
              {"sources", [&](auto& n) { read_strings(n, "sources", manifest_.sources); }},
              {"params", [&](auto& n) { read_params(n); }},
              {"providers", [&](auto& n) { read_strings(n, "providers", manifest_.providers); }},
              {"partition", [&](auto& n) { read_choice(n, "partition", kPartitions, manifest_.partition); }},
              {"output", [&](auto& n) { read_string(n, "output", manifest_.output); }},
              {"documents", [&](auto& n) { read_documents(n); }},
              {"check", [&](auto& n) { read_check(n); }}});
    return std::move(manifest_);
  }

 private:
  InputPosition position(const YAML::Node& node) const {
    YAML::Mark mark = node.Mark();
    if (mark.is_null()) return {path_};
    return {path_, static_cast<uint64_t>(mark.line) + 1, static_cast<uint64_t>(mark.column) + 1};
  }

  Diagnostic& report(DiagnosticKind kind, const YAML::Node& node, std::string message) {
    return diagnostics_.add(kind, std::move(message)).at(position(node));
  }

  void wrong_type(const YAML::Node& node, std::string_view what, std::string_view wanted) {
    report(DiagnosticKind::ManifestWrongType, node, fmt::format("`{}` is {}, not {}", what, kind_of(node), wanted));
  }

  static std::string_view kind_of(const YAML::Node& node) {
    if (node.IsMap()) return "a map";
    if (node.IsSequence()) return "a list";
    if (node.IsScalar()) return "a single value";
    return "empty";
  }

  // Visits every entry once; keys that no field names, and keys seen before, are errors.
  void read_map(const YAML::Node& node, std::string_view what, const std::vector<Field>& fields) {
    if (!node.IsMap()) return wrong_type(node, what, "a map");
    std::set<std::string> seen;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) {
        wrong_type(entry.first, "key", "a single value");
        continue;
      }
      const std::string& key = entry.first.Scalar();
      auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.key == key; });
      if (!seen.insert(key).second) {
        report(DiagnosticKind::ManifestRepeatedKey, entry.first, fmt::format("`{}` stands twice in {}", key, what));
      } else if (field == fields.end()) {
        unknown_key(entry.first, what, fields);
      } else {
        field->read(entry.second);
      }
    }
  }

  void unknown_key(const YAML::Node& key, std::string_view what, const std::vector<Field>& fields) {
    NearestName nearest(key.Scalar());
    std::vector<std::string> names;
    for (const Field& field : fields) {
      nearest.offer(field.key);
      names.push_back(fmt::format("`{}`", field.key));
    }
    auto best = nearest.best();
    report(DiagnosticKind::ManifestUnknownKey, key, fmt::format("unknown key `{}` in {}", key.Scalar(), what))
        .help(best ? fmt::format("did you mean `{}`?", *best) : fmt::format("known are {}", join(names, ", ")));
  }

  void read_string(const YAML::Node& node, std::string_view what, std::string& out) {
    if (!node.IsScalar()) return wrong_type(node, what, "a string");
    out = node.Scalar();
  }

  void read_strings(const YAML::Node& node, std::string_view what, std::vector<std::string>& out) {
    if (!node.IsSequence()) return wrong_type(node, what, "a list of strings");
    for (const auto& item : node) {
      std::string value;
      read_string(item, what, value);
      if (item.IsScalar()) out.push_back(std::move(value));
    }
  }

  template <size_t N>
  void read_choice(const YAML::Node& node, std::string_view what, const std::string_view (&choices)[N],
                   std::string& out) {
    if (!node.IsScalar()) return wrong_type(node, what, "a string");
    if (std::find(std::begin(choices), std::end(choices), node.Scalar()) != std::end(choices)) {
      out = node.Scalar();
      return;
    }
    std::vector<std::string> names(std::begin(choices), std::end(choices));
    report(DiagnosticKind::ManifestWrongValue, node, fmt::format("`{}` is not a value for `{}`", node.Scalar(), what))
        .help(fmt::format("one of {}", join(names, ", ")));
  }

  void read_params(const YAML::Node& node) {
    if (!node.IsMap()) return wrong_type(node, "params", "a map");
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) {
        wrong_type(entry.first, "key", "a single value");
        continue;
      }
      Param param;
      param.position = position(entry.second);
      param.list = entry.second.IsSequence();
      if (param.list) {
        read_strings(entry.second, entry.first.Scalar(), param.values);
      } else {
        read_string(entry.second, entry.first.Scalar(), param.values.emplace_back());
      }
      if (!manifest_.params.emplace(entry.first.Scalar(), std::move(param)).second) {
        report(DiagnosticKind::ManifestRepeatedKey, entry.first,
               fmt::format("`{}` stands twice in params", entry.first.Scalar()));
      }
    }
  }

  void read_documents(const YAML::Node& node) {
    if (!node.IsSequence()) return wrong_type(node, "documents", "a list");
    for (const auto& item : node) read_document(item);
  }

  void read_document(const YAML::Node& node) {
    DocumentEntry entry;
    entry.position = position(node);
    read_map(node, "a document",
             {{"kind", [&](auto& n) { read_string(n, "kind", entry.kind); }},
              {"name", [&](auto& n) { read_string(n, "name", entry.name); }},
              {"rules", [&](auto& n) { read_strings(n, "rules", entry.rules); }},
              {"attach", [&](auto& n) { read_strings(n, "attach", entry.attach); }},
              {"existing", [&](auto& n) { read_existing(n, entry.existing); }}});
    if (!node.IsMap()) return;
    require(node, "kind", entry.kind.empty());
    require(node, "name", entry.name.empty());
    require(node, "rules", entry.rules.empty());
    check_name(node, entry.name);
    check_targets(node, entry);
    manifest_.documents.push_back(std::move(entry));
  }

  void require(const YAML::Node& node, std::string_view key, bool missing) {
    if (!missing) return;
    report(DiagnosticKind::ManifestMissingKey, node, fmt::format("the document has no `{}`", key));
  }

  // The name becomes a file's.
  void check_name(const YAML::Node& node, const std::string& name) {
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (name.find_first_not_of(kAllowed) != std::string::npos || name.size() > 100) {
      report(DiagnosticKind::ManifestWrongValue, node, fmt::format("`{}` can't be the name of a document", name))
          .help("letters, digits, `-` and `_`, at most 100 of them: files are named after it");
    }
    bool taken = std::any_of(manifest_.documents.begin(), manifest_.documents.end(),
                             [&](const DocumentEntry& other) { return !name.empty() && other.name == name; });
    if (taken) {
      report(DiagnosticKind::ManifestRepeatedKey, node, fmt::format("two documents are named `{}`", name));
    }
  }

  // A target that is misspelt in one place would be counted wrongly in silence.
  void check_targets(const YAML::Node& node, const DocumentEntry& entry) {
    std::set<std::string> targets;
    for (const std::string& target : entry.attach) {
      bool fits = !target.empty() && target.size() <= 68 &&
                  target.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
      if (!fits) {
        report(DiagnosticKind::ManifestWrongValue, node, fmt::format("`{}` is nothing to attach a policy to", target))
            .help("a root `r-…`, an organisational unit `ou-…` or an account's twelve digits");
      } else if (!targets.insert(target).second) {
        report(DiagnosticKind::ManifestRepeatedKey, node, fmt::format("`{}` stands twice in `attach`", target));
      }
    }
    for (const auto& [target, count] : entry.existing) {
      if (targets.count(target)) continue;
      report(DiagnosticKind::ManifestWrongValue, node,
             fmt::format("`existing` names `{}`, which `attach` does not", target))
          .help("it counts the policies that already stand where this document is attached");
    }
  }

  void read_existing(const YAML::Node& node, std::map<std::string, int64_t>& out) {
    if (!node.IsMap()) return wrong_type(node, "existing", "a map of target to count");
    for (const auto& entry : node) {
      int64_t count = 0;
      if (!YAML::convert<int64_t>::decode(entry.second, count) || count < 0) {
        report(DiagnosticKind::ManifestWrongValue, entry.second,
               "`existing` counts policies: a whole number from 0 up");
        continue;
      }
      out[entry.first.Scalar()] = count;
    }
  }

  void read_check(const YAML::Node& node) {
    read_map(node, "check",
             {{"rules", [&](auto& n) { read_check_rules(n); }},
              {"block_at", [&](auto& n) { read_choice(n, "block_at", kSeverities, manifest_.block_at); }}});
  }

  void read_check_rules(const YAML::Node& node) {
    manifest_.check_rules_position = position(node);
    read_strings(node, "rules", manifest_.check_rules);
  }

  const std::string& path_;
  Diagnostics& diagnostics_;
  Manifest manifest_;
};

std::optional<Manifest> syntax_error(const std::string& path, uint64_t line, uint64_t column, std::string message,
                                     Diagnostics& diagnostics) {
  diagnostics.add(DiagnosticKind::ManifestSyntax, std::move(message)).at(InputPosition{path, line, column});
  return std::nullopt;
}

}  // namespace

std::optional<Manifest> read_manifest(std::string_view yaml, const std::string& path, Diagnostics& diagnostics) {
  if (yaml.size() > kMaxBytes) return syntax_error(path, 0, 0, "the manifest has more than 4 MB", diagnostics);
  if (find_invalid_utf8(yaml)) return syntax_error(path, 0, 0, "the manifest is not valid UTF-8", diagnostics);
  size_t errors = diagnostics.items().size();
  try {
    std::vector<YAML::Node> all = YAML::LoadAll(std::string(yaml));
    YAML::Node root = all.empty() ? YAML::Node() : all.front();
    if (all.size() > 1) {
      YAML::Mark mark = all[1].Mark();
      return syntax_error(path, static_cast<uint64_t>(mark.line) + 1, static_cast<uint64_t>(mark.column) + 1,
                          "a second YAML document starts here, and the manifest is one", diagnostics);
    }
    if (!root.IsDefined() || root.IsNull()) return syntax_error(path, 0, 0, "the manifest is empty", diagnostics);
    Manifest manifest = Reader(path, diagnostics).read(root);
    if (diagnostics.items().size() > errors) return std::nullopt;
    return manifest;
  } catch (const YAML::Exception& problem) {
    // yaml-cpp's own words are for its developers; the place is what helps.
    return syntax_error(path, static_cast<uint64_t>(problem.mark.line) + 1,
                        static_cast<uint64_t>(problem.mark.column) + 1, "the manifest is not well-formed YAML here",
                        diagnostics);
  }
}

}  // namespace berm::manifest
