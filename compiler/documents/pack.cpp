#include "compiler/documents/pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "compiler/documents/limits.h"

namespace berm::documents {
namespace {

using access::Document;
using access::Statement;

// Statements that belong into one document.
struct Unit {
  std::vector<size_t> statements;
  size_t size = 0;
  std::optional<size_t> home;  // the document in which it stands
};

struct Bin {
  size_t size = 0;
  std::vector<size_t> statements;
};
using Bins = std::map<size_t, Bin>;  // by place in `names_`

class Packer {
 public:
  Packer(const Written& whole, const std::set<std::string>& taken);

  void remember(const std::vector<Standing>& standing);
  std::optional<Bins> place(bool at_home) const;
  std::vector<Written> documents(const Bins& bins) const;

 private:
  void make_units();
  const std::string& name_of(size_t place) const { return names_[place]; }
  bool holds(const Document& document, const Unit& unit) const;

  const Written& whole_;
  size_t room_ = 0;                 // of one document, for statements and the commas behind them
  std::vector<std::string> names_;  // more than statements could need
  std::vector<Unit> units_;
};

Packer::Packer(const Written& whole, const std::set<std::string>& taken) : whole_(whole) {
  const size_t frame = size_with(whole.spec.kind, {});
  // The last statement has no comma behind it.
  room_ = static_cast<size_t>(whole.quota) + 1 - std::min(frame, static_cast<size_t>(whole.quota));
  names_.push_back(whole.spec.name);
  for (size_t number = 2; names_.size() < whole.document.statements.size() + 1; ++number) {
    std::string name = fmt::format("{}-{}", whole.spec.name, number);
    if (!taken.contains(name)) names_.push_back(std::move(name));
  }
  make_units();
}

void Packer::make_units() {
  const auto& statements = whole_.document.statements;
  const size_t frame = size_with(whole_.spec.kind, {});
  for (size_t i = 0; i < statements.size(); ++i) {
    const size_t size = size_with(whole_.spec.kind, {statements[i]}) - frame + 1;  // and a comma
    const bool continues = !units_.empty() && whole_.origins[units_.back().statements.front()] == whole_.origins[i];
    if (!continues || units_.back().size + size > room_) units_.emplace_back();
    units_.back().statements.push_back(i);
    units_.back().size += size;
  }
}

bool Packer::holds(const Document& document, const Unit& unit) const {
  return std::any_of(unit.statements.begin(), unit.statements.end(), [&](size_t i) {
    const Statement& own = whole_.document.statements[i];
    return std::any_of(document.statements.begin(), document.statements.end(),
                       [&](const Statement& old) { return own.sid.empty() ? own == old : own.sid == old.sid; });
  });
}

void Packer::remember(const std::vector<Standing>& standing) {
  for (const Standing& old : standing) {
    const auto place = std::find(names_.begin(), names_.end(), old.name);
    const auto read = place == names_.end() ? access::ReadResult{} : access::read_policy(old.json);
    if (!read.document) continue;
    for (Unit& unit : units_) {
      if (!unit.home && holds(*read.document, unit)) unit.home = static_cast<size_t>(place - names_.begin());
    }
  }
}

bool add_to(Bin& bin, const Unit& unit, size_t room) {
  if (bin.size + unit.size > room) return false;
  bin.size += unit.size;
  bin.statements.insert(bin.statements.end(), unit.statements.begin(), unit.statements.end());
  return true;
}

// The largest first, each into the first document with room for it. None: a statement is too large for any.
std::optional<Bins> Packer::place(bool at_home) const {
  Bins bins;
  std::vector<const Unit*> rest;
  for (const Unit& unit : units_) {
    if (unit.size > room_) return std::nullopt;
    if (!at_home || !unit.home || !add_to(bins[*unit.home], unit, room_)) rest.push_back(&unit);
  }
  std::stable_sort(rest.begin(), rest.end(), [](const Unit* a, const Unit* b) { return a->size > b->size; });
  for (const Unit* unit : rest) {
    const bool placed =
        std::any_of(bins.begin(), bins.end(), [&](auto& entry) { return add_to(entry.second, *unit, room_); });
    if (placed) continue;
    size_t next = 0;
    while (bins.contains(next)) ++next;
    add_to(bins[next], *unit, room_);
  }
  return bins;
}

std::vector<Written> Packer::documents(const Bins& bins) const {
  std::vector<Written> parts;
  for (const auto& [place, bin] : bins) {
    Written part = whole_;
    part.spec.name = name_of(place);
    part.document.statements.clear();
    part.origins.clear();
    std::vector<size_t> order = bin.statements;
    std::sort(order.begin(), order.end());
    for (const size_t i : order) {
      part.document.statements.push_back(whole_.document.statements[i]);
      part.origins.push_back(whole_.origins[i]);
    }
    write_json(part);
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace

std::vector<Written> pack(const Written& whole, const std::vector<Standing>& standing,
                          const std::set<std::string>& taken) {
  const bool denies = std::all_of(whole.document.statements.begin(), whole.document.statements.end(),
                                  [](const Statement& s) { return s.effect == access::Effect::Deny; });
  if (fits(whole) || !denies) return {whole};
  Packer packer(whole, taken);
  packer.remember(standing);
  const auto fresh = packer.place(false);
  if (!fresh) return {whole};
  const auto kept = packer.place(true);
  return packer.documents(kept->size() <= fresh->size() ? *kept : *fresh);
}

}  // namespace berm::documents
