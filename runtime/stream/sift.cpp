#include "runtime/stream/sift.h"

#include "runtime/plan/configuration.h"

namespace berm::stream {

using facts::ResourceChange;

bool names_agree(const ResourceChange& change) {
  std::string_view rest = change.address;
  auto take = [&](std::string_view part) {
    bool good = rest.starts_with(part);
    if (good) rest.remove_prefix(part.size());
    return good;
  };
  if (rest.empty()) return true;
  if (!change.module_address.empty() && !(take(change.module_address) && take("."))) return false;
  if (change.mode != "managed" && !(take(change.mode) && take("."))) return false;
  if (!take(change.type) || !take(".")) return false;
  return change.name.empty() || (take(change.name) && (rest.empty() || rest.starts_with('[')));
}

Sift::Asked Sift::ask(const ResourceChange& change, eval::Place place) {
  bool data = change.mode == "data";
  if (data) text_ = facts::type_of(change);
  Asked asked{sieves_.type(data ? std::string_view(text_) : change.type)};
  if (asked.type) asked.wanted = sieves_.wanted(*asked.type, change, place);
  return asked;
}

void Sift::look(const Asked& asked, const ResourceChange& change, eval::Place place, uint64_t offset, uint32_t size) {
  rules_.clear();
  if (asked.wanted.seen) sieve_->look(*asked.type, change, place, rules_);
  bool planned = place == eval::Place::Planned;
  if (planned) note_planned(asked, change, offset, size);
  // It makes the plan doubtful.
  bool odd = planned && (change.actions & facts::kOther);
  if (rules_.empty() && !odd) return;
  auto& kept = planned ? out_.kept : out_.drift;
  kept.push_back({offset, size, static_cast<uint32_t>(rules_.size()), static_cast<uint32_t>(out_.rules.size()),
                  hash_of_block(change), odd});
  out_.rules.insert(out_.rules.end(), rules_.begin(), rules_.end());
}

void Sift::note_planned(const Asked& asked, const ResourceChange& change, uint64_t offset, uint32_t size) {
  ++out_.resources;
  constexpr uint8_t kHarmless = facts::kNoOp | facts::kRead;
  out_.changes |= (change.actions & ~kHarmless) != 0;
  bool covers = records_.index || (records_.covers && (change.mode == "data" || !change.previous_address.empty()));
  if (covers && change.deposed.empty()) {
    seen_.covered.insert(block_hash(change.address));
    if (!change.previous_address.empty()) seen_.covered.insert(block_hash(change.previous_address));
  }
  bool aws = change.type.starts_with("aws_");
  if (!aws && !records_.index) return;
  uint64_t hash = hash_of_block(change);
  if (aws && hash != last_aws_) out_.aws_blocks.insert(last_aws_ = hash);
  if (!records_.index) return;
  constexpr uint8_t kGone = facts::kDelete | facts::kForget;
  bool remains = change.deposed.empty() && (change.actions & ~kGone);
  bool first = remains && modules_.insert(block_hash(change.module_address));
  bool always = !change.previous_address.empty() || change.mode == "data";
  seen_.index.push_back(
      {offset, hash, size, last_type_, last_module_hash_, change.actions, always, first, asked.names_first});
}

uint64_t Sift::hash_of_block(const ResourceChange& change) {
  if (change.module_address != last_module_) {
    last_module_ = change.module_address;
    last_call_ = plan::without_indexes(last_module_);
    last_module_hash_ = module_hash(last_call_);
  }
  text_.assign(last_call_).append(last_call_.empty() ? "" : ".");
  size_t type_at = text_.size();
  text_.append(change.mode == "data" ? "data." : "").append(change.type);
  last_type_ = type_hash(std::string_view(text_).substr(type_at));
  text_.append(1, '.').append(change.name);
  return block_hash(text_);
}

}  // namespace berm::stream
