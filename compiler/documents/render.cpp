// The table, sizes and exceptions as text for a terminal.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "compiler/documents/kinds.h"

namespace berm::documents {
namespace {

constexpr unsigned kMinWidth = 40;
constexpr size_t kBarLength = 20;

class Page {
 public:
  Page(unsigned width, bool color) : width_(std::max(width, kMinWidth)), color_(color) {}

  void line(std::string_view text) { out_ += fmt::format("{}\n", text); }
  void heading(std::string_view text) { line((out_.empty() ? "" : "\n") + paint("1", text)); }
  // Words broken at spaces; lines after the first are indented as deep.
  void wrapped(size_t indent, std::string_view text);
  std::string paint(std::string_view code, std::string_view text) const {
    return color_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
  std::string take() { return std::move(out_); }

 private:
  size_t width_;
  bool color_;
  std::string out_;
};

void Page::wrapped(size_t indent, std::string_view text) {
  const std::string margin(indent, ' ');
  std::string current;
  for (const std::string_view word : split(text, ' ')) {
    const size_t wanted = indent + display_width(current) + 1 + display_width(word);
    if (!current.empty() && wanted > width_) {
      line(margin + current);
      current.clear();
    }
    if (!current.empty()) current += ' ';
    current += word;
  }
  if (!current.empty()) line(margin + current);
}

std::string padded(std::string_view text, size_t width) {
  const size_t own = display_width(text);
  return std::string(text) + std::string(width > own ? width - own : 0, ' ');
}

std::string_view color_of(Coverage coverage) {
  switch (coverage) {
    case Coverage::Exact: return "32";
    case Coverage::Narrower: return "33";
    case Coverage::Wider: return "35";
    case Coverage::NotExpressible: return "31";
  }
  return "0";
}

struct Columns {
  size_t rule = 4, document = 8;
};

Columns measure(const std::vector<Row>& rows) {
  Columns columns;
  for (const Row& row : rows) {
    columns.rule = std::max(columns.rule, display_width(row.rule));
    columns.document = std::max(columns.document, display_width(row.document));
  }
  return columns;
}

void render_rows(Page& page, const std::vector<Row>& rows) {
  if (rows.empty()) return;
  const Columns columns = measure(rows);
  page.heading(padded("rule", columns.rule + 2) + padded("document", columns.document + 2) + "enforced");
  std::string_view last;
  for (const Row& row : rows) {
    const std::string rule = row.rule == last ? "" : row.rule;
    last = row.rule;
    page.line(padded(rule, columns.rule + 2) + padded(row.document, columns.document + 2) +
              page.paint(color_of(row.coverage), name(row.coverage)));
    for (const std::string& words : row.words) page.wrapped(4, words);
  }
}

std::string bar(size_t size, int64_t quota) {
  // A twentieth that is begun counts.
  const auto whole = static_cast<size_t>(quota);
  const size_t filled = std::min(kBarLength, (size * kBarLength + whole - 1) / whole);
  return "[" + std::string(filled, '#') + std::string(kBarLength - filled, '.') + "]";
}

std::string attachments(const Written& written) {
  std::string text;
  for (const auto& [target, count] : written.attached) {
    const KindTraits& kind = traits(written.spec.kind);
    const std::string_view noun = count == 1 ? kind.one.substr(kind.one.find(' ') + 1) : kind.several;
    text += fmt::format("{}{} ({} {} there)", text.empty() ? "on " : ", ", target, count, noun);
  }
  return text;
}

// What exceptions cost, where it is worth a line.
std::string growth(const Written& written) {
  constexpr size_t kLeastShare = 20;
  size_t sum = 0;
  std::vector<std::string> rules;
  for (const auto& [rule, size] : written.growth) {
    sum += size;
    rules.push_back(fmt::format("{} {}", rule, size));
  }
  const bool worth_it = sum > 0 && kLeastShare * sum >= static_cast<size_t>(written.quota);
  return worth_it ? fmt::format("exceptions add {} characters: {}", sum, join(rules, ", ")) : "";
}

void render_size(Page& page, const Written& written, size_t name_width) {
  std::string text = padded(written.spec.name, name_width + 2) + padded(name(written.spec.kind), 25);
  if (written.quota > 0) {
    const auto percent = written.size * 100 / static_cast<size_t>(written.quota);
    text += fmt::format("{} {} of {} characters ({}%)", bar(written.size, written.quota), written.size, written.quota,
                        percent);
  } else {
    text += fmt::format("{} characters", written.size);
  }
  page.line(text);
  page.wrapped(4, attachments(written));
  page.wrapped(4, growth(written));
}

void render_sizes(Page& page, const std::vector<Written>& documents) {
  if (documents.empty()) return;
  size_t name_width = 0;
  for (const Written& written : documents) name_width = std::max(name_width, display_width(written.spec.name));
  page.heading("documents");
  for (const Written& written : documents) render_size(page, written, name_width);
}

void render_wildcards(Page& page, const std::vector<Written>& documents) {
  constexpr size_t kShown = 4;
  bool first = true;
  for (const Written& written : documents) {
    for (const Wildcard& wildcard : written.wildcards) {
      if (first) page.heading("wildcards that stand for today's actions, and will match later ones too");
      first = false;
      std::vector<std::string> shown(
          wildcard.covers.begin(),
          wildcard.covers.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, wildcard.covers.size())));
      if (wildcard.covers.size() > kShown) shown.push_back(fmt::format("{} more", wildcard.covers.size() - kShown));
      page.line(fmt::format("  {} in {}", wildcard.pattern, written.spec.name));
      page.wrapped(4, join(shown, ", "));
    }
  }
}

// What a kind of document never reaches, whatever the rule: said once, not in every row.
void render_standing_gaps(Page& page, const std::vector<Written>& documents) {
  const auto has = [&](Kind kind) {
    return std::any_of(documents.begin(), documents.end(), [&](const Written& w) { return w.spec.kind == kind; });
  };
  if (documents.empty()) return;
  page.heading("outside every document");
  if (has(Kind::Scp)) {
    page.wrapped(2,
                 "aws.scp: the management account, service-linked roles, and principals of other organisations "
                 "are never bound by an SCP.");
  }
  if (has(Kind::Rcp)) {
    page.wrapped(2,
                 "aws.rcp: resources of the management account and of services that RCPs do not cover, calls by "
                 "service-linked roles, AWS managed KMS keys and kms:RetireGrant are never bound by an RCP.");
  }
  if (has(Kind::PermissionBoundary)) {
    page.wrapped(2,
                 "aws.permission_boundary: holds only for the roles and users that carry it; what a resource's "
                 "own policy grants to a session or user by its ARN passes by what the boundary merely leaves out.");
  }
  if (has(Kind::IdentityPolicy)) {
    page.wrapped(
        2, "aws.identity_policy: holds only for those it is attached to; what it allows, anything else may deny.");
  }
  if (has(Kind::TrustPolicy)) {
    page.wrapped(2, "aws.trust_policy: holds for the role that carries it, until somebody gives it another.");
  }
  if (has(Kind::BucketPolicy)) {
    page.wrapped(2, "aws.bucket_policy: holds for its bucket only, and whoever may change it may take it off.");
  }
}

void render_exceptions(Page& page, const std::vector<ExceptionCount>& exceptions) {
  if (exceptions.empty()) return;
  page.heading("exceptions");
  for (const ExceptionCount& one : exceptions) {
    page.wrapped(2, fmt::format("{}: {} is excepted from {} of {} {}{}", one.document, one.principal, one.rules, one.of,
                                one.of == 1 ? "rule" : "rules",
                                one.unprotected ? ", and the source accepts that nothing guards it" : ""));
  }
}

}  // namespace

std::string render(const Result& result, unsigned width, bool color) {
  Page page(width, color);
  render_rows(page, result.rows);
  render_sizes(page, result.documents);
  render_wildcards(page, result.documents);
  render_standing_gaps(page, result.documents);
  render_exceptions(page, result.exceptions);
  return page.take();
}

}  // namespace berm::documents
