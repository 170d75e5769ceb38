#include "runtime/calls/question.h"

#include <simdjson.h>

#include <fmt/format.h>

#include "base/decimal.h"
#include "base/text.h"

namespace berm::calls {
namespace {

namespace json = simdjson::ondemand;
using simdjson::dom::element_type;

constexpr std::string_view kFields[] = {"principal", "action", "resource", "account", "resource_account", "context"};

std::string_view* field_of(Question& question, std::string_view name) {
  if (name == "principal") return &question.principal;
  if (name == "action") return &question.action;
  if (name == "resource") return &question.resource;
  if (name == "account") return &question.account;
  return name == "resource_account" ? &question.resource_account : nullptr;
}

std::string_view trimmed(std::string_view token) {
  const size_t last = token.find_last_not_of(" \t\r\n");
  return token.substr(0, last + 1);
}

bool is_json_number(std::string_view token) {
  const std::string_view digits = token.substr(token.starts_with('-') ? 1 : 0);
  const bool zeros = digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
  return !zeros && is_number(token);
}

// Text, number or truth, as the line writes it. False: something else, or no JSON.
bool read_scalar(json::value value, std::string_view& text) {
  json::json_type type;
  if (value.type().get(type)) return false;
  if (type == json::json_type::string) return !value.get_string().get(text);
  if (type == json::json_type::number) {
    text = trimmed(value.raw_json_token());
    double number = 0;
    return is_json_number(text) && !value.get_double().get(number);
  }
  bool flag = false;
  if (type != json::json_type::boolean || value.get_bool().get(flag)) return false;
  text = flag ? "true" : "false";
  return true;
}

bool read_values(json::value value, Question& question) {
  json::json_type type;
  if (value.type().get(type)) return false;
  if (type != json::json_type::array) return read_scalar(value, question.texts.emplace_back());
  json::array array;
  if (value.get_array().get(array)) return false;
  for (auto each : array) {
    json::value item;
    if (each.get(item) || !read_scalar(item, question.texts.emplace_back())) return false;
  }
  return true;
}

bool read_context(json::value value, Question& question) {
  json::object context;
  if (value.get_object().get(context)) return false;
  for (auto each : context) {
    json::field field;
    Question::Key key;
    if (std::move(each).get(field) || field.unescaped_key().get(key.name)) return false;
    key.first = static_cast<uint32_t>(question.texts.size());
    if (!read_values(field.value(), question)) return false;
    key.count = static_cast<uint32_t>(question.texts.size()) - key.first;
    question.context.push_back(key);
  }
  return true;
}

bool read_field(json::field& field, Question& question) {
  std::string_view name;
  if (field.unescaped_key().get(name)) return false;
  if (name == "context") {
    question.context.clear();
    return read_context(field.value(), question);
  }
  std::string_view* text = field_of(question, name);
  return text && !field.value().get_string().get(*text);
}

// False: it is no question, or needs another look to tell.
bool read_quickly(json::parser& parser, std::string_view line, Question& question) {
  json::document document;
  json::object object;
  if (parser.iterate(line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING).get(document)) return false;
  if (document.get_object().get(object)) return false;
  for (auto each : object) {
    json::field field;
    if (std::move(each).get(field) || !read_field(field, question)) return false;
  }
  const bool at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  return at_end && !question.principal.empty() && !question.action.empty();
}

std::string unknown_field(std::string_view name) {
  NearestName nearest(name);
  for (std::string_view field : kFields) nearest.offer(field);
  const auto best = nearest.best();
  return fmt::format("a question has no `{}`{}", name, best ? fmt::format("; did you mean `{}`?", *best) : "");
}

bool is_scalar(simdjson::dom::element value) { return value.is_string() || value.is_bool() || value.is_number(); }

bool are_scalars(simdjson::dom::element value) {
  simdjson::dom::array array;
  if (value.get_array().get(array)) return is_scalar(value);
  for (simdjson::dom::element each : array) {
    if (!is_scalar(each)) return false;
  }
  return true;
}

std::string problem_of_context(simdjson::dom::element value) {
  simdjson::dom::object context;
  if (value.get_object().get(context)) return "`context` is not an object of condition keys";
  for (const auto& [key, each] : context) {
    if (!are_scalars(each))
      return fmt::format("`{}` in `context` is neither a text, a number, a truth value nor a list of them", key);
  }
  return {};
}

// What is wrong with a line that could not be read.
std::string problem_of(simdjson::dom::parser& parser, std::string_view line) {
  simdjson::dom::element root;
  simdjson::dom::object object;
  if (parser.parse(line.data(), line.size()).get(root)) return "it is not JSON";
  if (root.get_object().get(object)) return "it is not a JSON object";
  bool principal = false, action = false;
  for (const auto& [name, value] : object) {
    Question question;
    if (name == "context") {
      if (std::string problem = problem_of_context(value); !problem.empty()) return problem;
      continue;
    }
    if (!field_of(question, name)) return unknown_field(name);
    std::string_view text;
    if (value.get_string().get(text)) return fmt::format("`{}` is not a text", name);
    if (name == "principal") principal = !text.empty();
    if (name == "action") action = !text.empty();
  }
  if (!principal) return "it has no `principal`";
  return action ? "it is not JSON" : "it has no `action`";
}

}  // namespace

struct QuestionReader::Parsers {
  json::parser quick;
  simdjson::dom::parser whole;
};

void Question::clear() {
  principal = action = account = resource_account = {};
  resource = "*";
  context.clear();
  texts.clear();
}

QuestionReader::QuestionReader() : parsers_(std::make_unique<Parsers>()) {}
QuestionReader::~QuestionReader() = default;

size_t QuestionReader::padding() { return simdjson::SIMDJSON_PADDING; }

std::string QuestionReader::read(std::string_view line, Question& question) {
  question.clear();
  if (read_quickly(parsers_->quick, line, question)) return {};
  return problem_of(parsers_->whole, line);
}

}  // namespace berm::calls
