/* libberm: decides API calls by guardrails that `berm build` compiled (guardrails.bermc). Load once, decide many.
 *
 * C functions first; a C++17 interface of the same below. Nothing is thrown across this border, nothing is printed,
 * nothing is read but the program that is opened. docs/embedding.md explains it with examples.
 *
 * Threads: a program may be used by any number of threads at once. A decider belongs to one thread at a time; make one
 * for each. A decider ends before its program.
 */
#ifndef BERM_H
#define BERM_H

#include <stddef.h>
#include <stdint.h>

#define BERM_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

typedef enum berm_result {
  BERM_OK = 0,
  BERM_BAD_PROGRAM = 1,  /* the program can't be read, is damaged, or is of another format */
  BERM_BAD_REQUEST = 2,  /* the request is none; berm_message says what is wrong */
  BERM_BAD_ARGUMENT = 3, /* a null pointer where something has to be */
  BERM_NO_MEMORY = 4
} berm_result;

/* Bytes; no zero need follow them. */
typedef struct berm_text {
  const char* data;
  size_t size;
} berm_text;

/* ---- programs */

typedef struct berm_program berm_program;

/* Reads and verifies a program. On any failure `*program` is null and `message` (which may be null) has what is wrong,
 * cut to `message_size` bytes with a zero at the end. */
BERM_API berm_result berm_open(const char* path, berm_program** program, char* message, size_t message_size);
/* The same from memory, which is copied. */
BERM_API berm_result berm_open_memory(const void* data, size_t size, berm_program** program, char* message,
                                      size_t message_size);
BERM_API void berm_close(berm_program* program);

/* Rules by their number, from 0. The texts live as long as the program; of a number too large they are empty. */
BERM_API size_t berm_rule_count(const berm_program* program);
BERM_API berm_text berm_rule_name(const berm_program* program, uint32_t rule); /* "acme.baseline.log_1" */
BERM_API berm_text berm_rule_text(const berm_program* program, uint32_t rule); /* the sentence as it was written */

/* ---- deciding */

typedef struct berm_decider berm_decider;

BERM_API berm_result berm_decider_new(const berm_program* program, berm_decider** decider);
BERM_API void berm_decider_free(berm_decider* decider);

/* A condition key in any case, with its values: a key with one value, or a list. */
typedef struct berm_key {
  berm_text name; /* "aws:PrincipalArn" */
  const berm_text* values;
  size_t value_count;
} berm_key;

/* A request as IAM sees it: exactly these keys, nothing is added. The last word on a key counts. */
typedef struct berm_request {
  berm_text action;        /* "s3:GetObject" */
  berm_text resource;      /* an ARN; empty or "*": every resource type of the action */
  berm_text resource_type; /* the service authorization reference's name ("bucket"); empty: found by the ARN */
  const berm_key* keys;
  size_t key_count;
} berm_request;

typedef struct berm_answer {
  int denied;            /* 1: some rule denies the call */
  const uint32_t* rules; /* those that do, rising; good until the decider decides again */
  size_t rule_count;
} berm_answer;

BERM_API berm_result berm_decide(berm_decider* decider, const berm_request* request, berm_answer* answer);

/* A question as `berm sim --json-lines` takes it: {"principal": …, "action": …, "resource": …, "account": …,
 * "resource_account": …, "context": {…}}. Keys that every such call carries are derived from it. */
BERM_API berm_result berm_decide_json(berm_decider* decider, const char* json, size_t size, berm_answer* answer);

/* What was wrong with the last request; empty after BERM_OK. Good until the decider decides again. */
BERM_API const char* berm_message(const berm_decider* decider);

#ifdef __cplusplus
} /* extern "C" */

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace berm {

inline berm_text text(std::string_view view) { return {view.data(), view.size()}; }
inline std::string_view view(berm_text text) { return {text.data, text.size}; }

class Program {
 public:
  // None: `message` says why.
  static std::optional<Program> open(const std::string& path, std::string& message) {
    return made(message,
                [&](berm_program** out, char* text, size_t size) { return berm_open(path.c_str(), out, text, size); });
  }
  static std::optional<Program> from_memory(std::string_view bytes, std::string& message) {
    return made(message, [&](berm_program** out, char* text, size_t size) {
      return berm_open_memory(bytes.data(), bytes.size(), out, text, size);
    });
  }

  size_t size() const { return berm_rule_count(program_.get()); }
  std::string_view name(uint32_t rule) const { return view(berm_rule_name(program_.get(), rule)); }
  std::string_view sentence(uint32_t rule) const { return view(berm_rule_text(program_.get(), rule)); }
  const berm_program* get() const { return program_.get(); }

 private:
  struct Closer {
    void operator()(berm_program* program) const { berm_close(program); }
  };
  explicit Program(berm_program* program) : program_(program) {}

  template <class Open>
  static std::optional<Program> made(std::string& message, Open open) {
    char text[512] = "";
    berm_program* program = nullptr;
    if (open(&program, text, sizeof text) == BERM_OK) return Program(program);
    message = text;
    return std::nullopt;
  }

  std::unique_ptr<berm_program, Closer> program_;
};

struct Answer {
  bool denied = false;
  std::vector<uint32_t> rules;  // that deny it, rising
};

struct Request {
  std::string_view action, resource, resource_type;
  std::vector<std::pair<std::string_view, std::vector<std::string_view>>> keys;
};

class Decider {
 public:
  // The program outlives it.
  explicit Decider(const Program& program) {
    berm_decider* made = nullptr;
    if (berm_decider_new(program.get(), &made) == BERM_OK) decider_.reset(made);
  }

  // None: `message()` says why.
  std::optional<Answer> decide(const Request& request) {
    values_.clear();
    keys_.clear();
    for (const auto& [name, values] : request.keys) {
      for (std::string_view value : values) values_.push_back(text(value));
    }
    size_t first = 0;
    for (const auto& [name, values] : request.keys) {
      keys_.push_back({text(name), values_.data() + first, values.size()});
      first += values.size();
    }
    const berm_request plain = {text(request.action), text(request.resource), text(request.resource_type), keys_.data(),
                                keys_.size()};
    berm_answer answer{};
    return taken(berm_decide(decider_.get(), &plain, &answer), answer);
  }
  std::optional<Answer> decide_json(std::string_view json) {
    berm_answer answer{};
    return taken(berm_decide_json(decider_.get(), json.data(), json.size(), &answer), answer);
  }
  std::string_view message() const { return decider_ ? berm_message(decider_.get()) : "there is no memory"; }

 private:
  struct Freer {
    void operator()(berm_decider* decider) const { berm_decider_free(decider); }
  };
  static std::optional<Answer> taken(berm_result result, const berm_answer& answer) {
    if (result != BERM_OK) return std::nullopt;
    return Answer{answer.denied != 0, {answer.rules, answer.rules + answer.rule_count}};
  }

  std::unique_ptr<berm_decider, Freer> decider_;
  std::vector<berm_text> values_;
  std::vector<berm_key> keys_;
};

}  // namespace berm
#endif

#endif /* BERM_H */
