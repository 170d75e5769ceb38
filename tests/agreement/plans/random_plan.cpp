#include "tests/agreement/plans/random_plan.h"

#include <algorithm>

namespace berm::agreement {

using facts::Value;
using facts::ValueKind;

RandomPlan::RandomPlan(Choices& choices) : choices_(choices) {
  plan_.modules->push_back({});
  const size_t count = 6 + choices_.below(20);
  for (size_t i = 0; i < count; ++i) plan_.changes.push_back(change(i));
  for (size_t i = 0; i < choices_.below(4); ++i) plan_.drift.push_back(change(100 + i));
  for (size_t i = 0; i < choices_.below(3); ++i) {
    facts::ResourceChange entity = change(200 + i);
    entity.mode = "plan";
    entity.type = "terraform_output";
    plan_.entities.push_back(entity);
  }
  for (size_t i = 0; i < choices_.below(3); ++i) {
    std::string_view address = keep("data.aws_iam_policy_document.state" + std::to_string(i));
    plan_.prior_state.push_back(
        {address, "", "data", "aws_iam_policy_document", "state", "", "aws", "", attributes(), nullptr});
  }
  if (choices_.one_in(4)) plan_.deferred.push_back(change(300));
  for (facts::ResourceChange& later : plan_.deferred) later.deferred = true;
}

Value RandomPlan::text(ValueKind kind, std::string_view text) {
  Value value{kind};
  value.text = text.data();
  value.size = static_cast<uint32_t>(text.size());
  return value;
}

Value RandomPlan::list(int depth) {
  std::vector<Value> elements;
  for (uint32_t i = choices_.below(4); i > 0; --i) elements.push_back(value(depth - 1));
  const auto& kept = lists_.emplace_back(std::move(elements));
  Value list{ValueKind::List};
  list.size = static_cast<uint32_t>(kept.size());
  list.elements = kept.data();
  return list;
}

Value RandomPlan::object(int depth, std::span<const char* const> keys) {
  std::vector<facts::Member> members;
  for (const char* key : keys) {
    if (!choices_.one_in(3)) members.push_back({key, value(depth - 1)});
  }
  std::ranges::sort(members, {}, &facts::Member::key);
  const auto& kept = objects_.emplace_back(std::move(members));
  Value object{ValueKind::Object};
  object.size = static_cast<uint32_t>(kept.size());
  object.members = kept.data();
  return object;
}

Value RandomPlan::value(int depth) {
  static constexpr const char* kKeys[] = {"a", "b", "key", "value", "x", "y"};
  Value out;
  switch (choices_.below(depth > 0 ? 9 : 6)) {
    case 0:
    case 1: out = text(ValueKind::String, choices_.of(kTexts)); break;
    case 2: out = text(ValueKind::Number, choices_.of(kNumbers)); break;
    case 3:
      out = Value{ValueKind::Bool};
      out.boolean = choices_.one_in(2);
      break;
    case 4: break;
    case 5: out = facts::kUnknown; break;
    case 6: out = list(depth); break;
    case 7: out = object(depth, kKeys); break;
    default: {
      out = Value{ValueKind::List};
      std::vector<Value> blocks;
      for (uint32_t i = choices_.below(3); i > 0; --i) blocks.push_back(object(depth - 1, kKeys));
      const auto& kept = lists_.emplace_back(std::move(blocks));
      out.size = static_cast<uint32_t>(kept.size());
      out.elements = kept.data();
    }
  }
  out.sensitive = choices_.one_in(8);
  return out;
}

// As readers let them be: an object, all of it unknown, or nothing.
Value RandomPlan::attributes() {
  if (!choices_.one_in(12)) return object(4, kAttributes);
  return choices_.one_in(2) ? facts::kUnknown : facts::kNull;
}

void RandomPlan::set_actions(facts::ResourceChange& change) {
  static constexpr uint8_t kActions[] = {facts::kCreate,
                                         facts::kUpdate,
                                         facts::kNoOp,
                                         facts::kDelete,
                                         facts::kCreate | facts::kDelete,
                                         facts::kRead,
                                         facts::kForget,
                                         facts::kCreate | facts::kForget,
                                         facts::kOther};
  change.actions = choices_.of(kActions);
  if (choices_.one_in(8)) change.deposed = "00000001";
  change.importing = choices_.one_in(8);
  static constexpr const char* kReasons[] = {"", "", "replace_because_tainted", "replace_because_cannot_update"};
  change.action_reason = choices_.of(kReasons);
  if (choices_.one_in(6)) change.previous_address = "t.one";
  if (choices_.one_in(4)) change.module_address = "module.m";
}

void RandomPlan::set_values(facts::ResourceChange& change) {
  bool stays = (change.actions & ~(facts::kDelete | facts::kForget)) != 0;
  if (stays) change.after = attributes();
  if (!change.creates() || change.replaces()) change.before = choices_.one_in(3) ? change.after : attributes();
  if (choices_.one_in(10)) std::swap(change.before, change.after);
  if (choices_.one_in(2)) change.replace_paths = list(2);
}

const facts::ConfigResource* RandomPlan::config(std::string_view address) {
  facts::ConfigResource& config = plan_.config->emplace_back();
  config.address = address;
  config.module = &plan_.modules->front();
  for (const char* name : kAttributes) {
    if (choices_.one_in(2)) config.written.emplace_back(name);
  }
  std::ranges::sort(config.written);
  return &config;
}

facts::ResourceChange RandomPlan::change(size_t number) {
  facts::ResourceChange change;
  static constexpr const char* kManaged[] = {kTypes[0], kTypes[0], kTypes[0], kTypes[1], "v"};
  bool data = choices_.one_in(6);
  change.mode = data ? "data" : "managed";
  change.type = data ? "aws_iam_policy_document" : choices_.of(kManaged);
  change.name = keep("n" + std::to_string(number));
  change.address = keep(std::string(data ? "data." : "") + std::string(change.type) + "." + std::string(change.name));
  change.provider_name = "aws";
  set_actions(change);
  set_values(change);
  if (choices_.one_in(2)) change.config = config(change.address);
  return change;
}

}  // namespace berm::agreement
