// Where a value that is not known yet comes from, by the plan's `configuration`.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/facts/facts.h"
#include "runtime/relations/groups.h"
#include "runtime/relations/hash_index.h"
#include "runtime/relations/path.h"
#include "runtime/relations/references.h"

namespace berm::relations {

// What is taken for granted about a reference that the plan does not write in full.
enum class Guess : uint8_t {
  None,
  AsItIs,   // `x`, passed on as an object: it, and not something made of its attributes
  SameKey,  // `x` and `count.index`: the instance with the same key
  Every,    // `x`, which repeats: all of its instances
};

// Of how many instances of a group it is asked what they are made from.
constexpr size_t kMaxInstances = 64;

// A resource that a value can come from.
struct Leaf {
  const Group* group = nullptr;
  const facts::ResourceChange* one = nullptr;  // null: any instance of the group
  std::string_view attribute;                  // empty: the plan does not say which
  Guess guess = Guess::None;
  bool known = false;  // what it gives is known
  bool aside = false;  // can show through, but need not be in it at all

  bool covers(const facts::ResourceChange& resource, const Group* its_group) const {
    return one ? one == &resource : group == its_group;
  }
};

struct Sources {
  std::vector<Leaf> leaves;
  std::vector<std::string_view> texts;  // known texts that can be part of it
  std::string dead_end;                 // what hides further sources, in words; empty: nothing
  bool missing = false;                 // something is named that the plan does not hold
  Guess narrowed = Guess::None;         // what left other instances out: whatever is not here rests on it
  // The one leaf that the value must be made from; null where there are several, or something is hidden.
  const Leaf* sole() const;
};

// Whether nothing in it is unknown.
bool wholly_known(const facts::Value& value);

// Bounded: what goes through too many expressions is a dead end.
class Resolver {
 public:
  Resolver(const facts::Plan& plan, const Groups& groups);

  // Keep views into the plan, and into each other.
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  const Sources& of_attribute(const facts::ResourceChange& from, Path path);
  // Where a list of this many unknown elements has one plain reference to a resource for each: these. Else empty.
  std::vector<Leaf> one_each(const facts::ResourceChange& from, Path path, size_t elements);

 private:
  // Where an expression stands: `each` and `count` are those of a resource or a module call.
  struct Place {
    std::string_view module;  // the address of the module's instance
    const facts::ConfigModule* config = nullptr;
    std::string_view key;  // `["a"]`, `[0]`; empty where nothing repeats
    const facts::Value* for_each = &facts::kNull;
  };
  // What of a reference is asked for.
  struct Wanted {
    Path rest;             // behind the whole expression: `var.x.id` asks `.id` of what the call passes
    std::string_view key;  // of the instance, where the expression depends on it
  };

  void add_attribute(const facts::ResourceChange& from, Path path, Sources& out);
  void add_written(const facts::ResourceChange& from, const facts::Value& node, Path path, const facts::Value& value,
                   Sources& out);
  void add_blocks(const facts::ResourceChange& from, const facts::Value& blocks, Path path, const facts::Value& value,
                  Sources& out);
  void add_all(const facts::ResourceChange& from, const facts::Value& node, Sources& out);
  void add_unwritten(const facts::ResourceChange& from, std::string_view attribute, Sources& out);

  const std::vector<Reference>& references_of(const facts::Value& expression);
  // What is written in the place where it is asked for; what others pass on is kept.
  void add_own(const facts::Value& expression, const Place& place, Wanted wanted, Sources& out);
  void add_expression(const facts::Value& expression, const Place& place, Wanted wanted, Sources& out);
  void read_expression(const facts::Value& expression, const Place& place, Wanted wanted, Sources& out);
  void add_reference(const Reference& reference, const Place& place, Wanted wanted, Sources& out);
  void add_resource(const Reference& reference, const Place& place, Wanted wanted, Sources& out);
  void add_group(const Group& group, Wanted wanted, Sources& out);
  void add_leaf(const facts::ResourceChange& resource, Path rest, Path deeper, Guess guess, Sources& out);
  void add_variable(std::string_view name, const Place& place, Wanted wanted, Sources& out);
  void add_each_value(const Reference& reference, const Place& place, Wanted wanted, Sources& out);
  void add_module(const Reference& reference, const Place& place, Wanted wanted, Sources& out);
  void add_module_instance(const Place& instance, Path rest, Sources& out);
  void add_output(const Place& instance, std::string_view output, Path rest, Sources& out);

  Place place_of(const facts::ResourceChange& resource) const;
  const facts::ConfigModule* child(const facts::ConfigModule* parent, std::string_view name) const;
  std::string_view keep(std::string text) { return *kept_.insert(std::move(text)).first; }

  // What is known of an attribute; and of an expression, as it is asked for in one instance of its module.
  struct Attribute {
    const facts::ResourceChange* from;
    const Steps* path;
    Sources sources;
  };
  struct Expression {
    const facts::Value* written;
    std::string_view module, key, wanted_key;
    const Steps* rest;
    Sources sources;
  };

  const facts::Plan& plan_;
  const Groups& groups_;
  std::unordered_map<std::string, const facts::ConfigModule*> modules_;  // by un-indexed address
  Paths paths_;
  std::deque<Attribute> attributes_;
  std::deque<Expression> expressions_;
  HashIndex attribute_index_, expression_index_;
  std::unordered_map<const facts::Value*, std::vector<Reference>> references_;  // of expressions
  std::unordered_set<std::string> kept_;
  std::string address_;  // for looking one up
  int depth_ = 0;
};

}  // namespace berm::relations
