#include "runtime/plan/json_value.h"

#include <simdjson.h>

#include <algorithm>

#include "runtime/plan/arena.h"
#include "runtime/plan/json_scan.h"

namespace berm::plan {
namespace {

namespace ondemand = simdjson::ondemand;
using facts::Member;
using facts::Value;
using facts::ValueKind;

bool by_key(const Member& a, const Member& b) { return a.key < b.key; }
bool same_key(const Member& a, const Member& b) { return a.key == b.key; }

}  // namespace

const size_t kPadding = simdjson::SIMDJSON_PADDING;

struct ValueReader::Impl {
  std::string_view text;
  std::span<const uint32_t> counts;
  std::pmr::memory_resource& arena;
  ondemand::parser parser{};
  size_t next_count = 0;
  std::optional<Problem> problem{};

  std::string_view key(ondemand::field& field) {
    const char* begin = field.key().raw();
    const char* end = begin;
    while (*end != '"' && *end != '\\') ++end;
    if (*end == '"') return {begin, static_cast<size_t>(end - begin)};
    return keep(field.unescaped_key(), arena);
  }

  std::string_view string(ondemand::value& value) {
    std::string_view token = trim_end(value.raw_json_token());
    token = token.substr(1, token.size() - 2);
    return token.find('\\') == std::string_view::npos ? token : keep(value.get_string(), arena);
  }

  void read(ondemand::value value, Value& out);
  void read_list(ondemand::array array, Value& out);
  void read_object(ondemand::object object, Value& out);
  void note_repeat(const Member* members, size_t size);
};

// Nesting is bounded: scan_json refused what is deeper than kMaxNesting.
void ValueReader::Impl::read(ondemand::value value, Value& out) {
  auto set_text = [&out](ValueKind kind, std::string_view chars) {
    out.kind = kind;
    out.size = static_cast<uint32_t>(chars.size());
    out.text = chars.data();
  };
  switch (value.type()) {
    case ondemand::json_type::array: return read_list(value.get_array(), out);
    case ondemand::json_type::object: return read_object(value.get_object(), out);
    case ondemand::json_type::number: return set_text(ValueKind::Number, trim_end(value.raw_json_token()));
    case ondemand::json_type::string: return set_text(ValueKind::String, string(value));
    case ondemand::json_type::boolean:
      out.kind = ValueKind::Bool;
      out.boolean = value.get_bool();
      return;
    case ondemand::json_type::null: out.kind = ValueKind::Null;
  }
}

void ValueReader::Impl::read_list(ondemand::array array, Value& out) {
  out.kind = ValueKind::List;
  out.size = counts[next_count++];
  Value* elements = allocate<Value>(out.size, arena);
  out.elements = elements;
  for (ondemand::value element : array) read(element, *elements++);
}

void ValueReader::Impl::read_object(ondemand::object object, Value& out) {
  out.kind = ValueKind::Object;
  out.size = counts[next_count++];
  Member* members = allocate<Member>(out.size, arena);
  out.members = members;
  Member* next = members;
  for (ondemand::field field : object) {
    next->key = key(field);
    read(field.value(), next++->value);
  }
  if (!std::is_sorted(members, next, by_key)) std::sort(members, next, by_key);
  note_repeat(members, out.size);
}

void ValueReader::Impl::note_repeat(const Member* members, size_t size) {
  const Member* end = members + size;
  const Member* first = std::adjacent_find(members, end, same_key);
  if (first == end || problem) return;
  // The later of the two, unless escapes keep its key out of the text.
  size_t offset = 0;
  for (const char* place : {first[0].key.data(), first[1].key.data()}) {
    bool in_text = place >= text.data() && place < text.data() + text.size();
    if (in_text) offset = std::max(offset, static_cast<size_t>(place - text.data()) - 1);
  }
  problem = Problem{DiagnosticKind::PlanDuplicateKey, offset, "an object has the same member twice",
                    "which of the two counts would depend on the reader; Terraform writes each once"};
}

ValueReader::ValueReader(std::string_view text, std::span<const uint32_t> counts, std::pmr::memory_resource& arena)
    : impl_(new Impl{text, counts, arena}) {}

ValueReader::~ValueReader() = default;

std::optional<Problem> ValueReader::read(const Element& element, Value& value) {
  size_t length = element.end - element.begin;
  size_t readable = impl_->text.size() + kPadding - element.begin;
  impl_->next_count = element.first_count;
  impl_->problem.reset();
  try {
    simdjson::padded_string_view view(impl_->text.data() + element.begin, length, readable);
    ondemand::document document = impl_->parser.iterate(view);
    impl_->read(document.get_value(), value);
  } catch (const simdjson::simdjson_error&) {
    return Problem{DiagnosticKind::PlanNotJson, element.begin, "this part of the plan cannot be read", {}};
  }
  if (impl_->problem && impl_->problem->offset == 0) impl_->problem->offset = element.begin;
  return std::move(impl_->problem);
}

}  // namespace berm::plan
