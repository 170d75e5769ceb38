// The manifest's document entries as the documents step takes them.
#include <algorithm>

#include "base/text.h"
#include "compiler/driver/driver.h"
#include "fmt/format.h"

namespace berm::driver {
namespace {

std::optional<documents::Kind> parse_kind(const manifest::DocumentEntry& entry, Diagnostics& diagnostics) {
  NearestName nearest(entry.kind);
  std::vector<std::string> names;
  for (documents::Kind kind : documents::kinds()) {
    if (documents::name(kind) == entry.kind) return kind;
    nearest.offer(documents::name(kind));
    names.push_back(fmt::format("`{}`", documents::name(kind)));
  }
  auto best = nearest.best();
  diagnostics.add(DiagnosticKind::ManifestWrongValue, fmt::format("`{}` is not a document kind", entry.kind))
      .at(entry.position)
      .help(best ? fmt::format("did you mean `{}`?", *best) : fmt::format("one of {}", join(names, ", ")));
  return std::nullopt;
}

// A target that the manifest's tree has not is misspelt.
void check_targets(const documents::Spec& spec, const std::vector<std::string>& known, Diagnostics& diagnostics) {
  if (known.empty()) return;
  for (const documents::Attachment& attachment : spec.attach) {
    if (std::find(known.begin(), known.end(), attachment.target) != known.end()) continue;
    NearestName nearest(attachment.target);
    for (const std::string& id : known) nearest.offer(id);
    auto best = nearest.best();
    diagnostics
        .add(DiagnosticKind::ManifestWrongValue,
             fmt::format("`{}` attaches to `{}`, which `organisation` does not have", spec.name, attachment.target))
        .at(spec.position)
        .help(best ? fmt::format("did you mean `{}`?", *best)
                   : "`organisation` draws the root, its units and accounts");
  }
}

// Where documents of a kind stand.
void check_places(const documents::Spec& spec, Diagnostics& diagnostics) {
  const std::string_view kind = documents::name(spec.kind);
  const auto wrong = [&](std::string message, std::string help) {
    diagnostics.add(DiagnosticKind::ManifestWrongValue, std::move(message)).at(spec.position).help(std::move(help));
  };
  const bool of_bucket = spec.kind == documents::Kind::BucketPolicy;
  const bool attached = spec.kind == documents::Kind::Scp || spec.kind == documents::Kind::Rcp;
  if (of_bucket && spec.bucket.empty()) {
    wrong(fmt::format("`{}` names no bucket, where `{}` stands", spec.name, kind), "add `bucket: acme-data`");
  }
  if (!of_bucket && !spec.bucket.empty()) {
    wrong(fmt::format("`{}` names a bucket, and `{}` stands at none", spec.name, kind),
          "`bucket` belongs to `aws.bucket_policy`");
  }
  if (attached && !spec.account.empty()) {
    wrong(fmt::format("`{}` names an account, and `{}` is of none", spec.name, kind),
          "`attach` says which accounts it binds");
  }
  if (!attached && !spec.attach.empty()) {
    wrong(fmt::format("`{}` is attached, but `{}` stands at no target of an organisation", spec.name, kind),
          "`attach` belongs to `aws.scp` and `aws.rcp`");
  }
}

}  // namespace

std::vector<documents::Spec> document_specs(const Project& project, Diagnostics& diagnostics) {
  std::vector<documents::Spec> specs;
  std::vector<std::string> known = manifest::target_ids(project.manifest.organisation);
  for (const manifest::DocumentEntry& entry : project.manifest.documents) {
    auto kind = parse_kind(entry, diagnostics);
    if (!kind) continue;
    documents::Spec spec;
    spec.kind = *kind;
    spec.name = entry.name;
    spec.rules = entry.rules;
    spec.existing = entry.existing;
    spec.position = entry.position;
    spec.organisation = project.manifest.organisation.id;
    spec.partition = project.manifest.partition;
    spec.bucket = entry.bucket;
    spec.account = entry.account;
    spec.compact = entry.compact;
    for (const auto& [target, stage] : entry.attach) spec.attach.push_back({target, stage});
    check_places(spec, diagnostics);
    check_targets(spec, known, diagnostics);
    specs.push_back(std::move(spec));
  }
  return specs;
}

}  // namespace berm::driver
