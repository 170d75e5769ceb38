#include "compiler/import/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "access/json_tree.h"
#include "base/text.h"
#include "compiler/import/writer.h"

namespace berm::importer {
namespace {

using access::json_path;
using access::Statement;

bool is_everyone(const Statement& statement) {
  const auto& principals = statement.principals;
  return !statement.not_principal && principals.size() == 1 && principals[0].values == std::vector<std::string>{"*"} &&
         (principals[0].type == "*" || principals[0].type == "AWS");
}

bool allows_everything(const Statement& statement) {
  auto star = [](const std::vector<std::string>& list) { return std::ranges::find(list, "*") != list.end(); };
  return statement.effect == access::Effect::Allow && !statement.not_action && !statement.not_resource &&
         star(statement.actions) && star(statement.resources) && statement.conditions.empty();
}

class Importer {
 public:
  Importer(const access::Document& document, Kind kind, std::string_view name, const catalog::Catalog& catalog)
      : context_{kind, document, catalog, {}}, name_(name) {}

  Imported run() {
    Imported out;
    out.package = "imported." + snake_case(name_);
    head(out.package);
    for (size_t i = 0; i < context_.document.statements.size(); ++i) {
      const Statement& each = context_.document.statements[i];
      if (each.effect == access::Effect::Deny) {
        deny(each, i);
      } else if (context_.kind == Kind::PermissionBoundary || !allows_everything(each)) {
        allowing_.push_back(i);
      } else {
        left_.push_back(fmt::format("{} allows everything, as the policy that AWS attaches does", path_of(i)));
      }
    }
    bool everything = std::ranges::any_of(context_.document.statements, allows_everything);
    if (!allowing_.empty() && (context_.kind == Kind::PermissionBoundary || !everything)) allow();
    if (names_.empty() && context_.refused.empty()) left_.push_back("nothing is denied: there is no rule");
    out.refused = std::move(context_.refused);
    out.left = std::move(left_);
    if (out.refused.empty()) out.source = std::move(text_);
    return out;
  }

 private:
  static std::string path_of(size_t index) { return json_path("Statement", index); }

  void head(const std::string& package) {
    std::string id = sentence(context_.document.id);
    if (!id.empty()) id = fmt::format(" ({})", id.substr(0, id.size() - 1));
    text_ += fmt::format("// What `{}`{} says.\n", name_, id);
    text_ += fmt::format("package {}\n", package);
  }

  std::string unique(const std::string& wanted) {
    std::string name = wanted;
    for (size_t i = 2; !names_.insert(name).second; ++i) name = fmt::format("{}_{}", wanted, i);
    return name;
  }

  std::string rule_name(const Statement& statement, size_t index) {
    if (!statement.sid.empty()) return unique(snake_case(statement.sid));
    return unique(context_.document.statements.size() == 1 ? snake_case(name_)
                                                           : fmt::format("{}_{}", snake_case(name_), index + 1));
  }

  void comment(const Statement& statement) {
    text_ += '\n';
    std::string words = sentence(statement.sid);
    if (!words.empty()) text_ += fmt::format("/// {}\n", words);
  }

  bool speaks_of_everyone(const Statement& statement, const std::string& path) {
    if (context_.kind == Kind::Rcp ? is_everyone(statement) : statement.principals.empty()) return true;
    context_.refuse(json_path(path, statement.not_principal ? "NotPrincipal" : "Principal"),
                    context_.kind == Kind::Rcp ? "the principal of a resource control policy is `*`"
                                               : "such a policy names no principals");
    return false;
  }

  void deny(const Statement& statement, size_t index) {
    std::string path = path_of(index);
    if (!speaks_of_everyone(statement, path)) return;
    if (context_.kind == Kind::Rcp && statement.not_action) {
      context_.refuse(json_path(path, "NotAction"), "a resource control policy names its actions by `Action` only");
    }
    std::vector<std::string> keys;
    for (const access::Condition& each : statement.conditions) keys.push_back(each.key);
    if (statement.not_action) keys.clear();
    auto pieces = action_pieces(statement.actions, keys, json_path(path, statement.not_action ? "NotAction" : "Action"),
                                context_);
    Clauses clauses;
    add_resources(statement, path, context_, clauses);
    for (const access::Condition& each : statement.conditions) {
      add_condition(each, json_path(path, "Condition"), context_, clauses);
    }
    comment(statement);
    bool named = !clauses.except.empty();
    if (named) text_ += "@unprotected(\"as imported\")\n";
    text_ += fmt::format("rule {}:\n  forbid ", rule_name(statement, index));
    if (statement.not_action) pieces.insert(pieces.begin(), "*");
    text_ += wrapped(pieces, statement.not_action ? " minus " : " plus ", 6);
    if (!clauses.by.empty()) text_ += "\n  by " + wrapped(clauses.by, ", ", 5);
    if (!clauses.where.empty()) text_ += "\n  where { " + where(clauses.where) + " }";
    if (named) text_ += "\n  except " + wrapped(clauses.except, ", ", 9);
    text_ += '\n';
  }

  static std::string where(const std::vector<std::string>& tests) {
    std::string out;
    for (const std::string& test : tests) {
      // A quantifier stands last or in parentheses.
      bool quantified = test.starts_with("any ") || test.starts_with("all ") || test.starts_with("no ");
      std::string each = quantified && tests.size() > 1 ? "(" + test + ")" : test;
      out += out.empty() ? each : "\n          and " + each;
    }
    return out;
  }

  // What is allowed at the most: of a boundary a cap, of an SCP everything else is denied.
  void allow() {
    std::vector<std::string> grants;
    for (size_t index : allowing_) grants.push_back(grant(context_.document.statements[index], path_of(index)));
    text_ += fmt::format("\n/// All that is allowed.\nrule {}:\n  ", unique("allowed"));
    if (context_.kind == Kind::PermissionBoundary) {
      text_ += "cap anyone at " + wrapped(grants, "\n    and ", 6) + "\n";
    } else {
      text_ += "forbid * minus " + wrapped(grants, " minus ", 6) + "\n";
    }
  }

  std::string grant(const Statement& statement, const std::string& path) {
    bool boundary = context_.kind == Kind::PermissionBoundary;
    if (!statement.conditions.empty()) {
      return context_.refuse(json_path(path, "Condition"), "what a cap leaves has no conditions beside resources");
    }
    if (!speaks_of_everyone(statement, path)) return {};
    if (statement.not_resource)
      return context_.refuse(json_path(path, "NotResource"), "a cap names the resources it leaves");
    auto pieces = action_pieces(statement.actions, {}, json_path(path, "Action"), context_);
    bool everywhere = std::ranges::find(statement.resources, "*") != statement.resources.end();
    if (!boundary && (!everywhere || statement.not_action)) {
      return context_.refuse(path, "what an SCP leaves is said by actions on every resource");
    }
    if (statement.not_action) pieces.insert(pieces.begin(), "*");
    std::string out = wrapped(pieces, !boundary || statement.not_action ? " minus " : " plus ", 6);
    if (everywhere) return out;
    std::vector<std::string> arns;
    for (const std::string& arn : statement.resources) {
      arns.push_back(quoted(padded(arn), json_path(path, "Resource"), context_));
    }
    return out + " on " + wrapped(arns, ", ", 6);
  }

  Context context_;
  std::string name_;
  std::string text_;
  std::set<std::string> names_;
  std::vector<size_t> allowing_;
  std::vector<std::string> left_;
};

constexpr std::string_view kKinds[] = {"aws.scp", "aws.rcp", "aws.permission_boundary"};

}  // namespace

std::string_view name(Kind kind) { return kKinds[static_cast<size_t>(kind)]; }

std::optional<Kind> parse_kind(std::string_view wanted) {
  for (size_t i = 0; i < std::size(kKinds); ++i) {
    if (kKinds[i] == wanted) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

access::DocumentKind access_kind(Kind kind) {
  if (kind == Kind::Scp) return access::DocumentKind::Scp;
  return kind == Kind::Rcp ? access::DocumentKind::Rcp : access::DocumentKind::PermissionBoundary;
}

std::optional<Kind> guess_kind(const access::Document& document) {
  auto denies = [](const Statement& each) { return each.effect == access::Effect::Deny; };
  auto bare = [](const Statement& each) { return each.principals.empty(); };
  const auto& all = document.statements;
  if (std::ranges::all_of(all, bare)) {
    bool scp = std::ranges::all_of(all, [&](const Statement& each) { return denies(each) || allows_everything(each); });
    return scp ? Kind::Scp : Kind::PermissionBoundary;
  }
  if (std::ranges::all_of(all, [&](const Statement& each) { return denies(each) && is_everyone(each); }))
    return Kind::Rcp;
  return std::nullopt;
}

Imported import_document(const access::Document& document, Kind kind, std::string_view name,
                         const catalog::Catalog& catalog) {
  return Importer(document, kind, name, catalog).run();
}

}  // namespace berm::importer
