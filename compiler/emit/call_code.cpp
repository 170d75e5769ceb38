#include <algorithm>

#include "compiler/emit/call_actions.h"
#include "compiler/emit/call_legs.h"
#include "compiler/emit/call_nodes.h"
#include "compiler/emit/sections.h"
#include "program/name_hash.h"
#include "program/program.h"

namespace berm::emit {
namespace {

struct Clause {
  bool allows = false;
  uint32_t set = 0, condition = 0;
  const ir::ActionSet* actions = nullptr;
};

struct RuleCode {
  uint32_t rule = 0, capped = 0;
  bool caps = false, permits = false;
  std::vector<Clause> clauses;
};

class CallWriter {
 public:
  explicit CallWriter(Writer& writer)
      : writer_(writer), nodes_(writer.input.catalog, texts_), actions_(writer.input.catalog) {}

  flatbuffers::Offset<fb::CallCode> write() {
    const std::vector<ir::Rule>& rules = writer_.input.module.rules;
    for (uint32_t i = 0; i < rules.size(); ++i) add(rules[i], i);
    nodes_.finish();
    actions_.expand();
    CallLegs legs(writer_.input.catalog, nodes_.leg_keys(), texts_);
    for (const CallActions::Known& known : actions_.actions()) {
      const uint32_t leg = nodes_.asks_legs() ? legs.add(known.action) : program::kNone;
      code_actions_.emplace_back(texts_.add(known.name), set_of(known.sets), leg);
    }
    fill_slots();
    add_patterns();
    return finish(legs);
  }

 private:
  // Those of the standard library only where the manifest names them, for checks or for a document.
  bool takes_part(const ir::Rule& rule) const {
    const Settings& settings = writer_.input.settings;
    const auto names = [&](const std::string& pattern) { return ir::matches_rule(pattern, rule); };
    return !rule.standard_library || std::ranges::any_of(settings.rules, names) ||
           std::ranges::any_of(settings.call_rules, names);
  }

  void add(const ir::Rule& rule, uint32_t number) {
    const bool speaks = !rule.calls.empty() || !rule.allows.empty() || rule.verb == ir::Verb::Cap;
    if (!speaks || !takes_part(rule)) return;
    RuleCode code{.rule = number, .caps = rule.verb == ir::Verb::Cap, .permits = !rule.allows.empty()};
    code.capped = nodes_.condition(rule.capped);
    for (const ir::CallClause& clause : rule.calls) add_clause(code, clause, false);
    for (const ir::AllowClause& clause : rule.allows) add_clause(code, clause, true);
    if (code.caps) actions_.take_every_action();
    rules_.push_back(std::move(code));
  }

  template <class From>
  void add_clause(RuleCode& code, const From& clause, bool allows) {
    code.clauses.push_back({allows, actions_.add(clause.actions), nodes_.condition(clause.condition), &clause.actions});
  }

  // What the rules ask of actions that are in just these sets.
  uint32_t set_of(const std::vector<uint32_t>& in) {
    const auto [known, is_new] = set_numbers_.try_emplace(in, static_cast<uint32_t>(sets_.size()));
    if (!is_new) return known->second;
    std::vector<fb::CallTask> denies, permits;
    for (const RuleCode& rule : rules_) add_tasks(rule, in, denies, permits);
    const fb::Slice first = add_slice(denies);
    sets_.emplace_back(first, add_slice(permits));
    return known->second;
  }

  fb::Slice add_slice(const std::vector<fb::CallTask>& tasks) {
    const fb::Slice slice(static_cast<uint32_t>(tasks_.size()), static_cast<uint32_t>(tasks.size()));
    tasks_.insert(tasks_.end(), tasks.begin(), tasks.end());
    return slice;
  }

  void add_tasks(const RuleCode& rule, const std::vector<uint32_t>& in, std::vector<fb::CallTask>& denies,
                 std::vector<fb::CallTask>& permits) {
    std::vector<uint32_t> allowed;
    for (const Clause& clause : rule.clauses) {
      if (!std::binary_search(in.begin(), in.end(), clause.set)) continue;
      if (clause.allows) allowed.push_back(clause.condition);
      if (!clause.allows) denies.emplace_back(fb::CallTaskKind::Denies, rule.rule, clause.condition, fb::Slice());
    }
    if (!rule.caps && allowed.empty()) return;
    const fb::Slice allows = nodes_.list(allowed);
    if (rule.caps) denies.emplace_back(fb::CallTaskKind::CapDenies, rule.rule, rule.capped, allows);
    if (!allowed.empty()) permits.emplace_back(fb::CallTaskKind::Permits, rule.rule, rule.capped, allows);
  }

  void fill_slots() {
    size_t size = 2;
    while (size < code_actions_.size() * 2) size *= 2;
    slots_.assign(size, 0);
    for (uint32_t i = 0; i < code_actions_.size(); ++i) {
      size_t at = program::name_hash(actions_.actions()[i].name) & (size - 1);
      while (slots_[at] != 0) at = (at + 1) & (size - 1);
      slots_[at] = i + 1;
    }
  }

  // The same again for actions that the catalogue does not know.
  void add_patterns() {
    for (const RuleCode& rule : rules_) {
      const auto begin = static_cast<uint32_t>(clauses_.size());
      for (const Clause& clause : rule.clauses) {
        const auto first = static_cast<uint32_t>(patterns_.size());
        for (const ir::ActionItem& item : clause.actions->items)
          patterns_.emplace_back(texts_.add(item.pattern), item.plus);
        const auto count = static_cast<uint32_t>(clause.actions->items.size());
        clauses_.emplace_back(clause.allows, fb::Slice(first, count), clause.condition);
      }
      const fb::Slice slice(begin, static_cast<uint32_t>(rule.clauses.size()));
      rule_codes_.emplace_back(rule.rule, rule.capped, rule.caps, rule.permits, slice);
    }
    for (const std::string& service : actions_.services()) services_.push_back(texts_.add(service));
  }

  flatbuffers::Offset<fb::CallCode> finish(const CallLegs& legs) {
    auto& builder = writer_.builder;
    const auto structs = [&](const auto& list) { return builder.CreateVectorOfStructs(list); };
    const auto numbers = [&](const auto& list) { return builder.CreateVector(list); };
    const std::string& bytes = texts_.bytes();
    const auto text = builder.CreateVector(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
    const auto values = structs(nodes_.values());
    const auto keys = structs(nodes_.keys());
    const auto nodes = structs(nodes_.nodes());
    const auto items = numbers(nodes_.items()), children = numbers(nodes_.children());
    const auto key_lists = numbers(nodes_.key_lists()), slots = numbers(slots_);
    const auto tasks = structs(tasks_);
    const auto sets = structs(sets_);
    const auto code_actions = structs(code_actions_);
    const auto forms = structs(legs.forms());
    const auto types = structs(legs.types());
    const auto all_legs = structs(legs.legs());
    const auto masks = numbers(legs.masks());
    const auto patterns = structs(patterns_);
    const auto clauses = structs(clauses_);
    const auto rules = structs(rule_codes_);
    const auto services = structs(services_);
    return fb::CreateCallCode(builder, text, values, items, keys, nodes, children, key_lists, tasks, sets, code_actions,
                              slots, forms, types, all_legs, masks, static_cast<uint32_t>(legs.words()), patterns,
                              clauses, rules, services, actions_.every_action(), nodes_.bound());
  }

  Writer& writer_;
  CallTexts texts_;
  CallNodes nodes_;
  CallActions actions_;
  std::vector<RuleCode> rules_;
  std::map<std::vector<uint32_t>, uint32_t> set_numbers_;
  std::vector<fb::CallSet> sets_;
  std::vector<fb::CallTask> tasks_;
  std::vector<fb::CallAction> code_actions_;
  std::vector<uint32_t> slots_;
  std::vector<fb::CallPattern> patterns_;
  std::vector<fb::CallClauseCode> clauses_;
  std::vector<fb::CallRuleCode> rule_codes_;
  std::vector<fb::CallText> services_;
};

}  // namespace

flatbuffers::Offset<fb::CallCode> write_call_code(Writer& writer) { return CallWriter(writer).write(); }

}  // namespace berm::emit
