// Sets of actions: patterns against the catalogue, named sets, plus and minus.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "compiler/check/checker.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

constexpr size_t kMaxItems = 1024;

}  // namespace

const ir::ActionSet* Checker::action_set(const Symbol& symbol, Span use) {
  auto [at, fresh] = action_sets_.try_emplace(&symbol);
  if (fresh) {
    const auto& decl = std::get<ast::ActionsDecl>(*symbol.decl);
    at->second.value = lower(decl.actions, symbol.file);
    require_actions(at->second.value, decl.name.span);
    at->second.state = Made<ir::ActionSet>::State::Done;
  } else if (at->second.state == Made<ir::ActionSet>::State::Running) {
    report_cycle(symbol, "action set", use);
    return nullptr;
  }
  return &at->second.value;
}

ir::ActionSet Checker::lower(const ast::Actions& actions, size_t file) {
  ir::ActionSet out;
  for (const ast::ActionItem& item : actions.items) {
    bool plus = item.sign == ast::ActionItem::Sign::Plus;
    if (item.kind == ast::ActionItem::Kind::Named) {
      const Symbol* symbol = symbols_.resolve(file, item.name, {SymbolKind::Actions}, "an action set");
      const ir::ActionSet* set = symbol ? action_set(*symbol, item.span) : nullptr;
      if (set) append(out, plus, *set, item.span);
      if (out.items.size() <= kMaxItems) continue;
      report(DiagnosticKind::ExpansionTooLarge,
             fmt::format("this set is put together of more than {} items", kMaxItems), item.span)
          .help("name each set once");
      return {};
    }
    bool unchecked = item.kind == ast::ActionItem::Kind::Unchecked;
    if (unchecked || check_pattern(item)) out.items.push_back({plus, std::string(item.pattern), unchecked, item.span});
  }
  return out;
}

bool Checker::check_pattern(const ast::ActionItem& item) {
  if (item.pattern == "*") return true;
  std::string_view service = item.pattern.substr(0, item.pattern.find(':'));
  if (!catalog_.has_service(service)) {
    Diagnostic& diagnostic =
        report(DiagnosticKind::UnknownService, fmt::format("unknown service `{}`", service), item.span);
    if (std::optional<std::string> near = catalog_.nearest_service(service))
      diagnostic.help(fmt::format("did you mean `{}`?", *near));
    return false;
  }
  return check_spelling(item);
}

// IAM folds case; one spelling keeps sources searchable, and the wrong one is often a wrong action.
bool Checker::check_spelling(const ast::ActionItem& item) {
  std::string canonical;
  bool spelled = false;
  catalog_.for_each_action(item.pattern, [&](const catalog::Action& action) {
    std::string name = action.full_name();
    spelled |= glob_match(item.pattern, name);
    if (canonical.empty()) canonical = std::move(name);
  });
  if (spelled) return true;
  if (canonical.empty()) {
    report_unknown_action(item);
    return false;
  }
  report(DiagnosticKind::ActionSpelling, fmt::format("`{}` is spelled in another case", item.pattern), item.span)
      .help(fmt::format("{} `{}`", has_wildcard(item.pattern) ? "it matches" : "write", canonical));
  return false;
}

void Checker::report_unknown_action(const ast::ActionItem& item) {
  bool wild = has_wildcard(item.pattern);
  std::string message =
      wild ? fmt::format("`{}` matches no action", item.pattern) : fmt::format("unknown action `{}`", item.pattern);
  Diagnostic& diagnostic = report(DiagnosticKind::UnknownAction, std::move(message), item.span);
  std::string plain(item.pattern);
  std::erase_if(plain, [](char c) { return c == '*' || c == '?'; });
  std::optional<std::string> near = catalog_.nearest_action(plain);
  if (near && wild) diagnostic.help(fmt::format("the nearest action is `{}`", *near));
  if (near && !wild) diagnostic.help(fmt::format("did you mean `{}`?", *near));
  if (!near) diagnostic.help(fmt::format("`unchecked \"{}\"` steps round the catalogue", item.pattern));
}

// Items are read in order and the last that matches decides. A named set's own minus must not reach what stood before
// it, so whatever the plain sequence would get wrong is put right action by action.
void Checker::append(ir::ActionSet& set, bool plus, const ir::ActionSet& items, Span span) {
  ir::ActionSet before = set;
  // What stands there already needs no second time, as long as nothing is taken away.
  auto only_adds = [](const ir::ActionSet& each) {
    return std::all_of(each.items.begin(), each.items.end(), [](const ir::ActionItem& item) { return item.plus; });
  };
  bool sum = plus && only_adds(set) && only_adds(items);
  std::set<std::string> there;
  for (const ir::ActionItem& item : set.items) there.insert(item.pattern);
  for (const ir::ActionItem& item : items.items) {
    if (sum && !there.insert(item.pattern).second) continue;
    if (plus || item.plus) set.items.push_back({plus && item.plus, item.pattern, item.unchecked, span});
  }
  if (plus && before.items.empty()) return;
  for (const ir::ActionItem& item : items.items) {
    if (item.plus) continue;
    catalog_.for_each_action(item.pattern, [&](const catalog::Action& action) {
      std::string name = action.full_name();
      bool wanted = items.contains(name) ? plus : before.contains(name);
      if (set.contains(name) != wanted) set.items.push_back({wanted, name, false, span});
    });
  }
}

bool Checker::denotes_actions(const ir::ActionSet& set) const {
  // A pattern of the catalogue matches something, or it had been reported.
  bool only_adds =
      std::all_of(set.items.begin(), set.items.end(), [](const ir::ActionItem& item) { return item.plus; });
  if (only_adds) return !set.items.empty();
  bool found = false;
  for (const ir::ActionItem& item : set.items) {
    if (!item.plus || found) continue;
    if (item.unchecked) return true;
    catalog_.for_each_action(item.pattern,
                             [&](const catalog::Action& action) { found = found || set.contains(action.full_name()); });
  }
  return found;
}

void Checker::require_actions(const ir::ActionSet& set, Span span) {
  bool only_minus = !set.items.empty() && !set.items.front().plus;
  // An empty list of items was emptied by mistakes that are reported.
  if (set.items.empty() || denotes_actions(set)) return;
  Diagnostic& diagnostic = report(DiagnosticKind::NoActions, "no action is left in this set", span);
  if (only_minus) diagnostic.help("start from something to take away from, as `* minus …`");
}

}  // namespace berm::check
