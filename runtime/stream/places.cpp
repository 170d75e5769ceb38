#include "runtime/stream/places.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "runtime/plan/configuration.h"
#include "runtime/plan/json_scan.h"
#include "runtime/stream/names.h"
#include "runtime/stream/sift.h"

namespace berm::stream {
namespace {

// Each member of the object that begins here. False: something is broken, or there twice.
template <class OnMember>
bool each_member(Cursor& cursor, const OnMember& on_member) {
  if (!cursor.take('{')) return false;
  if (cursor.take('}')) return true;
  std::string name;
  std::vector<uint64_t> seen;
  do {
    if (!cursor.key(name)) return false;
    seen.push_back(block_hash(name));
    cursor.peek();
    if (!on_member(name)) return false;
  } while (cursor.take(','));
  std::ranges::sort(seen);
  return std::ranges::adjacent_find(seen) == seen.end() && cursor.take('}');
}

// The value that begins here.
bool note(Cursor& cursor, Range& out) {
  out.begin = cursor.offset();
  if (!cursor.skip()) return false;
  out.end = cursor.offset();
  return true;
}

// "data.aws_ami" of `data.aws_ami.x`
std::string_view type_in(std::string_view address) { return address.substr(0, address.rfind('.')); }

class Configuration {
 public:
  Configuration(Cursor& cursor, ConfigPlaces& out) : cursor_(cursor), out_(out) {}

  bool run() {
    return each_member(cursor_, [this](const std::string& name) {
      if (name == "root_module") return module(0);
      return name == "provider_config" ? note(cursor_, out_.provider_config) : cursor_.skip();
    });
  }

 private:
  // `module_calls`, the call and the module: three levels of a plan's nesting each.
  bool module(uint32_t number) {
    if (++depth_ > plan::kMaxNesting / 3 || cursor_.peek() != '{') return false;
    bool good = each_member(cursor_, [&](const std::string& member) {
      if (member == "outputs") return note(cursor_, out_.modules[number].outputs);
      if (member == "variables") return note(cursor_, out_.modules[number].variables);
      if (member == "resources") return resources(number);
      return member == "module_calls" ? calls(number) : cursor_.skip();
    });
    --depth_;
    return good;
  }

  bool calls(uint32_t caller) {
    return each_member(cursor_, [&](const std::string& name) {
      auto number = static_cast<uint32_t>(out_.modules.size());
      const std::string& address = out_.modules[caller].address;
      std::string called = address + (address.empty() ? "module." : ".module.") + name;
      out_.modules.push_back({.parent = caller, .name = name, .address = std::move(called)});
      return each_member(cursor_, [&](const std::string& member) {
        if (member == "module") return module(number);
        Range range;
        if (!note(cursor_, range)) return false;
        out_.modules[number].call.emplace_back(member, range);
        return true;
      });
    });
  }

  bool resources(uint32_t module) {
    bool good = true;
    bool read = cursor_.show_batches(1 + 3 * depth_, [&](Batch& batch) {
      good &= read_names(batch, "provider_config_key", [&](const Named& resource) {
        uint64_t offset = batch.window.offset + static_cast<uint64_t>(resource.text.data() - batch.window.begin());
        add(module, offset, resource);
      });
    });
    return good && read;
  }

  void add(uint32_t module, uint64_t offset, const Named& resource) {
    const std::string& within = out_.modules[module].address;
    address_.assign(within).append(within.empty() ? "" : ".").append(resource.address);
    out_.blocks.push_back({offset, block_hash(address_), static_cast<uint32_t>(resource.text.size()), module,
                           type_hash(type_in(resource.address)), provider(resource.provider_config_key)});
  }

  uint32_t provider(std::string_view key) {
    auto found = std::ranges::find(out_.providers, key);
    if (found == out_.providers.end()) found = out_.providers.emplace(found, key);
    return static_cast<uint32_t>(found - out_.providers.begin());
  }

  Cursor& cursor_;
  ConfigPlaces& out_;
  std::string address_;
  uint32_t depth_ = 0;
};

class State {
 public:
  State(Cursor& cursor, const Sieves& sieves, bool all, StatePlaces& out)
      : cursor_(cursor), sieves_(sieves), all_(all), out_(out) {}

  bool run() {
    bool good = each_member(cursor_, [this](const std::string& name) {
      if (name != "values" || cursor_.peek() != '{') return cursor_.skip();
      return each_member(cursor_, [this](const std::string& member) {
        return member == "root_module" && cursor_.peek() == '{' ? module(0) : cursor_.skip();
      });
    });
    // Modules go before those within them, as runtime/plan reads them.
    std::ranges::stable_sort(out_.resources, {},
                             [this](const auto& resource) { return out_.modules[resource.module].depth; });
    return good;
  }

 private:
  bool module(uint32_t depth) {
    auto number = static_cast<uint32_t>(out_.modules.size());
    if (depth > plan::kMaxNesting / 2 - 3) return false;
    out_.modules.push_back({depth, {}});
    return each_member(cursor_, [&](const std::string& name) {
      if (name == "resources" && cursor_.peek() == '[') return resources(number);
      if (name == "child_modules" && cursor_.peek() == '[') return children(depth + 1);
      return name == "address" ? note(cursor_, out_.modules[number].address) : cursor_.skip();
    });
  }

  bool children(uint32_t depth) {
    cursor_.take('[');
    if (cursor_.take(']')) return true;
    do {
      if (cursor_.peek() != '{' || !module(depth)) return false;
    } while (cursor_.take(','));
    return cursor_.take(']');
  }

  bool resources(uint32_t module) {
    bool good = true;
    bool read = cursor_.show_batches(5 + 2 * out_.modules[module].depth, [&](Batch& batch) {
      good &= read_names(
          batch, "type",
          [&](const Named& resource) {
            uint64_t offset = batch.window.offset + static_cast<uint64_t>(resource.text.data() - batch.window.begin());
            add(module, offset, resource);
          },
          [&](std::string_view address) { return cursor_.covers(block_hash(address)); });
    });
    return good && read;
  }

  void add(uint32_t module, uint64_t offset, const Named& named) {
    bool data = named.mode == "data", asked = false;
    if (data || all_) type_.assign(data ? "data." : "").append(named.type);
    if (data) asked = sieves_.type(type_) != nullptr;
    if (!asked && !all_) return;
    StatePlaces::Resource place;
    place.offset = offset;
    place.address = block_hash(named.address);
    place.size = static_cast<uint32_t>(named.text.size());
    place.module = module;
    place.asked = asked;
    if (all_)
      add_hashes(named.address, place);
    else
      place.block = block_hash(plan::without_indexes(named.address));
    out_.resources.push_back(place);
  }

  // Neighbours are mostly of one instance of a module.
  void add_hashes(std::string_view address, StatePlaces::Resource& place) {
    within_.assign(1, '.').append(type_).append(1, '.');
    size_t end = address.rfind(within_);
    std::string_view instance = end == std::string_view::npos ? std::string_view() : address.substr(0, end);
    if (instance != instance_) {
      instance_ = instance;
      instance_hash_ = block_hash(instance);
      call_ = plan::without_indexes(instance);
      call_hash_ = module_hash(call_);
    }
    std::string_view rest = address.substr(instance.size());
    bool indexed = rest.find('[') != rest.npos;
    block_.assign(call_).append(indexed ? plan::without_indexes(rest) : rest);
    place.block = block_hash(block_);
    place.instance = instance_hash_;
    place.call = call_hash_;
    place.type = type_hash(type_);
  }

  Cursor& cursor_;
  const Sieves& sieves_;
  bool all_;
  StatePlaces& out_;
  std::string type_, within_, block_;
  // The instance of a module that came last, and the same without instances.
  std::string instance_, call_;
  uint64_t instance_hash_ = block_hash("");
  uint32_t call_hash_ = module_hash("");
};

}  // namespace

bool find_places(Cursor& cursor, ConfigPlaces& out) { return Configuration(cursor, out).run(); }

bool find_places(Cursor& cursor, const Sieves& sieves, bool all, StatePlaces& out) {
  return State(cursor, sieves, all, out).run();
}

bool ask_for_data(const Sieves& sieves) {
  return std::ranges::any_of(sieves.types(), [](const eval::TypePlan& type) { return type.name.starts_with("data."); });
}

}  // namespace berm::stream
