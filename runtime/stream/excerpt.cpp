#include "runtime/stream/excerpt.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/json_text.h"

namespace berm::stream {
namespace {

constexpr size_t kWindow = 1 << 18;

// Each member of the object that begins here. False: something is broken.
template <class OnMember>
bool each_member(Cursor& cursor, const OnMember& on_member) {
  if (!cursor.take('{')) return false;
  if (cursor.take('}')) return true;
  std::string name;
  do {
    if (!cursor.key(name)) return false;
    cursor.peek();
    if (!on_member(name)) return false;
  } while (cursor.take(','));
  return cursor.take('}');
}

void begin_member(std::string_view name, std::string& out) {
  if (!out.ends_with('{')) out += ',';
  out.append(json_quoted(name)).append(1, ':');
}

class Configuration {
 public:
  Configuration(const Source& source, const RootMember& member, const ConfigWanted& wanted)
      : cursor_(source, kWindow, member.begin), wanted_(wanted) {}

  std::optional<std::string> run() {
    if (cursor_.peek() != '{') return std::nullopt;
    out_ = "{";
    bool good = each_member(cursor_, [this](const std::string& name) {
      if (name == "root_module") return module(name, "");
      return name == "provider_config" ? copy(name) : cursor_.skip();
    });
    if (!good) return std::nullopt;
    return std::move(out_ += '}');
  }

 private:
  bool copy(std::string_view name) {
    begin_member(name, out_);
    return cursor_.copy(out_);
  }

  // Nesting is bounded: the plan as a whole has been walked.
  bool module(std::string_view name, const std::string& address) {
    begin_member(name, out_);
    if (cursor_.peek() != '{') return false;
    out_ += '{';
    bool good = each_member(cursor_, [&](const std::string& member) {
      bool all = wanted_.modules || address.empty();
      if (member == "outputs" || member == "variables") return all ? copy(member) : cursor_.skip();
      if (member == "resources") return wanted_.block ? resources(address) : cursor_.skip();
      if (member == "module_calls") return wanted_.modules || wanted_.block ? calls(address) : cursor_.skip();
      return cursor_.skip();
    });
    out_ += '}';
    return good;
  }

  bool resources(const std::string& address) {
    begin_member("resources", out_);
    out_ += '[';
    bool good = true;
    bool read = cursor_.show_batches(2, [&](Batch& batch) {
      good &= read_names(batch, "provider_config_key", [&](const Named& resource) { add(address, resource); });
    });
    out_ += ']';
    return good && read;
  }

  void add(const std::string& module, const Named& resource) {
    block_.assign(module).append(module.empty() ? "" : ".").append(resource.address);
    if (!wanted_.block(block_, resource)) return;
    if (!out_.ends_with('[')) out_ += ',';
    out_ += resource.text;
  }

  bool calls(const std::string& address) {
    begin_member("module_calls", out_);
    out_ += '{';
    bool good = each_member(cursor_, [&](const std::string& name) {
      begin_member(name, out_);
      std::string called = address + (address.empty() ? "module." : ".module.") + name;
      out_ += '{';
      bool read = each_member(cursor_, [&](const std::string& member) {
        if (member == "module") return module(member, called);
        return wanted_.modules ? copy(member) : cursor_.skip();
      });
      out_ += '}';
      return read;
    });
    out_ += '}';
    return good;
  }

  Cursor cursor_;
  const ConfigWanted& wanted_;
  std::string out_, block_;
};

class State {
 public:
  State(const Source& source, const RootMember& member, const std::function<bool(const Named&)>& wanted)
      : cursor_(source, kWindow, member.begin), wanted_(wanted) {}

  std::optional<StateExcerpt> run() {
    bool good = each_member(cursor_, [this](const std::string& name) {
      if (name != "values" || cursor_.peek() != '{') return cursor_.skip();
      return each_member(cursor_, [this](const std::string& member) {
        return member == "root_module" && cursor_.peek() == '{' ? module(0) : cursor_.skip();
      });
    });
    if (!good) return std::nullopt;
    return std::move(out_);
  }

 private:
  bool module(size_t depth) {
    size_t number = out_.modules.size();
    out_.modules.push_back({depth});
    return each_member(cursor_, [&](const std::string& name) {
      if (name == "resources" && cursor_.peek() == '[') return resources(number);
      if (name == "child_modules" && cursor_.peek() == '[') return children(depth + 1);
      if (name != "address") return cursor_.skip();
      out_.modules[number].address.clear();
      return cursor_.copy(out_.modules[number].address);
    });
  }

  bool children(size_t depth) {
    cursor_.take('[');
    if (cursor_.take(']')) return true;
    do {
      if (!module(depth)) return false;
    } while (cursor_.take(','));
    return cursor_.take(']');
  }

  bool resources(size_t number) {
    bool good = true;
    bool read = cursor_.show_batches(2, [&](Batch& batch) {
      good &= read_names(batch, "type", [&](const Named& resource) {
        if (!wanted_(resource)) return;
        out_.resources.push_back({number, std::string(resource.address), facts::type_of(resource.mode, resource.type),
                                  std::string(resource.text)});
      });
    });
    return good && read;
  }

  Cursor cursor_;
  const std::function<bool(const Named&)>& wanted_;
  StateExcerpt out_;
};

}  // namespace

std::optional<std::string> excerpt_of_configuration(const Source& source, const RootMember& configuration,
                                                    const ConfigWanted& wanted) {
  return Configuration(source, configuration, wanted).run();
}

std::optional<StateExcerpt> read_state(const Source& source, const RootMember& state,
                                       const std::function<bool(const Named&)>& wanted) {
  return State(source, state, wanted).run();
}

// Modules go before those within them, as runtime/plan reads them.
std::string StateExcerpt::text(const std::function<bool(const Resource&)>& wanted) const {
  std::vector<std::string> texts(modules.size());
  for (const Resource& each : resources) {
    if (wanted(each)) texts[each.module].append(texts[each.module].empty() ? "" : ",").append(each.text);
  }
  std::vector<size_t> order(modules.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](size_t number) { return modules[number].depth; });
  std::string out = R"({"values":{"root_module":{"child_modules":[)";
  for (size_t number : order) {
    if (texts[number].empty()) continue;
    if (!out.ends_with('[')) out += ',';
    out.append(R"({"address":)").append(modules[number].address);
    out.append(R"(,"resources":[)").append(texts[number]).append("]}");
  }
  return out += "]}}}";
}

}  // namespace berm::stream
