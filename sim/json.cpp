// Questions and answers as JSON.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "fmt/format.h"
#include "runtime/calls/question.h"
#include "sim/question.h"
#include "sim/render.h"

namespace berm::sim {
namespace {

using Json = nlohmann::ordered_json;

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
  std::string padded(text);
  padded.reserve(text.size() + calls::QuestionReader::padding());
  calls::QuestionReader reader;
  calls::Question read;
  if (std::string wrong = reader.read(padded, read); !wrong.empty()) return wrong;
  Question question{std::string(read.principal), std::string(read.action),           std::string(read.resource),
                    std::string(read.account),   std::string(read.resource_account), {}};
  for (const calls::Question::Key& key : read.context) {
    const auto values = read.values(key);
    question.context[std::string(key.name)].assign(values.begin(), values.end());
  }
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
