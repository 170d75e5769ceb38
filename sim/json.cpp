// Questions and answers as JSON.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "fmt/format.h"
#include "sim/question.h"
#include "sim/render.h"

namespace berm::sim {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDeepest = 8;
constexpr std::string_view kFields[] = {"principal", "action", "resource", "account", "resource_account", "context"};

// Nothing deeper than a question is ever built.
Json parse(std::string_view text) {
  auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= kDeepest; };
  return Json::parse(text, shallow, false);
}

std::string unknown_field(const std::string& name) {
  NearestName nearest(name);
  for (std::string_view field : kFields) nearest.offer(field);
  auto best = nearest.best();
  return fmt::format("a question has no `{}`{}", name, best ? fmt::format("; did you mean `{}`?", *best) : "");
}

// A condition key's value: text, number or truth.
std::optional<std::string> scalar(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean() || value.is_number()) return value.dump();
  return std::nullopt;
}

std::optional<std::vector<std::string>> values_of(const Json& value) {
  std::vector<std::string> values;
  for (const Json& each : value.is_array() ? value : Json::array({value})) {
    auto text = scalar(each);
    if (!text) return std::nullopt;
    values.push_back(std::move(*text));
  }
  return values;
}

std::string read_context(const Json& context, Question& question) {
  if (!context.is_object()) return "`context` is not an object of condition keys";
  for (const auto& [key, value] : context.items()) {
    auto values = values_of(value);
    if (!values)
      return fmt::format("`{}` in `context` is neither a text, a number, a truth value nor a list of them", key);
    question.context[key] = std::move(*values);
  }
  return {};
}

std::string read_field(const std::string& name, const Json& value, Question& question) {
  if (name == "context") return read_context(value, question);
  std::string* field = name == "principal"          ? &question.principal
                       : name == "action"           ? &question.action
                       : name == "resource"         ? &question.resource
                       : name == "account"          ? &question.account
                       : name == "resource_account" ? &question.resource_account
                                                    : nullptr;
  if (!field) return unknown_field(name);
  if (!value.is_string()) return fmt::format("`{}` is not a text", name);
  *field = value.get<std::string>();
  return {};
}

std::string decision_name(access::Decision decision) {
  std::string text(access::name(decision));
  std::replace(text.begin(), text.end(), ' ', '_');
  return text;
}

Json layer_json(const access::Step& step, bool decisive) {
  Json layer = {
      {"layer", access::name(step.layer)}, {"decision", decision_name(step.decision)}, {"decisive", decisive}};
  if (!step.applies) layer["decision"] = "not_applied";
  if (!step.level.empty()) layer["level"] = step.level;
  if (!step.document.empty()) layer["document"] = step.document;
  if (step.statement >= 0) layer["statement"] = step.statement + 1;
  if (!step.given) layer["assumed"] = true;
  if (!step.note.empty()) layer["note"] = step.note;
  return layer;
}

Json rule_json(const Cause& cause, const SourceSet& sources) {
  const SourceFile& file = sources.file(cause.rule->span.file);
  Json rule = {{"name", cause.rule->name}, {"document", cause.document}};
  if (!cause.sid.empty()) rule["sid"] = cause.sid;
  rule["path"] = file.path();
  rule["line"] = file.position(cause.rule->span.begin).line;
  rule["text"] = cause.rule->text;
  return rule;
}

Json request_json(const Result& result) {
  Json context = Json::object();
  for (const auto& [key, values] : result.answer.request.context) {
    context[key] = values.size() == 1 ? Json(values.front()) : Json(values);
  }
  return {{"action", result.answer.request.action},
          {"resource", result.answer.request.resource},
          {"context", std::move(context)},
          {"derived", result.asked.derived}};
}

std::string write(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::variant<Question, std::string> read_question(std::string_view text) {
  Json json = parse(text);
  if (json.is_discarded()) return "it is not JSON";
  if (!json.is_object()) return "it is not a JSON object";
  Question question;
  for (const auto& [name, value] : json.items()) {
    std::string wrong = read_field(name, value, question);
    if (!wrong.empty()) return wrong;
  }
  if (question.principal.empty()) return "it has no `principal`";
  if (question.action.empty()) return "it has no `action`";
  return question;
}

std::string json(const Result& result, const SourceSet& sources, size_t line, int indent) {
  const access::Verdict& verdict = result.answer.verdict;
  Json out = Json::object();
  if (line > 0) out["line"] = line;
  out["decision"] = decision_name(verdict.decision);
  out["layers"] = Json::array();
  for (size_t i = 0; i < verdict.steps.size(); ++i) {
    bool decisive = std::find(verdict.decisive.begin(), verdict.decisive.end(), i) != verdict.decisive.end();
    out["layers"].push_back(layer_json(verdict.steps[i], decisive));
  }
  out["rules"] = Json::array();
  for (const Cause& cause : result.answer.causes) out["rules"].push_back(rule_json(cause, sources));
  out["request"] = request_json(result);
  out["notes"] = result.asked.notes;
  return write(out, indent);
}

std::string json_error(size_t line, const std::string& error) { return write({{"line", line}, {"error", error}}, -1); }

}  // namespace berm::sim
