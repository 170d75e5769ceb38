#include "runtime/plan/configuration.h"

#include <fmt/format.h>

#include <cstring>
#include <map>
#include <utility>

namespace berm::plan {
namespace {

using facts::ConfigResource;
using facts::Member;
using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

struct Module {
  const Value* body;
  std::string_view address;
};

class Reader {
 public:
  Reader(std::pmr::memory_resource& arena, std::deque<ConfigResource>& resources)
      : arena_(arena), resources_(resources) {}

  std::optional<std::string> run(const Value& configuration);

 private:
  bool fail(std::string_view what, std::string_view wanted) {
    problem_ = fmt::format("{} of the configuration is not {}", what, wanted);
    return false;
  }
  bool read_module(const Module& module);
  bool read_resource(const Value& resource, std::string_view module);
  bool read_calls(const Value& calls, std::string_view module);
  std::string_view keep(std::string_view text);

  std::pmr::memory_resource& arena_;
  std::deque<ConfigResource>& resources_;
  std::deque<Module> waiting_;
  std::string problem_;
};

std::string_view Reader::keep(std::string_view text) {
  if (text.empty()) return {};
  char* memory = static_cast<char*>(arena_.allocate(text.size(), 1));
  std::memcpy(memory, text.data(), text.size());
  return {memory, text.size()};
}

std::optional<std::string> Reader::run(const Value& configuration) {
  bool good = configuration.kind == ValueKind::Object;
  if (!good) return "`configuration` is not an object";
  const Value& root = *configuration.find("root_module");
  if (!root.is_null()) waiting_.push_back({&root, {}});
  for (; good && !waiting_.empty(); waiting_.pop_front()) good = read_module(waiting_.front());
  if (!good) return std::move(problem_);
  return std::nullopt;
}

bool Reader::read_module(const Module& module) {
  if (module.body->kind != ValueKind::Object) return fail("a module", "an object");
  const Value& resources = *module.body->find("resources");
  if (resources.kind != ValueKind::List && !resources.is_null()) return fail("`resources`", "a list");
  for (const Value& resource : resources.list()) {
    if (!read_resource(resource, module.address)) return false;
  }
  return read_calls(*module.body->find("module_calls"), module.address);
}

bool Reader::read_resource(const Value& resource, std::string_view module) {
  const Value& address = *resource.find("address");
  const Value& expressions = *resource.find("expressions");
  if (address.kind != ValueKind::String) return fail("the `address` of a resource", "a string");
  if (expressions.kind != ValueKind::Object && !expressions.is_null()) return fail("`expressions`", "an object");
  ConfigResource& out = resources_.emplace_back();
  out.module_address = module;
  out.address = keep(address.string());
  for (const Member& expression : expressions.object()) out.written.push_back(keep(expression.key));
  return true;
}

bool Reader::read_calls(const Value& calls, std::string_view module) {
  if (calls.is_null()) return true;
  if (calls.kind != ValueKind::Object) return fail("`module_calls`", "an object");
  for (const Member& call : calls.object()) {
    const Value& body = *call.value.find("module");
    if (body.is_null()) continue;
    std::string address = fmt::format("{}{}module.{}", module, module.empty() ? "" : ".", call.key);
    waiting_.push_back({&body, keep(address)});
  }
  return true;
}

// The address of a change's block within its module: `aws_s3_bucket.x`, `data.aws_ami.y`.
std::string block_address(const ResourceChange& change) {
  return fmt::format("{}{}.{}", change.mode == "data" ? "data." : "", change.type, change.name);
}

}  // namespace

std::string without_indexes(std::string_view module_address) {
  std::string out;
  bool in_index = false, in_string = false;
  for (size_t i = 0; i < module_address.size(); ++i) {
    char c = module_address[i];
    if (in_string && c == '\\')
      ++i;
    else if (in_index && c == '"')
      in_string = !in_string;
    else if (in_index && !in_string && c == ']')
      in_index = false;
    else if (!in_index && c == '[')
      in_index = true;
    else if (!in_index)
      out += c;
  }
  return out;
}

std::optional<std::string> read_configuration(const Value& configuration, std::pmr::memory_resource& arena,
                                              std::deque<ConfigResource>& resources) {
  return Reader(arena, resources).run(configuration);
}

void link_configuration(const std::deque<ConfigResource>& resources, std::vector<ResourceChange>& changes) {
  std::map<std::pair<std::string_view, std::string_view>, const ConfigResource*> blocks;
  for (const ConfigResource& resource : resources)
    blocks.emplace(std::pair(resource.module_address, resource.address), &resource);
  for (ResourceChange& change : changes) {
    std::string module = without_indexes(change.module_address), address = block_address(change);
    auto found = blocks.find({module, address});
    if (found != blocks.end()) change.config = found->second;
  }
}

}  // namespace berm::plan
