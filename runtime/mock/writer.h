// A plan as JSON again. Internal to this folder.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/facts.h"
#include "runtime/mock/json.h"
#include "runtime/mock/mock.h"
#include "runtime/mock/redact.h"

namespace berm::mock {

class Writer {
 public:
  Writer(const facts::Plan& plan, const Reach& reach, const Options& options)
      : plan_(plan), reach_(reach), redactor_(plan, options) {
    for (const facts::ConfigResource& block : *plan.config) blocks_[block.module].push_back(&block);
    for (const facts::ConfigModule& module : *plan.modules) calls_[module.parent].push_back(&module);
  }

  std::string run();

 private:
  // writer.cpp
  void flags();
  void text(std::string_view name, std::string_view text);  // not where it is empty

  // write_values.cpp. Unknown members are left out, unknown elements are null, as Terraform does.
  void value(const facts::Value& value);
  enum class Mask : uint8_t { Unknown, Sensitive };
  void mask(const facts::Value& value, Mask mask);
  void sides(const facts::Value& before, const facts::Value& after);
  // The members that stay; `kept` keeps them alive.
  facts::Value filtered(const std::string& type, const facts::Value& object, std::vector<facts::Member>& kept) const;

  // write_changes.cpp
  void changes(std::string_view name, const std::vector<facts::ResourceChange>& changes);
  void change(const facts::ResourceChange& change);
  void actions(uint8_t actions);
  template <typename Resource>
  void names(const Resource& resource);
  void state();
  void state_resource(const facts::StateResource& resource);

  // write_configuration.cpp
  void configuration();
  void providers();
  void module(const facts::ConfigModule& module);
  void call(const facts::ConfigModule& call);
  void resource(const facts::ConfigResource& resource);
  void declarations(const facts::ConfigModule& module);
  void expression(std::string_view name, const facts::Value& expression);

  // write_entities.cpp
  void variables();
  void outputs();
  void checks();
  void invocations(std::string_view name, bool deferred);
  void invocation(const facts::ResourceChange& action);
  std::vector<const facts::ResourceChange*> entities(std::string_view type) const;

  const facts::Plan& plan_;
  const Reach& reach_;
  Redactor redactor_;
  Json json_;
  std::map<const facts::ConfigModule*, std::vector<const facts::ConfigResource*>> blocks_;
  std::map<const facts::ConfigModule*, std::vector<const facts::ConfigModule*>> calls_;  // by caller
};

constexpr std::string_view kChanges = "resource_changes";

}  // namespace berm::mock
