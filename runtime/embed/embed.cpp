// The functions of include/berm.h. Nothing is thrown out of here.
#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "include/berm.h"
#include "program/program.h"
#include "program/program_generated.h"
#include "runtime/calls/ask.h"
#include "runtime/calls/calls.h"

struct berm_program {
  std::unique_ptr<const berm::program::Program> program;
  berm::calls::Rules rules;

  explicit berm_program(std::unique_ptr<const berm::program::Program> opened)
      : program(std::move(opened)), rules(*program) {}
};

struct berm_decider {
  berm::calls::Decider decider;
  berm::calls::Asker asker;
  berm::calls::QuestionReader reader;
  berm::calls::Question question;
  std::string line, message;
  std::vector<std::string_view> values;
  std::vector<uint32_t> denying;

  explicit berm_decider(const berm::calls::Rules& rules) : decider(rules), asker(decider) {}
};

namespace {

bool stands(const berm_text& text) { return text.data || text.size == 0; }

bool stands(const berm_key& key) {
  return stands(key.name) && (key.values || key.value_count == 0) &&
         std::all_of(key.values, key.values + key.value_count, [](const berm_text& value) { return stands(value); });
}

// No null pointer where something has to be.
bool stands(const berm_request& request) {
  return stands(request.action) && stands(request.resource) && stands(request.resource_type) &&
         (request.keys || request.key_count == 0) &&
         std::all_of(request.keys, request.keys + request.key_count, [](const berm_key& key) { return stands(key); });
}

std::string_view view_of(const berm_text& text) { return text.data ? std::string_view(text.data, text.size) : ""; }

void put_message(const std::string& text, char* message, size_t size) {
  if (!message || size == 0) return;
  const size_t length = std::min(text.size(), size - 1);
  std::memcpy(message, text.data(), length);
  message[length] = '\0';
}

// Runs `what`, which may throw only for want of memory.
template <class What>
berm_result guarded(What what) noexcept {
  try {
    return what();
  } catch (...) {
    return BERM_NO_MEMORY;
  }
}

template <class Open>
berm_result open(const void* from, berm_program** program, char* message, size_t size, Open read) {
  put_message(from && program ? "" : "a null pointer is no program", message, size);
  if (program) *program = nullptr;
  if (!from || !program) return BERM_BAD_ARGUMENT;
  return guarded([&] {
    berm::Diagnostics diagnostics;
    auto opened = read(diagnostics);
    if (!opened) {
      put_message(diagnostics.empty() ? "it can't be read" : diagnostics.items().front().message, message, size);
      return BERM_BAD_PROGRAM;
    }
    *program = new berm_program(std::move(opened));
    return BERM_OK;
  });
}

const berm::program::fb::Rule* rule_of(const berm_program* program, uint32_t rule) {
  if (!program || rule >= program->rules.size()) return nullptr;
  return program->program->root().rules()->rules()->Get(rule);
}

berm_text text_of(const flatbuffers::String* text) {
  return text ? berm_text{text->c_str(), text->size()} : berm_text{"", 0};
}

void take_answer(berm_decider& decider, berm_answer& answer) {
  decider.denying.clear();
  for (const berm::calls::Finding& finding : decider.decider.denials()) decider.denying.push_back(finding.rule);
  answer = {decider.denying.empty() ? 0 : 1, decider.denying.data(), decider.denying.size()};
}

berm_result refuse(berm_decider& decider, std::string message) {
  decider.message = std::move(message);
  return BERM_BAD_REQUEST;
}

berm_result decide(berm_decider& decider, const berm_request& request, berm_answer& answer) {
  const std::string_view action = view_of(request.action), resource = view_of(request.resource);
  if (!berm::calls::is_action(action)) return refuse(decider, "its action is none, such as `s3:GetObject`");
  decider.decider.begin(action, resource.empty() ? "*" : resource, view_of(request.resource_type));
  for (const berm_key& key : std::span(request.keys, request.key_count)) {
    decider.values.clear();
    for (const berm_text& value : std::span(key.values, key.value_count)) decider.values.push_back(view_of(value));
    decider.decider.set(view_of(key.name), decider.values);
  }
  take_answer(decider, answer);
  return BERM_OK;
}

berm_result decide_json(berm_decider& decider, std::string_view json, berm_answer& answer) {
  decider.line.reserve(json.size() + berm::calls::QuestionReader::padding());
  decider.line.assign(json);
  berm::calls::Wrong wrong{decider.reader.read(decider.line, decider.question), ""};
  if (!wrong.message.empty() || !decider.asker.ask(decider.question, decider.decider, wrong)) {
    return refuse(decider, std::move(wrong.message));
  }
  take_answer(decider, answer);
  return BERM_OK;
}

}  // namespace

berm_result berm_open(const char* path, berm_program** program, char* message, size_t message_size) {
  return open(path, program, message, message_size,
              [&](berm::Diagnostics& diagnostics) { return berm::program::Program::open(path, diagnostics); });
}

berm_result berm_open_memory(const void* data, size_t size, berm_program** program, char* message,
                             size_t message_size) {
  return open(data, program, message, message_size, [&](berm::Diagnostics& diagnostics) {
    std::string bytes(static_cast<const char*>(data), size);
    return berm::program::Program::from_bytes(std::move(bytes), "the program", diagnostics);
  });
}

void berm_close(berm_program* program) { delete program; }

size_t berm_rule_count(const berm_program* program) { return program ? program->rules.size() : 0; }

berm_text berm_rule_name(const berm_program* program, uint32_t rule) {
  const auto* found = rule_of(program, rule);
  return text_of(found ? found->name() : nullptr);
}

berm_text berm_rule_text(const berm_program* program, uint32_t rule) {
  const auto* found = rule_of(program, rule);
  return text_of(found ? found->text() : nullptr);
}

berm_result berm_decider_new(const berm_program* program, berm_decider** decider) {
  if (decider) *decider = nullptr;
  if (!program || !decider) return BERM_BAD_ARGUMENT;
  return guarded([&] {
    *decider = new berm_decider(program->rules);
    return BERM_OK;
  });
}

void berm_decider_free(berm_decider* decider) { delete decider; }

berm_result berm_decide(berm_decider* decider, const berm_request* request, berm_answer* answer) {
  if (answer) *answer = {0, nullptr, 0};
  if (!decider || !request || !answer || !stands(*request)) return BERM_BAD_ARGUMENT;
  decider->message.clear();
  return guarded([&] { return decide(*decider, *request, *answer); });
}

berm_result berm_decide_json(berm_decider* decider, const char* json, size_t size, berm_answer* answer) {
  if (answer) *answer = {0, nullptr, 0};
  if (!decider || !json || !answer) return BERM_BAD_ARGUMENT;
  decider->message.clear();
  return guarded([&] { return decide_json(*decider, {json, size}, *answer); });
}

const char* berm_message(const berm_decider* decider) { return decider ? decider->message.c_str() : ""; }
