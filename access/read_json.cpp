// The only file of this folder that knows the JSON library.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "access/json_tree.h"
#include "base/text.h"

namespace berm::access {
namespace {

using Json = nlohmann::json;
using Kind = JsonNode::Kind;

constexpr size_t kLargest = size_t{1} << 20;
constexpr size_t kDeepest = 32;
constexpr int kNumberOverflow = 406;  // the library's number for it

// Finds the tokens that the library reports, one after the other: it tells no places. What it has accepted needs no
// second check.
class TokenPlaces {
 public:
  explicit TokenPlaces(std::string_view text) : text_(text) {}

  JsonPlace next() {
    while (at_ < text_.size() && std::string_view(" \t\r\n,:").find(text_[at_]) != std::string_view::npos) ++at_;
    size_t begin = at_;
    if (at_ < text_.size()) skip_token();
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(at_)};
  }
  uint32_t at() const { return static_cast<uint32_t>(at_); }

 private:
  void skip_token() {
    char first = text_[at_++];
    if (first == '"') return skip_string();
    if (std::string_view("{}[]").find(first) != std::string_view::npos) return;
    at_ = std::min(text_.find_first_of(" \t\r\n,:{}[]\"", at_), text_.size());
  }
  void skip_string() {
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view text_;
  size_t at_ = 0;
};

// Builds the tree; every callback that returns false ends the parse with `error_` set.
class Builder : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(std::string_view text) : places_(text) {}

  JsonReadResult take() {
    if (!error_.empty()) return {{}, std::move(error_), error_at_};
    return {std::move(root_), {}};
  }

  bool null() override { return value({}); }
  bool boolean(bool b) override { return value({Kind::Bool, b ? "true" : "false", {}}); }
  bool number_integer(number_integer_t n) override { return value({Kind::Number, std::to_string(n), {}}); }
  bool number_unsigned(number_unsigned_t n) override { return value({Kind::Number, std::to_string(n), {}}); }
  bool number_float(number_float_t, const string_t& written) override { return value({Kind::Number, written, {}}); }
  bool string(string_t& text) override { return value(JsonNode::string(text)); }
  bool binary(binary_t&) override { return value({}); }
  bool start_object(std::size_t) override { return open(JsonNode::object()); }
  bool start_array(std::size_t) override { return open(JsonNode::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    name_place_ = places_.next();
    if (!names_.back().insert(name).second) return fail(fmt::format("`{}` appears twice", path(name)));
    name_ = name;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& error) override {
    bool too_large = error.id == kNumberOverflow;
    if (error_.empty()) error_at_ = static_cast<uint32_t>(position > 0 ? position - 1 : 0);
    return fail(fmt::format("{} at byte {}", too_large ? "a number out of range" : "not valid JSON", position));
  }

 private:
  bool fail(std::string words) {
    if (!error_.empty()) return false;
    error_ = std::move(words);
    if (error_at_ == 0) error_at_ = std::max(places_.at(), 1u) - 1;
    return false;
  }

  // Where the next value goes. Only the innermost container grows, so the pointers in `open_` stay good.
  JsonNode& place(JsonNode node) {
    node.place = places_.next();
    if (open_.empty()) return root_ = std::move(node);
    JsonNode& parent = *open_.back();
    bool named = parent.is(Kind::Object);
    JsonNode& added = parent.add(named ? name_ : std::string(), std::move(node));
    if (named) parent.members.back().name_place = name_place_;
    return added;
  }

  bool value(JsonNode node) {
    place(std::move(node));
    return true;
  }

  bool open(JsonNode node) {
    if (open_.size() == kDeepest) return fail(fmt::format("`{}` is nested too deeply", path({})));
    open_.push_back(&place(std::move(node)));
    names_.emplace_back();
    return true;
  }

  bool close() {
    open_.back()->place.end = places_.next().end;
    open_.pop_back();
    names_.pop_back();
    return true;
  }

  std::string path(std::string_view last) const {
    std::string out;
    for (size_t i = 0; i + 1 < open_.size(); ++i) {
      const JsonNode& node = *open_[i];
      out = node.is(Kind::Object) ? json_path(out, node.members.back().name) : json_path(out, node.members.size() - 1);
    }
    return last.empty() ? out : json_path(out, last);
  }

  TokenPlaces places_;
  JsonNode root_;
  std::vector<JsonNode*> open_;
  std::vector<std::set<std::string>> names_;  // of the open containers, to find repeats
  std::string name_;
  JsonPlace name_place_;
  std::string error_;
  uint32_t error_at_ = 0;
};

}  // namespace

JsonReadResult read_json(std::string_view text) {
  if (text.size() > kLargest) return {{}, "larger than 1 MiB"};
  if (auto at = find_invalid_utf8(text)) {
    return {{}, fmt::format("not valid UTF-8 at byte {}", *at + 1), static_cast<uint32_t>(*at)};
  }
  Builder builder(text);
  Json::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
}

}  // namespace berm::access
