// Decides API calls by the rules of a compiled program, as reference::denies and reference::permits do over the IR:
// load once, decide many. Nothing is parsed, looked up in a catalogue or, once a decider is warm, allocated for a call.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "program/program.h"

namespace berm::calls {

class Code;
class Evaluator;

// Maybe only where keys are not told.
enum class Verdict : uint8_t { No, Maybe, Yes };

struct Finding {
  uint32_t rule = 0;  // its place in the program
  Verdict verdict = Verdict::No;
  bool operator==(const Finding&) const = default;
};

// What is made of a program once; good for any number of threads. The program outlives it.
class Rules {
 public:
  explicit Rules(const program::Program& program);
  ~Rules();
  const Code& code() const { return *code_; }
  const program::Program& program() const { return program_; }
  uint32_t size() const;  // how many rules the program has
  std::string_view name(uint32_t rule) const;
  // "s3:getobject" → "s3:GetObject", where it is one of the actions that the program has; else empty.
  std::string_view spelling(std::string_view action) const;
  // Every action of the service that the catalogue knew is one that the program has.
  bool knows_service_of(std::string_view action) const;
  // False: no rule denies any call of the action, whatever it carries.
  bool may_deny(std::string_view action) const;
  // False: no rule asks anything of its resources, or there are none.
  bool takes_resources(std::string_view action) const;
  // The catalogue's name of the action's resource type that the ARN is of; none.
  std::optional<std::string_view> resource_type_of(std::string_view action, std::string_view arn) const;

 private:
  const program::Program& program_;
  std::unique_ptr<Code> code_;
};

// One call at a time, one thread at a time. The texts that it is given are not copied: they live until it has decided.
class Decider {
 public:
  explicit Decider(const Rules& rules);
  ~Decider();
  Decider(Decider&&) noexcept;
  Decider& operator=(Decider&&) noexcept;

  // A new call. `resource` "*" stands for each resource type of the action; `resource_type` is the catalogue's name,
  // where it is known.
  void begin(std::string_view action, std::string_view resource = "*", std::string_view resource_type = {});
  // A key of the request in any case, with its values; the last word on a key counts. Keys that no rule asks for are
  // passed over. False: it is one of those.
  bool set(std::string_view key, std::string_view value);
  bool set(std::string_view key, std::span<const std::string_view> values);
  bool has(std::string_view key) const;

  // The same by the key's number; kNone, which no rule asks for, is passed over.
  uint32_t number(std::string_view key) const;
  void set(uint32_t key, std::span<const std::string_view> values);
  bool has(uint32_t key) const;

  // For calls of a log. Instead of `begin`: keys that are not set are not told, rather than missing; the call is one
  // leg. With an empty `resource` it is not told either.
  void begin_partial(std::string_view action, std::string_view resource, std::string_view resource_type);
  void set_absent(std::string_view key);
  void set_request_tags_absent();

  // The rules that deny the call on some leg, or may, in the program's order. Good until the next call begins.
  std::span<const Finding> denials();
  // The rules that speak of the call as possible on every leg.
  std::span<const Finding> permits();
  // Of `denials` in the order of their coming: keys that were not told and that a Maybe of the rule hangs on.
  std::vector<std::string_view> untold(uint32_t rule);

 private:
  std::unique_ptr<Evaluator> evaluator_;
};

}  // namespace berm::calls
