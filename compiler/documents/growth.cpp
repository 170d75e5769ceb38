#include "compiler/documents/growth.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "compiler/documents/limits.h"
#include "compiler/documents/outcome.h"

namespace berm::documents {
namespace {

constexpr std::string_view kPrincipalArn = "aws:principalarn";
constexpr std::string_view kPrincipalTag = "aws:principaltag/";

// Conditions as if nobody were excepted: no caller is one of those whom exceptions name.
class Unexcepting {
 public:
  explicit Unexcepting(const ir::Rule& rule) : rule_(rule) {}

  const ir::Expr* rewrite(const ir::Expr* expr) {
    if (expr == nullptr) return nullptr;
    ir::Expr copy = *expr;
    if (names_excepted(*expr)) {
      copy.op = ir::Op::Literal;
      copy.type = ir::Type::Bool;
      copy.value.data = false;
      copy.children.clear();
    }
    for (const ir::Expr*& child : copy.children) child = rewrite(child);
    return &exprs_.emplace_back(std::move(copy));
  }

 private:
  bool names_excepted(const ir::Expr& test) const;

  const ir::Rule& rule_;
  std::deque<ir::Expr> exprs_;
};

bool Unexcepting::names_excepted(const ir::Expr& test) const {
  if (test.children.size() != 2 || test.children[0]->op != ir::Op::RequestKey) return false;
  const std::string& key = test.children[0]->key;
  const auto* text = std::get_if<std::string>(&test.children[1]->value.data);
  return std::any_of(rule_.exceptions.begin(), rule_.exceptions.end(), [&](const ir::ExceptedPrincipal& who) {
    if (key == kPrincipalArn) return text && std::find(who.arns.begin(), who.arns.end(), *text) != who.arns.end();
    return who.arns.empty() && std::any_of(who.tag_keys.begin(), who.tag_keys.end(), [&](const std::string& tag) {
             return key == std::string(kPrincipalTag) + tag;
           });
  });
}

}  // namespace

size_t growth_from_exceptions(const ir::Rule& rule, const std::vector<access::Statement>& statements,
                              const std::vector<const ir::Rule*>& others, const Spec& spec,
                              const catalog::Catalog& catalog) {
  if (rule.exceptions.empty()) return 0;
  Unexcepting unexcepting(rule);
  ir::Rule plain = rule;
  plain.exceptions.clear();
  for (ir::CallClause& clause : plain.calls) clause.condition = unexcepting.rewrite(clause.condition);
  for (ir::AllowClause& clause : plain.allows) clause.condition = unexcepting.rewrite(clause.condition);
  const size_t with = size_with(spec.kind, statements);
  const size_t without = size_with(spec.kind, outcome_of(plain, others, spec, catalog).statements);
  return with > without ? with - without : 0;
}

std::vector<std::pair<std::string, size_t>> largest_rules(const Written& written) {
  const size_t frame = size_with(written.spec.kind, {});
  std::map<std::string, size_t> sizes;
  for (size_t i = 0; i < written.document.statements.size(); ++i) {
    const size_t size = size_with(written.spec.kind, {written.document.statements[i]}) - frame;
    for (const std::string& rule : written.origins[i]) sizes[rule] += size;
  }
  std::vector<std::pair<std::string, size_t>> largest(sizes.begin(), sizes.end());
  std::stable_sort(largest.begin(), largest.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return largest;
}

std::string what_is_large(const Written& written) {
  constexpr size_t kShown = 3;
  std::string text;
  size_t shown = 0;
  for (const auto& [rule, size] : largest_rules(written)) {
    if (shown++ == kShown) break;
    text += fmt::format("{}`{}` takes {}", shown == 1 ? "" : ", ", rule, size);
    const auto growth = written.growth.find(rule);
    if (growth != written.growth.end()) text += fmt::format(" ({} for whom it excepts)", growth->second);
  }
  return text;
}

std::string how_to_fit(const Written& written) {
  size_t growth = 0;
  for (const auto& [rule, size] : written.growth) growth += size;
  const char* what = 2 * growth > written.size ? "name whom its rules except by fewer patterns, or by a tag: "
                                               : "name fewer rules in it and put the others into a second document: ";
  return what + what_is_large(written);
}

}  // namespace berm::documents
