#include "runtime/stream/reread.h"

#include <cstring>
#include <string>

#include "runtime/plan/arena.h"
#include "runtime/plan/change.h"
#include "runtime/plan/configuration.h"
#include "runtime/plan/state.h"
#include "runtime/stream/large_pages.h"
#include "runtime/stream/unchanged.h"
#include "runtime/stream/values.h"

namespace berm::stream {
namespace {

namespace ondemand = simdjson::ondemand;
using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

// Terraform writes the names first.
constexpr std::string_view kChange = R"(,"change":)";

using Problem = std::optional<std::string>;
void demand_none(const Problem& problem) { demand(!problem); }

using Arena = std::pmr::monotonic_buffer_resource;

std::shared_ptr<Arena> make_arena(size_t bytes) {
  constexpr size_t kWorthIt = size_t{4} << 20;
  if (bytes < kWorthIt) return std::make_shared<Arena>();
  return std::make_shared<Arena>(bytes, &large_pages());
}

std::string actions_text(uint8_t actions) {
  std::string out;
  for (auto [bit, name] : {std::pair(facts::kCreate, "create"),
                           {facts::kUpdate, "update"},
                           {facts::kDelete, "delete"},
                           {facts::kRead, "read"},
                           {facts::kNoOp, "no-op"},
                           {facts::kForget, "forget"}}) {
    if (actions & bit) out.append(out.empty() ? "\"" : ",\"").append(name).append(1, '"');
  }
  return out;
}

}  // namespace

struct Reread::Impl {
  Impl(const Source& source, size_t bytes_of_values) : forward(source), arena(make_arena(bytes_of_values)) {}

  // As the only element of a list, so that it may be a scalar too.
  void read(std::string_view json, Value& out) {
    bytes += json.size();
    size_t size = json.size() + 2;
    char* memory = plan::allocate<char>(size + simdjson::SIMDJSON_PADDING, *arena);
    memory[0] = '[';
    std::memcpy(memory + 1, json.data(), json.size());
    memory[size - 1] = ']';
    std::memset(memory + size, ' ', simdjson::SIMDJSON_PADDING);
    Value list;
    try {
      simdjson::padded_string_view view(memory, size, size + simdjson::SIMDJSON_PADDING);
      ondemand::document document = parser.iterate(view);
      values.whole(document.get_value(), list);
    } catch (const simdjson::simdjson_error&) {
      throw Refused();
    }
    demand(list.kind == ValueKind::List && list.size == 1);
    out = list.list()[0];
  }

  Forward forward;
  std::shared_ptr<std::pmr::monotonic_buffer_resource> arena;
  ondemand::parser parser{};
  Pruned values{*arena};
  uint64_t bytes = 0;
  std::string text{};  // of an element that is put together
};

// Values take about twice what they are read from.
Reread::Reread(const Source& source, uint64_t bytes)
    : impl_(std::make_unique<Impl>(source, static_cast<size_t>(bytes * 2))) {}
Reread::~Reread() = default;

std::shared_ptr<const void> Reread::storage() const { return impl_->arena; }
uint64_t Reread::bytes() const { return impl_->bytes; }

void Reread::expect(std::vector<Range> pieces) { impl_->forward.expect(std::move(pieces)); }

void Reread::change(uint64_t offset, uint32_t size, ResourceChange& out, bool drift) {
  std::string_view element = impl_->forward.text(offset, offset + size);
  impl_->text.clear();
  bool unchanged = add_unchanged(element, impl_->text);
  Value value;
  impl_->read(unchanged ? impl_->text : element, value);
  plan::Address address = drift ? plan::Address::MadeWhereMissing : plan::Address::Required;
  demand_none(plan::read_change(value, address, *impl_->arena, out));
  if (unchanged) out.before = out.after;
}

bool Reread::names(uint64_t offset, uint32_t size, uint8_t actions, ResourceChange& out) {
  std::string_view names = impl_->forward.text(offset, offset + std::min(size, kMostNames));
  size_t change = names.find(kChange);
  if ((actions & facts::kOther) || change == std::string_view::npos) return false;
  impl_->text.assign(names.substr(0, change)).append(kChange).append(R"({"actions":[)");
  impl_->text.append(actions_text(actions)).append("]}}");
  Value value;
  impl_->read(impl_->text, value);
  demand_none(plan::read_change(value, plan::Address::Required, *impl_->arena, out));
  return true;
}

void Reread::state(const StatePlaces& places, const StatePlaces::Resource& place, facts::StateResource& out) {
  const Range& range = places.modules[place.module].address;
  Value address, value;
  if (!range.empty()) impl_->read(impl_->forward.text(range.begin, range.end), address);
  demand(address.is_null() || address.kind == ValueKind::String);
  impl_->read(impl_->forward.text(place.offset, place.offset + place.size), value);
  std::string_view module = address.is_null() ? std::string_view() : address.string();
  demand_none(plan::read_state_resource(value, module, *impl_->arena, out));
}

void Reread::block(const ConfigPlaces::Block& place, const facts::ConfigModule& module, facts::ConfigResource& out) {
  Value value;
  impl_->read(impl_->forward.text(place.offset, place.offset + place.size), value);
  demand_none(plan::read_block(value, module, out));
}

Value Reread::object(const Range& range) {
  Value out;
  if (range.empty()) return out;
  impl_->read(impl_->forward.text(range.begin, range.end), out);
  demand(out.is_null() || out.kind == ValueKind::Object);
  return out;
}

}  // namespace berm::stream
