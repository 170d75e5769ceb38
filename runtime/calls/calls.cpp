#include "runtime/calls/calls.h"

#include "runtime/calls/evaluator.h"
#include "runtime/calls/legs.h"

namespace berm::calls {

Rules::Rules(const program::Program& program)
    : program_(program), code_(std::make_unique<Code>(*program.root().call_code())) {}
Rules::~Rules() = default;

uint32_t Rules::size() const { return program_.root().rules()->rules()->size(); }

std::string_view Rules::name(uint32_t rule) const {
  return program_.root().rules()->rules()->Get(rule)->name()->string_view();
}

std::string_view Rules::spelling(std::string_view action) const {
  const fb::CallAction* known = code_->action(action);
  return known ? code_->text(known->name()) : std::string_view();
}

bool Rules::knows_service_of(std::string_view action) const {
  return code_->fb().every_action() || code_->has_service(action.substr(0, action.find(':')));
}

bool Rules::may_deny(std::string_view action) const {
  const fb::CallAction* known = code_->action(action);
  return known ? code_->fb().sets()->Get(known->set())->denies().count() > 0 : knows_service_of(action);
}

bool Rules::takes_resources(std::string_view action) const {
  const fb::CallAction* known = code_->action(action);
  if (!known || known->legs() == program::kNone) return false;
  return code_->fb().legs()->Get(known->legs())->types().count() > 0;
}

std::optional<std::string_view> Rules::resource_type_of(std::string_view action, std::string_view arn) const {
  ArnParts parts;
  if (!takes_resources(action) || !split_arn(arn, parts)) return std::nullopt;
  const fb::CallLegs& legs = *code_->fb().legs()->Get(code_->action(action)->legs());
  const uint32_t type = leg_type_of_arn(*code_, legs, parts);
  if (type == program::kNone) return std::nullopt;
  return code_->text(code_->fb().leg_types()->Get(type)->name());
}

Decider::Decider(const Rules& rules) : evaluator_(std::make_unique<Evaluator>(rules)) {}
Decider::~Decider() = default;
Decider::Decider(Decider&&) noexcept = default;
Decider& Decider::operator=(Decider&&) noexcept = default;

void Decider::begin(std::string_view action, std::string_view resource, std::string_view resource_type) {
  evaluator_->begin(action, resource, resource_type, false);
}
void Decider::begin_partial(std::string_view action, std::string_view resource, std::string_view resource_type) {
  evaluator_->begin(action, resource, resource_type, true);
}
bool Decider::set(std::string_view key, std::string_view value) { return set(key, {&value, 1}); }
bool Decider::set(std::string_view key, std::span<const std::string_view> values) {
  const uint32_t known = number(key);
  set(known, values);
  return known != program::kNone;
}
bool Decider::has(std::string_view key) const { return evaluator_->has(number(key)); }
uint32_t Decider::number(std::string_view key) const { return evaluator_->number(key); }
void Decider::set(uint32_t key, std::span<const std::string_view> values) {
  if (key != program::kNone) evaluator_->put(key, values);
}
bool Decider::has(uint32_t key) const { return evaluator_->has(key); }
void Decider::set_absent(std::string_view key) { evaluator_->set_absent(key); }
void Decider::set_request_tags_absent() { evaluator_->set_request_tags_absent(); }
std::span<const Finding> Decider::denials() { return evaluator_->denials(); }
std::span<const Finding> Decider::permits() { return evaluator_->permits(); }
std::vector<std::string_view> Decider::untold(uint32_t rule) { return evaluator_->untold(rule); }

}  // namespace berm::calls
