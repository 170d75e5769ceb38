#include <algorithm>
#include <vector>

#include "ir/ir.h"
#include "program/program.h"
#include "program/verify.h"

namespace berm::program {
namespace {

using fb::CallOp;

constexpr uint32_t kDeepest = 2000;        // evaluators recurse
constexpr uint64_t kLargest = 1ull << 24;  // of a condition written out in full
constexpr uint32_t kMostBound = 4096;

// How many children an operation has; more is anything from `least`.
struct Arity {
  uint32_t least = 0, most = 0;
};

Arity arity(CallOp op) {
  constexpr uint32_t kAny = kNone;
  switch (op) {
    case CallOp::And:
    case CallOp::Or:
    case CallOp::Apply:
    case CallOp::Concat:
    case CallOp::List:
    case CallOp::Nothing: return {0, kAny};
    case CallOp::Any:
    case CallOp::All:
    case CallOp::Coalesce:
    case CallOp::Equal:
    case CallOp::Less:
    case CallOp::LessEqual:
    case CallOp::In:
    case CallOp::Like: return {2, 2};
    case CallOp::Test:
    case CallOp::Shield:
    case CallOp::Missing:
    case CallOp::Truth: return {1, 1};
    case CallOp::Always:
    case CallOp::Never:
    case CallOp::Literal:
    case CallOp::Key:
    case CallOp::Element: return {0, 0};
  }
  return {1, 0};
}

uint8_t most_arguments(uint8_t builtin) {
  static constexpr uint8_t kArguments[] = {
#define BERM_BUILTIN(name, spelling, arguments) arguments,
#include "ir/builtin.def"
  };
  return builtin < std::size(kArguments) ? kArguments[builtin] : 0;
}

class CallVerifier {
 public:
  CallVerifier(const fb::CallCode& code, uint32_t rules) : code_(code), rules_(rules) {}

  std::string problem() const {
    const bool numbers =
        all_below(*code_.items(), code_.values()->size()) && all_below(*code_.children(), code_.nodes()->size()) &&
        all_below(*code_.key_lists(), code_.keys()->size()) && all_below(*code_.slots(), code_.actions()->size() + 1);
    if (!numbers) return "a number of its calls points nowhere";
    if (!sound_keys()) return "a key of its calls is not what it should be";
    if (!sound_values()) return "a constant of its calls is not what it should be";
    if (!sound_nodes()) return "a condition of its calls is not what it should be";
    if (!sound_legs()) return "a resource type of its calls is not what it should be";
    if (!sound_actions()) return "an action of its calls is not what it should be";
    return sound_patterns() ? "" : "a clause of its calls is not what it should be";
  }

 private:
  template <class Vector>
  static bool all_below(const Vector& numbers, uint32_t limit) {
    return std::all_of(numbers.begin(), numbers.end(), [&](uint32_t number) { return number < limit; });
  }
  template <class Vector>
  static bool lies_in(const fb::Slice& slice, const Vector* vector) {
    return uint64_t{slice.begin()} + slice.count() <= vector->size();
  }
  // Together they are no longer than the list, so that a walk over all of them takes no longer than one over it.
  template <class Vector>
  static bool adds_up(const fb::Slice& slice, const Vector* vector, uint64_t& used) {
    used += slice.count();
    return lies_in(slice, vector) && used <= vector->size();
  }
  bool is_text(const fb::CallText& text) const { return uint64_t{text.begin()} + text.size() <= code_.text()->size(); }
  std::string_view text(const fb::CallText& text) const {
    return {reinterpret_cast<const char*>(code_.text()->data()) + text.begin(), text.size()};
  }
  bool is_node(uint32_t node) const { return node < code_.nodes()->size(); }
  bool is_row(uint32_t row) const {
    return code_.mask_words() == 0 || (uint64_t{row} + 1) * code_.mask_words() <= code_.masks()->size();
  }

  bool sound_keys() const {
    const auto& keys = *code_.keys();
    const auto is_sound = [&](const fb::CallKey* key) {
      return is_text(key->name()) && (key->leg() == kNone || key->leg() < uint64_t{code_.mask_words()} * 64);
    };
    return keys.size() > 0 && std::all_of(keys.begin(), keys.end(), is_sound) &&
           text(keys.Get(0)->name()) == "resource.arn" && keys.Get(0)->leg() == kNone;
  }

  // Items before what holds them, so that nothing holds itself; lists nest as deep as sources do.
  bool sound_values() const {
    std::vector<uint32_t> depths;
    uint64_t items = 0;
    for (uint32_t i = 0; i < code_.values()->size(); ++i) {
      const fb::CallValue& value = *code_.values()->Get(i);
      if (value.kind() > fb::CallValueKind::Map || !is_text(value.text()) ||
          !adds_up(value.items(), code_.items(), items))
        return false;
      uint32_t depth = 0;
      for (uint32_t j = 0; j < value.items().count(); ++j) {
        const uint32_t item = code_.items()->Get(value.items().begin() + j);
        if (item >= i) return false;
        depth = std::max(depth, depths[item] + 1);
      }
      if (depth > kDeepest) return false;
      depths.push_back(depth);
    }
    return true;
  }

  bool sound_nodes() const {
    if (code_.bound() > kMostBound) return false;
    std::vector<uint32_t> depths;
    std::vector<uint64_t> sizes;
    uint64_t children = 0;
    for (uint32_t i = 0; i < code_.nodes()->size(); ++i) {
      const fb::CallNode& node = *code_.nodes()->Get(i);
      if (!has_operands(node) || !adds_up(node.children(), code_.children(), children)) return false;
      uint32_t depth = 0;
      uint64_t size = 1;
      for (uint32_t j = 0; j < node.children().count(); ++j) {
        const uint32_t child = code_.children()->Get(node.children().begin() + j);
        if (child >= i) return false;
        depth = std::max(depth, depths[child] + 1);
        size += sizes[child];
      }
      if (depth > kDeepest || size > kLargest) return false;
      depths.push_back(depth);
      sizes.push_back(size);
    }
    return true;
  }

  bool has_operands(const fb::CallNode& node) const {
    if (node.op() > CallOp::Nothing || node.type() > static_cast<uint8_t>(ir::Type::Account)) return false;
    if (!lies_in(node.keys(), code_.key_lists())) return false;
    const Arity wanted = arity(node.op());
    const uint32_t count = node.children().count();
    if (count < wanted.least || count > wanted.most) return false;
    switch (node.op()) {
      case CallOp::Literal: return node.operand() < code_.values()->size();
      case CallOp::Key: return node.operand() < code_.keys()->size();
      case CallOp::Any:
      case CallOp::All:
      case CallOp::Element: return node.operand() < code_.bound();
      case CallOp::Apply: return count > 0 && count == most_arguments(node.builtin());
      default: return true;
    }
  }

  bool sound_legs() const {
    const auto is_form = [&](const fb::CallForm* form) {
      return is_text(form->service()) && is_text(form->region()) && is_text(form->account()) &&
             is_text(form->service_glob()) && is_text(form->region_glob()) && is_text(form->account_glob()) &&
             is_text(form->resource_glob());
    };
    uint64_t types = 0;  // forms are those of a type of the catalogue, which many actions take
    const auto is_type = [&](const fb::CallLegType* type) {
      return is_text(type->name()) && is_text(type->made_up()) && lies_in(type->forms(), code_.forms()) &&
             is_row(type->mask());
    };
    const auto are_legs = [&](const fb::CallLegs* legs) {
      return adds_up(legs->types(), code_.leg_types(), types) && is_row(legs->any()) && is_row(legs->untyped());
    };
    return std::all_of(code_.forms()->begin(), code_.forms()->end(), is_form) &&
           std::all_of(code_.leg_types()->begin(), code_.leg_types()->end(), is_type) &&
           std::all_of(code_.legs()->begin(), code_.legs()->end(), are_legs);
  }

  bool sound_actions() const {
    uint64_t denies = 0, permits = 0;
    const auto is_task = [&](const fb::CallTask* task) {
      return task->kind() <= fb::CallTaskKind::Permits && task->rule() < rules_ && is_node(task->condition()) &&
             lies_in(task->allows(), code_.children());
    };
    const auto is_set = [&](const fb::CallSet* set) {
      return adds_up(set->denies(), code_.tasks(), denies) && adds_up(set->permits(), code_.tasks(), permits);
    };
    const auto is_action = [&](const fb::CallAction* action) {
      return is_text(action->name()) && action->set() < code_.sets()->size() &&
             (action->legs() == kNone || action->legs() < code_.legs()->size());
    };
    const uint32_t slots = code_.slots()->size();
    return slots > 0 && (slots & (slots - 1)) == 0 &&
           std::all_of(code_.tasks()->begin(), code_.tasks()->end(), is_task) &&
           std::all_of(code_.sets()->begin(), code_.sets()->end(), is_set) &&
           std::all_of(code_.actions()->begin(), code_.actions()->end(), is_action);
  }

  bool sound_patterns() const {
    const auto is_pattern = [&](const fb::CallPattern* pattern) { return is_text(pattern->text()); };
    uint64_t patterns = 0, clauses = 0;
    const auto is_clause = [&](const fb::CallClauseCode* clause) {
      return adds_up(clause->patterns(), code_.patterns(), patterns) && is_node(clause->condition());
    };
    const auto is_rule = [&](const fb::CallRuleCode* rule) {
      return rule->rule() < rules_ && is_node(rule->capped()) && adds_up(rule->clauses(), code_.clauses(), clauses);
    };
    return std::all_of(code_.patterns()->begin(), code_.patterns()->end(), is_pattern) &&
           std::all_of(code_.clauses()->begin(), code_.clauses()->end(), is_clause) &&
           std::all_of(code_.rules()->begin(), code_.rules()->end(), is_rule) &&
           std::all_of(code_.services()->begin(), code_.services()->end(),
                       [&](const fb::CallText* service) { return is_text(*service); });
  }

  const fb::CallCode& code_;
  uint32_t rules_;
};

}  // namespace

std::string problem_of_call_code(const fb::Program& program) {
  return CallVerifier(*program.call_code(), program.rules()->rules()->size()).problem();
}

}  // namespace berm::program
