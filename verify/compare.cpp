#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/json_text.h"
#include "base/text.h"
#include "compiler/documents/bearers.h"
#include "verify/alike.h"
#include "verify/bases.h"
#include "verify/judge.h"
#include "verify/pools.h"
#include "verify/requests.h"
#include "verify/sweep.h"
#include "verify/verify.h"

namespace berm::verify {
namespace {

using documents::Coverage;
using documents::Written;

constexpr uint64_t kSeed = 1;
// A build must not wait: what is rare is left to the tests of Berm itself.
constexpr Effort kEffort{.actions = 12, .resources = 8, .random = 60};
constexpr size_t kMaxContexts = 6;  // of one action

Claim claim_of(const documents::Row& row, const ir::Rule& rule) {
  const bool narrower = row.coverage == Coverage::Narrower &&
                        !std::all_of(row.words.begin(), row.words.end(), documents::leaves_out_none);
  return {&rule, row.coverage, !narrower};
}

// Of a wider boundary with several caps the words tell what they leave to each other's bearers, too.
void weaken_overlapping_caps(std::vector<Claim>& claims) {
  const auto is_cap = [](const Claim& claim) { return claim.rule->verb == ir::Verb::Cap; };
  const bool several = std::count_if(claims.begin(), claims.end(), is_cap) > 1;
  for (Claim& claim : claims) {
    if (several && is_cap(claim) && claim.coverage == Coverage::Wider) claim.whole = false;
  }
}

// The caller as one who carries the boundary or identity policy.
class Bearers {
 public:
  Bearers(const Subject& subject, const catalog::Catalog& catalog) {
    const auto kind = subject.spec.kind;
    if (kind != documents::Kind::PermissionBoundary && kind != documents::Kind::IdentityPolicy) return;
    for (const Claim& claim : subject.claims) {
      if (claim.rule->verb != ir::Verb::Cap) continue;
      const auto bearers = documents::bearers_of(*claim.rule, catalog);
      if (bearers) patterns_.insert(patterns_.end(), bearers->begin(), bearers->end());
    }
  }

  // Everybody does, where nobody is named.
  bool bears(const access::Request& request) const {
    const auto* caller = request.find("aws:principalarn");
    return patterns_.empty() || (caller != nullptr && caller->size() == 1 &&
                                 std::any_of(patterns_.begin(), patterns_.end(), [&](const std::string& pattern) {
                                   return access::arn_like(pattern, caller->front());
                                 }));
  }

  void dress(access::Request& request) {
    if (!bears(request)) request.context["aws:principalarn"] = {sample_of(patterns_[next_++ % patterns_.size()])};
  }

 private:
  std::vector<std::string> patterns_;
  size_t next_ = 0;
};

// Of two calls of one action.
bool is_same(const access::Request& a, const access::Request& b) {
  return a.resource == b.resource && a.resource_type == b.resource_type && a.context == b.context &&
         a.multivalued == b.multivalued;
}

class Comparison {
 public:
  Comparison(const Subject& subject, const catalog::Catalog& catalog, Alike& alike)
      : subject_(subject), catalog_(catalog), alike_(alike), judge_(subject, catalog), bearers_(subject, catalog) {}

  std::optional<Difference> run();

 private:
  struct Context {
    access::Request request;
    const Claim* claim;
  };

  bool try_rule(const Claim& claim);
  bool try_catalogue();
  bool agrees(const access::Request& request);
  std::vector<access::Request> contexts_of(const std::string& action) const;

  const Subject& subject_;
  const catalog::Catalog& catalog_;
  Alike& alike_;
  Judge judge_;
  Bearers bearers_;
  std::vector<Context> contexts_;  // of each claim that has one
  std::optional<Difference> difference_;
};

bool Comparison::agrees(const access::Request& request) {
  difference_ = judge_.difference(request);
  return !difference_;
}

// Requests from the rule's conditions and from those of the statements that come from it.
bool Comparison::try_rule(const Claim& claim) {
  access::Document own;
  for (size_t i = 0; i < subject_.document.statements.size(); ++i) {
    const auto& origins = subject_.origins[i];
    const bool from_it = std::find(origins.begin(), origins.end(), claim.rule->name) != origins.end();
    if (from_it || origins.empty()) own.statements.push_back(subject_.document.statements[i]);
  }
  Pools pools(catalog_);
  pools.add(*claim.rule);
  pools.add(own);
  pools.finish();
  const auto bases = bases_of(*claim.rule, pools, catalog_);
  if (!bases.empty()) contexts_.push_back({bases.front(), &claim});
  for (access::Request& request : requests_for(own, bases, pools, catalog_, kEffort, kSeed)) {
    bearers_.dress(request);
    if (!agrees(judge_.as_asked(std::move(request)))) return false;
  }
  return true;
}

// No key at all, and what rules that speak of the action ask for.
std::vector<access::Request> Comparison::contexts_of(const std::string& action) const {
  std::vector<access::Request> contexts(1);
  for (const Context& context : contexts_) {
    if (contexts.size() == kMaxContexts) break;
    if (speaks_of(*context.claim->rule, action)) contexts.push_back(context.request);
  }
  return contexts;
}

// Contexts often differ only in keys that a call does not carry: the same call is asked about once. So is that of
// actions that are alike where the same statements and clauses speak of them.
bool Comparison::try_catalogue() {
  bool agreed = true;
  std::set<std::pair<size_t, std::string>> tried;
  catalog_.for_each_action("*", [&](const catalog::Action& action) {
    const std::string name = action.full_name();
    if (!agreed || judge_.spoken_of_by(name).empty()) return;
    if (!tried.emplace(alike_.kind_of(action, name), judge_.spoken_of_by(name)).second) return;
    std::vector<access::Request> asked;
    agreed = visit_calls(action, contexts_of(name), catalog_, [&](access::Request call) {
      bearers_.dress(call);
      call = judge_.as_asked(std::move(call));
      if (std::ranges::any_of(asked, [&](const access::Request& other) { return is_same(call, other); })) return true;
      asked.push_back(std::move(call));
      return agrees(asked.back());
    });
  });
  return agreed;
}

std::optional<Difference> Comparison::run() {
  const bool agreed =
      std::all_of(subject_.claims.begin(), subject_.claims.end(), [&](const Claim& claim) { return try_rule(claim); });
  if (agreed) try_catalogue();
  return difference_;
}

std::string json_of(const access::Request& request) {
  std::string context;
  for (const auto& [key, values] : request.context) {
    std::vector<std::string> texts;
    for (const std::string& value : values) texts.push_back(json_quoted(value));
    const bool list = values.size() != 1 || request.multivalued.contains(key);
    const std::string text = list ? "[" + join(texts, ",") + "]" : texts.front();
    context += fmt::format("{}{}:{}", context.empty() ? "" : ",", json_quoted(key), text);
  }
  return fmt::format("{{\"action\":{},\"resource\":{},\"context\":{{{}}}}}", json_quoted(request.action),
                     json_quoted(request.resource), context);
}

std::string message_of(const Difference& found, const std::string& document) {
  const std::string call = fmt::format("`{}` on `{}`", found.request.action, found.request.resource);
  const std::string by = found.statement.empty() ? "" : fmt::format(" by its statement `{}`", found.statement);
  switch (found.how) {
    case Difference::How::Denies: return fmt::format("`{}` denies {}{}, but no rule of it does", document, call, by);
    case Difference::How::Misses:
      return fmt::format("`{}` denies {}, but `{}` does not", found.rule->name, call, document);
    case Difference::How::Gives: return fmt::format("`{}` allows {}{}, but no rule of it does", document, call, by);
    case Difference::How::Withholds:
      return fmt::format("`{}` leaves {} possible, but `{}` does not allow it", found.rule->name, call, document);
  }
  return "";
}

void report(const Difference& found, const documents::Spec& spec, Diagnostics& diagnostics) {
  auto& diagnostic = diagnostics.add(DiagnosticKind::DocumentDisagrees, message_of(found, spec.name));
  if (found.rule != nullptr) {
    diagnostic.at(found.rule->span);
  } else {
    diagnostic.at(spec.position);
  }
  diagnostic.help("this is a fault of Berm; please report it with the rules and this request: " +
                  json_of(found.request));
}

// What the manifest names once, in one or several documents.
using Parts = std::vector<const Written*>;

std::map<std::string, Parts> by_entry(const documents::Result& result) {
  std::map<std::string, Parts> entries;
  for (const Written& written : result.documents) entries[written.part_of].push_back(&written);
  return entries;
}

bool stands_in(const documents::Row& row, const Parts& parts) {
  return std::any_of(parts.begin(), parts.end(), [&](const Written* part) {
    return row.document == part->part_of || documents::is_about(row, part->spec.name);
  });
}

std::vector<Claim> claims_of(const Parts& parts, const documents::Result& result, const ir::Module& module) {
  std::vector<Claim> claims;
  for (const documents::Row& row : result.rows) {
    const ir::Rule* rule = stands_in(row, parts) ? module.find(row.rule) : nullptr;
    if (rule != nullptr) claims.push_back(claim_of(row, *rule));
  }
  weaken_overlapping_caps(claims);
  return claims;
}

// Several deny what one with all their statements would. None: one does not read at all, which is reported elsewhere.
std::optional<Subject> read_back(const Parts& parts, const documents::Result& result, const ir::Module& module) {
  Subject subject{parts.front()->spec, {}, {}, claims_of(parts, result, module)};
  for (const Written* part : parts) {
    auto read = access::read_policy(part->json);
    if (!read.document) return std::nullopt;
    subject.document.version = read.document->version;
    auto& statements = subject.document.statements;
    for (access::Statement& statement : read.document->statements) statements.push_back(std::move(statement));
    for (const auto& origins : part->origins) subject.origins.push_back(origins);
    subject.origins.resize(statements.size());
  }
  subject.spec.name = parts.front()->part_of;
  return subject;
}

bool names_one(const Subject& subject, const std::vector<std::string>& rules) {
  return std::any_of(subject.claims.begin(), subject.claims.end(), [&](const Claim& claim) {
    return std::find(rules.begin(), rules.end(), claim.rule->name) != rules.end();
  });
}

}  // namespace

bool compare(const documents::Result& result, const ir::Module& module, const catalog::Catalog& catalog,
             Diagnostics& diagnostics) {
  bool agreed = true;
  Alike alike;
  for (const auto& [name, parts] : by_entry(result)) {
    const auto subject = read_back(parts, result, module);
    if (!subject) continue;
    const auto difference = Comparison(*subject, catalog, alike).run();
    if (!difference) continue;
    agreed = false;
    report(*difference, subject->spec, diagnostics);
  }
  return agreed;
}

CallComparison::CallComparison(const documents::Result& result, const ir::Module& module,
                               const catalog::Catalog& catalog)
    : catalog_(catalog) {
  for (const auto& [name, parts] : by_entry(result)) {
    auto subject = read_back(parts, result, module);
    if (subject) subjects_.push_back(std::move(*subject));
  }
}

CallComparison::~CallComparison() = default;

bool CallComparison::compare(const access::Request& call, const std::vector<std::string>& rules,
                             Diagnostics& diagnostics) const {
  bool agreed = true;
  for (const Subject& subject : subjects_) {
    if (!names_one(subject, rules)) continue;
    const access::Request seen = documents::as_seen(subject.spec, call);
    if (!documents::inside_universe(subject.spec, seen, catalog_) || !Bearers(subject, catalog_).bears(seen)) continue;
    Judge judge(subject, catalog_);
    const auto difference = judge.difference(judge.as_asked(seen));
    if (!difference) continue;
    agreed = false;
    report(*difference, subject.spec, diagnostics);
  }
  return agreed;
}

}  // namespace berm::verify
