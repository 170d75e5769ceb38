#include "runtime/stream/names.h"

#include <string>

#include "runtime/stream/values.h"

namespace berm::stream {
namespace {

namespace ondemand = simdjson::ondemand;

std::string_view* place_of(std::string_view key, Named& out) {
  if (key == "address") return &out.address;
  if (key == "mode") return &out.mode;
  if (key == "type") return &out.type;
  if (key == "provider_config_key") return &out.provider_config_key;
  return nullptr;
}

bool has_all(const Named& named) { return !named.address.empty() && !named.mode.empty() && !named.type.empty(); }

void read_names_of(ondemand::object element, std::string_view last, Named& out) {
  for (ondemand::field field : element) {
    std::string_view key = plain_key(field);
    std::string_view* place = place_of(key, out);
    if (!place) continue;
    ondemand::value value = field.value();
    if (value.type() == ondemand::json_type::string) *place = value.get_string();
    // What is behind it are the values.
    if (key == last && has_all(out)) return;
  }
}

// The members at the beginning of an element, as Terraform writes them: texts.
class Beginning {
 public:
  // `scratch` holds an address with quotes.
  Beginning(std::string_view text, std::string& scratch)
      : at_(text.data() + 1), end_(text.data() + text.size()), scratch_(scratch) {}

  // Where it is the first member.
  bool read_address(Named& out) {
    std::string_view key;
    skip_space();
    if (!text(key) || key != "address") return false;
    skip_space();
    if (at_ == end_ || *at_++ != ':') return false;
    skip_space();
    if (at_ == end_ || !text(out.address)) return false;
    return out.address.find('\\') == out.address.npos || unquote(out.address);
  }

  // Up to the member of that name; false: something else stands there.
  bool read(std::string_view last, Named& out) {
    while (true) {
      std::string_view key, value;
      skip_space();
      if (!text(key)) return false;
      skip_space();
      if (at_ == end_ || *at_++ != ':') return false;
      skip_space();
      if (at_ == end_ || *at_ != '"' || !text(value)) return false;
      std::string_view* place = place_of(key, out);
      if (place && value.find('\\') != value.npos && (key != "address" || !unquote(value))) return false;
      if (place) *place = value;
      if (place && key == last) return has_all(out);
      skip_space();
      if (at_ == end_ || *at_++ != ',') return false;
    }
  }

 private:
  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  bool text(std::string_view& out) {
    if (at_ == end_ || *at_ != '"') return false;
    const char* begin = ++at_;
    while (at_ != end_ && *at_ != '"') at_ += *at_ == '\\' && at_ + 1 != end_ ? 2 : 1;
    if (at_ == end_) return false;
    out = {begin, static_cast<size_t>(at_++ - begin)};
    return true;
  }

  // Those around the keys of instances.
  bool unquote(std::string_view& value) {
    scratch_.clear();
    for (size_t i = 0; i < value.size(); ++i) {
      if (value[i] == '\\' && value[++i] != '"') return false;
      scratch_ += value[i];
    }
    value = scratch_;
    return true;
  }

  const char* at_;
  const char* end_;
  std::string& scratch_;
};

}  // namespace

bool read_names(Batch& batch, std::string_view last, const std::function<void(const Named&)>& found,
                const std::function<bool(std::string_view)>& unwanted) {
  static thread_local ondemand::parser parser;
  std::string scratch;
  for (const Batch::Element& where : batch.elements) {
    char* begin = batch.window.begin() + where.begin;
    Named named;
    named.text = {begin, where.size};
    if (unwanted && Beginning(named.text, scratch).read_address(named) && unwanted(named.address)) continue;
    named.address = {};
    if (!Beginning(named.text, scratch).read(last, named)) {
      named = {.text = named.text};
      try {
        size_t readable = where.size + simdjson::SIMDJSON_PADDING;
        ondemand::document document = parser.iterate(simdjson::padded_string_view(begin, where.size, readable));
        read_names_of(document.get_object(), last, named);
      } catch (const simdjson::simdjson_error&) {
        return false;
      }
    }
    found(named);
  }
  return true;
}

}  // namespace berm::stream
