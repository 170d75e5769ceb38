#include <algorithm>
#include <bit>

#include "program/program.h"
#include "runtime/eval/machine.h"

namespace berm::eval {
namespace {

using program::kNone;

// What a filter knows of one type.
class TypeFilter {
 public:
  explicit TypeFilter(const TypeCode& code)
      : code_(code),
        machine_(code),
        kept_at_(code.rules.size()),
        seen_at_(code.rules.size()),
        kept_(code.rules.size()),
        cleared_(code.rules.size()) {}

  void look(const facts::ResourceChange& change, Place place, std::vector<uint32_t>& kept) {
    const auto kinds = static_cast<uint8_t>(kinds_that_see(change, place) & code_.kinds);
    if (kinds == 0) return;
    kinds_ = kinds;
    ++looks_[kinds];
    begin(change);
    const size_t before = kept.size();
    // What is not known here is never proven to be harmless.
    bool unknown = (change.actions & facts::kOther) != 0;
    for (unsigned rest = kinds; rest != 0; rest &= rest - 1) {
      for (const Group& group : code_.groups[static_cast<size_t>(std::countr_zero(rest))]) judge(group, unknown, kept);
    }
    count_seen();
    std::sort(kept.begin() + static_cast<std::ptrdiff_t>(before), kept.end());
  }

  void add_cleared(std::span<uint32_t> judged) const {
    for (uint32_t i = 0; i < code_.rules.size(); ++i) {
      uint32_t looks = 0;
      for (uint32_t kinds = 1; kinds < looks_.size(); ++kinds) {
        if ((code_.rules[i].certainly & kinds) != 0) looks += looks_[kinds];
      }
      judged[code_.rules[i].rule] += looks - kept_[i] + cleared_[i];
    }
  }

 private:
  void begin(const facts::ResourceChange& change) {
    machine_.look_at(change);
    if (++epoch_ == 0) {
      std::ranges::fill(kept_at_, 0);
      std::ranges::fill(seen_at_, 0);
      epoch_ = 1;
    }
    seen_.clear();
  }

  void judge(const Group& group, bool unknown, std::vector<uint32_t>& kept) {
    if (unknown || group.violated == kNone) return keep(group, kept);
    if (group.where == kNone) {
      if (machine_.test(group.violated) != Truth::False) keep(group, kept);
      return;
    }
    Truth where = machine_.test(group.where);
    if (where == Truth::False) return;
    if (where == Truth::Later || machine_.test(group.violated) != Truth::False) return keep(group, kept);
    for (uint32_t i = group.begin; i < group.end; ++i) see(code_.members[i]);
  }

  void keep(const Group& group, std::vector<uint32_t>& kept) {
    for (uint32_t i = group.begin; i < group.end; ++i) {
      const uint32_t member = code_.members[i];
      if (kept_at_[member] == epoch_) continue;
      kept_at_[member] = epoch_;
      kept.push_back(code_.rules[member].rule);
      if (is_certain(member)) ++kept_[member];
    }
  }

  // Judged for a clause that need not have looked.
  void see(uint32_t member) {
    if (is_certain(member) || seen_at_[member] == epoch_) return;
    seen_at_[member] = epoch_;
    seen_.push_back(member);
  }

  void count_seen() {
    for (uint32_t member : seen_) {
      if (kept_at_[member] != epoch_) ++cleared_[member];
    }
  }

  bool is_certain(uint32_t member) const { return (code_.rules[member].certainly & kinds_) != 0; }

  const TypeCode& code_;
  Machine machine_;
  uint32_t epoch_ = 0;
  uint8_t kinds_ = 0;                     // that see the change
  std::array<uint32_t, 256> looks_ = {};  // how many changes by the kinds that see them
  // By rule: the change for which it was kept and seen last; how often it was kept though it certainly judged, and
  // cleared though it need not have judged.
  std::vector<uint32_t> kept_at_, seen_at_, kept_, cleared_;
  std::vector<uint32_t> seen_;  // of this change
};

}  // namespace

struct Filter::Impl {
  explicit Impl(const Code& c) : code(c), types(c.impl().types.size()) {}

  TypeFilter& at(const TypePlan& type) {
    auto& filter = types[type.number];
    if (!filter) filter = std::make_unique<TypeFilter>(code.impl().types[type.number]);
    return *filter;
  }

  const Code& code;
  std::vector<std::unique_ptr<TypeFilter>> types;
};

Filter::Filter(const Code& code) : impl_(std::make_unique<Impl>(code)) {}
Filter::~Filter() = default;

void Filter::look(const TypePlan& type, const facts::ResourceChange& change, Place place, std::vector<uint32_t>& kept) {
  impl_->at(type).look(change, place, kept);
}

void Filter::add_cleared(std::span<uint32_t> judged) const {
  for (const auto& type : impl_->types) {
    if (type) type->add_cleared(judged);
  }
}

}  // namespace berm::eval
