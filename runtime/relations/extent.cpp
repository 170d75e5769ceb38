#include "runtime/relations/extent.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/relations/references.h"

namespace berm::relations {
namespace {

using facts::ConfigModule;
using facts::ConfigResource;
using facts::Value;

std::string within(std::string_view module, std::string_view what) {
  std::string out(module);
  if (!module.empty()) out += '.';
  return out.append(what);
}

// An expression, or what holds some, and where it stands.
struct Waiting {
  const Value* node;
  const ConfigModule* module;
  const Value* for_each;  // what `each` stands for there
};

// "aws_vpc" of `aws_vpc.main`, "data.aws_ami" of `data.aws_ami.x`.
std::string_view type_of(const ConfigResource& resource) {
  return resource.address.substr(0, resource.address.rfind('.'));
}

}  // namespace

// Follows more references than Resolver does, and never fewer.
class Extent::Walk {
 public:
  explicit Walk(const facts::Plan& plan) : plan_(plan) {
    for (const ConfigModule& module : *plan.modules) modules_.emplace(module.address, &module);
  }

  const Reached& follow(const AskedTypes& types) {
    bool more = !std::ranges::all_of(types, [this](const auto& type) { return is_asked(type.first, type.second); });
    relations::add(types, types_);
    if (more) {
      for (auto& each : resources_) add_asked(each);
    }
    for (; known_ < plan_.config->size(); ++known_) {
      const ConfigResource& resource = (*plan_.config)[known_];
      std::string address = within(resource.module_address, resource.address);
      bool told = missing_.erase(address) > 0;
      auto [place, first] = resources_.emplace(std::move(address), Known{&resource, told});
      if (!first) continue;
      add_asked(*place);
      if (told) add(*place);
    }
    follow_all();
    return out_;
  }

 private:
  using Attributes = AskedTypes::mapped_type;
  bool is_asked(const std::string& type, const Attributes& attributes) const {
    auto known = types_.find(type);
    return known != types_.end() && std::ranges::includes(known->second, attributes);
  }

  struct Known {
    const ConfigResource* resource;
    bool told;  // stands in what was reached
  };
  using KnownAt = std::unordered_map<std::string, Known>;

  // What is led to.
  void add(KnownAt::value_type& at) {
    auto& [address, known] = at;
    if (!known.told) out_.blocks.push_back(address);
    known.told = true;
    wait(known, known.resource->expressions);
  }

  // What is of a type that is asked for. What is added twice is followed once.
  void add_asked(KnownAt::value_type& at) {
    const ConfigResource& resource = *at.second.resource;
    auto type = types_.find(type_of(resource));
    if (type == types_.end()) return;
    for (const std::string& attribute : type->second) {
      const Value& written = *resource.expressions.find(attribute);
      // What the provider computes, an id above all, can be made from, or be, any of the others.
      wait(at.second, written.is_null() || attribute == "id" ? resource.expressions : written);
    }
  }

  void wait(const Known& known, const Value& node) {
    wait(node, known.resource->module, known.resource->for_each_expression);
  }

  void follow_all() {
    while (!waiting_.empty()) {
      Waiting next = waiting_.back();
      waiting_.pop_back();
      visit(next);
    }
  }

  // What is within a node is only come to through it.
  void wait(const Value& node, const ConfigModule* module, const Value& for_each) {
    if (module && seen_.insert(&node).second) push({&node, module, &for_each});
  }
  void push(const Waiting& next) {
    facts::ValueKind kind = next.node->kind;
    if (kind == facts::ValueKind::Object || kind == facts::ValueKind::List) waiting_.push_back(next);
  }

  void visit(const Waiting& at) {
    const Value& node = *at.node;
    if (is_expression(node)) {
      for (const Reference& reference : read_references(node)) follow(reference, at);
    } else if (node.kind == facts::ValueKind::Object) {
      for (const facts::Member& member : node.object()) push({&member.value, at.module, at.for_each});
    } else if (node.kind == facts::ValueKind::List) {
      for (const Value& element : node.list()) push({&element, at.module, at.for_each});
    }
  }

  void follow(const Reference& reference, const Waiting& at) {
    const ConfigModule& module = *at.module;
    switch (reference.names) {
      case Names::Resource: return add_resource(within(module.address, reference.subject));
      case Names::Module: return add_outputs(within(module.address, "module." + std::string(reference.subject)));
      case Names::Variable:
        return wait(*module.call_expressions.find(reference.subject), module.parent, module.for_each_expression);
      case Names::EachValue: return wait(*at.for_each, at.module, facts::kNull);
      case Names::EachKey:
      case Names::CountIndex:
      case Names::Local:
      case Names::Harmless:
      case Names::Other: return;
    }
  }

  void add_resource(const std::string& address) {
    auto found = resources_.find(address);
    if (found != resources_.end()) return add(*found);
    if (missing_.insert(address).second) out_.blocks.push_back(address);
  }

  void add_outputs(const std::string& address) {
    out_.modules.insert(address);
    auto found = modules_.find(address);
    if (found == modules_.end()) return;
    for (const facts::Member& output : found->second->outputs.object()) {
      wait(*output.value.find("expression"), found->second, facts::kNull);
    }
  }

  const facts::Plan& plan_;
  AskedTypes types_;
  Reached out_;
  size_t known_ = 0;  // of plan_.config
  KnownAt resources_;
  std::unordered_map<std::string_view, const ConfigModule*> modules_;
  std::unordered_set<std::string> missing_;  // what was led to and is not known
  std::unordered_set<const Value*> seen_;
  std::vector<Waiting> waiting_;
};

Extent::Extent(const facts::Plan& plan) : walk_(std::make_unique<Walk>(plan)) {}
Extent::~Extent() = default;
const Reached& Extent::follow(const AskedTypes& types) { return walk_->follow(types); }

void add(const AskedTypes& from, AskedTypes& to) {
  for (const auto& [type, attributes] : from) to[type].insert(attributes.begin(), attributes.end());
}

}  // namespace berm::relations
