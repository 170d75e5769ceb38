#include "compiler/emit/call_legs.h"

#include "access/arn.h"
#include "catalog/names.h"
#include "reference/legs.h"

namespace berm::emit {
namespace {

void add(std::vector<uint64_t>& mask, const std::vector<uint64_t>& more) {
  for (size_t i = 0; i < mask.size(); ++i) mask[i] |= more[i];
}

}  // namespace

uint32_t CallLegs::add(const catalog::Action& action) {
  const Mask everywhere = mask_of(action.condition_keys);
  Mask some = everywhere;
  std::vector<fb::CallLegType> types;
  std::vector<std::pair<uint32_t, uint32_t>> shape;
  for (size_t i = 0; i < action.resources.size(); ++i) {
    Mask mask = mask_of(action.resources[i].condition_keys);
    emit::add(mask, everywhere);
    emit::add(some, mask);
    const Type& known = type(action, i);
    types.emplace_back(known.name, known.made_up, known.forms, row(mask));
    shape.emplace_back(known.made_up.begin(), types.back().mask());
    shape.emplace_back(known.name.begin(), known.forms.begin());
  }
  const uint32_t any = row(some), untyped = row(everywhere);
  const auto [found, is_new] =
      known_.try_emplace({std::move(shape), any, untyped}, static_cast<uint32_t>(legs_.size()));
  if (is_new) {
    const fb::Slice slice(static_cast<uint32_t>(types_.size()), static_cast<uint32_t>(types.size()));
    types_.insert(types_.end(), types.begin(), types.end());
    legs_.emplace_back(slice, any, untyped);
  }
  return found->second;
}

CallLegs::Mask CallLegs::mask_of(const std::vector<std::string_view>& names) {
  Mask mask(words());
  for (std::string_view name : names) {
    for (uint32_t bit : bits_of(name)) mask[bit / 64] |= uint64_t{1} << (bit % 64);
  }
  return mask;
}

const std::vector<uint32_t>& CallLegs::bits_of(std::string_view name) {
  const auto [bits, is_new] = bits_.try_emplace(name);
  for (uint32_t bit = 0; is_new && bit < keys_.size(); ++bit) {
    if (catalog::key_fits(name, keys_[bit])) bits->second.push_back(bit);
  }
  return bits->second;
}

uint32_t CallLegs::row(const Mask& mask) {
  const auto [known, is_new] = rows_.try_emplace(mask, static_cast<uint32_t>(rows_.size()));
  if (is_new) masks_.insert(masks_.end(), mask.begin(), mask.end());
  return known->second;
}

const CallLegs::Type& CallLegs::type(const catalog::Action& action, size_t resource) {
  const catalog::ResourceType& type = action.resources[resource].type;
  std::string arns(type.arn);
  for (std::string_view other : type.other_arns) arns.append("\n").append(other);
  const auto [known, is_new] = known_types_.try_emplace({std::string(type.name), arns});
  if (!is_new) return known->second;
  access::Request request;
  request.action = action.full_name();
  const access::Request leg = reference::legs(request, catalog_)[resource];
  const auto begin = static_cast<uint32_t>(forms_.size());
  add_form(type.arn);
  for (std::string_view other : type.other_arns) add_form(other);
  known->second = {texts_.add(type.name), texts_.add(leg.resource),
                   fb::Slice(begin, static_cast<uint32_t>(forms_.size()) - begin)};
  return known->second;
}

// No ARN fits a form that is none.
void CallLegs::add_form(std::string_view form) {
  const std::string glob = catalog::arn_pattern(form, "aws");
  const auto written = access::arn_parts(form), globs = access::arn_parts(glob);
  if (written.size() != 6 || globs.size() != 6) return;
  const auto text = [&](std::string_view part) { return texts_.add(part); };
  forms_.emplace_back(text(written[2]), text(written[3]), text(written[4]), text(globs[2]), text(globs[3]),
                      text(globs[4]), text(globs[5]));
}

}  // namespace berm::emit
