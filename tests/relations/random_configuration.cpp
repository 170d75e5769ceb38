#include "tests/relations/random_configuration.h"

#include <fmt/format.h>

#include <random>
#include <vector>

namespace berm::relations_test {
namespace {

enum class Repeat : uint8_t { Once, Count, Each };
// What an expression gives: the text of an id, a list of such texts, or a resource.
enum class Gives : uint8_t { Text, List, Resource };

struct Named {
  std::string name;
  Gives gives = Gives::Text;
};

// A resource or a module call.
struct Thing {
  std::string name;  // `terraform_data.x`, `module.m`
  Repeat repeat = Repeat::Once;
  int size = 1;  // instances that it has in every step: the first of `0 1 2` or `a b c`
  int most = 1;  // that it may have
  bool text_input = true;
  std::vector<Named> outputs;
  // What `each.value` is within it; empty where it is not.
  std::string each_value;
};

struct Written {
  std::string text, kind;
};

constexpr const char* kKeys[] = {"a", "b", "c"};

class Module {
 public:
  Module(std::mt19937_64& random, Files& files, std::string folder, int depth)
      : random_(random), files_(files), folder_(std::move(folder)), depth_(depth) {}

  // Writes the module, with these variables beside `rev`; what it puts out.
  std::vector<Named> write(const std::vector<Named>& variables);

 private:
  size_t below(size_t end) { return random_() % end; }
  bool one_in(size_t n) { return below(n) == 0; }
  const Thing* any(const std::vector<Thing>& things) {
    return things.empty() ? nullptr : &things[below(things.size())];
  }
  const Thing* any(Repeat repeat, int size = 0);
  std::string key(const Thing& thing);
  std::string instance(const Thing& thing);
  static std::string value_of(const Named& named, const std::string& name) {
    return name + (named.gives == Gives::Resource ? ".id" : named.gives == Gives::List ? "[0]" : "");
  }

  Thing repeated(std::string name, std::string& head);
  Written input(const Thing& self);
  Written text(const Thing& self, int depth);
  Written from_resource(const Thing& self);
  Written from_every(bool as_text);
  Written same_key(const Thing& self);
  Written from_module(const Thing& self);
  Written from_variable();
  Written made(const Thing& self, int depth);
  void add_resource();
  void add_local();
  void add_call();
  Named add_output(size_t number);

  std::mt19937_64& random_;
  Files& files_;
  std::string folder_, out_;
  int depth_, next_ = 0;
  std::vector<Thing> resources_, calls_;
  std::vector<Named> variables_;
  std::vector<std::string> locals_;
  const Thing once_{};
};

const Thing* Module::any(Repeat repeat, int size) {
  std::vector<const Thing*> fit;
  for (const Thing& thing : resources_) {
    if (thing.repeat == repeat && thing.size >= size) fit.push_back(&thing);
  }
  return fit.empty() ? nullptr : fit[below(fit.size())];
}

std::string Module::key(const Thing& thing) {
  size_t index = below(static_cast<size_t>(thing.size));
  if (thing.repeat == Repeat::Count) return fmt::format("[{}]", index);
  return thing.repeat == Repeat::Each ? fmt::format("[\"{}\"]", kKeys[index]) : "";
}

std::string Module::instance(const Thing& thing) { return thing.name + key(thing); }

Written Module::from_resource(const Thing& self) {
  const Thing* thing = any(resources_);
  if (!thing) return {"\"k\"", "literal"};
  if (self.repeat == Repeat::Each && !self.each_value.empty() && one_in(2)) return {self.each_value, "each_value"};
  size_t choice = thing->text_input ? below(7) : 2;
  if (choice == 0) return {instance(*thing) + ".output", "output"};
  if (choice == 1) return {instance(*thing) + ".input", "input"};
  return {instance(*thing) + ".id", thing->repeat == Repeat::Once ? "plain" : "literal_index"};
}

// All instances of a resource.
Written Module::from_every(bool as_text) {
  const Thing* thing = one_in(2) ? any(Repeat::Count) : any(Repeat::Each);
  if (!thing) return from_resource(once_);
  const std::string& name = thing->name;
  std::string splat = thing->repeat == Repeat::Count ? name + "[*].id" : "values(" + name + ")[*].id";
  std::string inputs = "[for x in " + name + " : x.input]";
  switch (below(4)) {
    case 0:
      if (as_text) return {"join(\"-\", [for x in " + name + " : x.id])", "join_of_all"};
      return {"[for x in " + name + " : x.id]", "for"};
    case 1:
      if (as_text) return {"values({ for k, x in " + name + " : \"k${k}\" => x.id })[0]", "one_of_all"};
      return {"{ for k, x in " + name + " : \"k${k}\" => x.id }", "for"};
    case 2:
      if (as_text && thing->text_input) return {inputs + "[0]", "one_of_all"};
      if (!as_text) return {inputs, "for_of_input"};
      break;
    default: break;
  }
  return as_text ? Written{"element(" + splat + ", 0)", "one_of_all"} : Written{splat, "splat"};
}

Written Module::same_key(const Thing& self) {
  if (self.repeat == Repeat::Once) return from_resource(self);
  const Thing* thing = any(self.repeat, self.most);
  if (!thing) return from_resource(self);
  if (self.repeat == Repeat::Each) return {thing->name + "[each.key].id", "each_key"};
  if (one_in(4)) return {fmt::format("{}[(count.index + 1) % {}].id", thing->name, thing->size), "count_index_shifted"};
  return {thing->name + "[count.index].id", "count_index"};
}

Written Module::from_module(const Thing& self) {
  const Thing* call = any(calls_);
  if (!call || call->outputs.empty()) return from_resource(self);
  const Named& output = call->outputs[below(call->outputs.size())];
  bool same = call->repeat == self.repeat && call->repeat != Repeat::Once && call->size >= self.most && one_in(2);
  std::string index = !same ? key(*call) : self.repeat == Repeat::Each ? "[each.key]" : "[count.index]";
  std::string name = fmt::format("{}{}.{}", call->name, index, output.name);
  const char* kind = same ? "module_same_key" : call->repeat == Repeat::Once ? "module_output" : "module_literal_index";
  return {value_of(output, name), kind};
}

Written Module::from_variable() {
  if (!locals_.empty() && one_in(4)) return {"local." + locals_[below(locals_.size())], "local"};
  if (variables_.empty()) return {"\"r${var.rev}\"", "known_variable"};
  const Named& variable = variables_[below(variables_.size())];
  const char* kinds[] = {"variable", "variable_list", "variable_object"};
  return {value_of(variable, "var." + variable.name), kinds[static_cast<size_t>(variable.gives)]};
}

// Out of other expressions.
Written Module::made(const Thing& self, int depth) {
  Written first = text(self, depth + 1), second = text(self, depth + 1);
  switch (below(4)) {
    case 0: return {fmt::format("\"p-${{{}}}-s\"", first.text), "template"};
    case 1: return {fmt::format("\"${{{}}}/${{{}}}\"", first.text, second.text), "template_of_two"};
    case 2: return {fmt::format("var.rev == {} ? {} : {}", 1 + below(3), first.text, second.text), "known_condition"};
    default: break;
  }
  // What the condition is made of stands beside a reference that is always chosen.
  const Thing* chosen = any(resources_);
  if (!chosen) return first;
  return {fmt::format("{} == \"none\" ? {} : {}.id", first.text, second.text, instance(*chosen)), "unknown_condition"};
}

Written Module::text(const Thing& self, int depth) {
  switch (below(depth > 1 ? 9 : 12)) {
    case 0:
    case 1:
    case 2: return from_resource(self);
    case 3: return from_every(true);
    case 4: return same_key(self);
    case 5: return from_module(self);
    case 6:
    case 7: return from_variable();
    case 8: return {one_in(2) ? "\"k\"" : "\"r${var.rev}\"", "literal"};
    default: return made(self, depth);
  }
}

Written Module::input(const Thing& self) {
  switch (below(8)) {
    case 0: return from_every(false);
    case 1: return {fmt::format("[{}, {}]", text(self, 1).text, text(self, 1).text), "list"};
    case 2:
      return {fmt::format("{{ x = {}, y = {}, id = {} }}", text(self, 1).text, text(self, 1).text, text(self, 1).text),
              "object"};
    case 3: return same_key(self);
    default: return text(self, 0);
  }
}

// `count`, `for_each` or neither; `head` is the line.
Thing Module::repeated(std::string name, std::string& head) {
  Thing thing{std::move(name)};
  size_t choice = below(8);
  thing.size = 1 + static_cast<int>(below(3));
  const Thing* other = any(Repeat::Each);
  if (choice < 3) {
    thing.size = 1;
  } else if (choice < 5) {
    thing.repeat = Repeat::Count;
    bool grows = one_in(4);
    thing.most = grows ? 2 : thing.size;
    if (grows) thing.size = 1;
    head = grows ? "  count = var.rev\n" : fmt::format("  count = {}\n", thing.size);
  } else if (choice == 5 && other) {
    thing.repeat = Repeat::Each;
    thing.size = thing.most = other->size;
    thing.each_value = "each.value.id";
    head = fmt::format("  for_each = {}\n", other->name);
  } else if (choice == 6) {
    thing.repeat = Repeat::Each;
    thing.most = thing.size;
    thing.each_value = "each.value";
    head = "  for_each = {";
    for (int i = 0; i < thing.size; ++i) head += fmt::format("{} {} = {}", i ? "," : "", kKeys[i], text(once_, 1).text);
    head += " }\n";
  } else {
    thing.repeat = Repeat::Each;
    thing.most = thing.size;
    std::string keys;
    for (int i = 0; i < thing.size; ++i) keys += fmt::format("{}\"{}\"", i ? ", " : "", kKeys[i]);
    head = fmt::format("  for_each = toset([{}])\n", keys);
  }
  return thing;
}

void Module::add_resource() {
  std::string head;
  Thing self = repeated("", head);
  Written written = input(self);
  bool collection = written.text.starts_with('[') || written.text.starts_with('{') || written.text.ends_with("[*].id");
  self.text_input = !collection || written.text.ends_with("[0]");
  std::string name = fmt::format("{}_{}", written.kind, next_++);
  out_ += fmt::format("resource \"terraform_data\" \"{}\" {{\n{}  input = {}\n", name, head, written.text);
  if (one_in(5))
    out_ += "  triggers_replace = [var.rev]\n";
  else if (one_in(4))
    out_ += fmt::format("  triggers_replace = [{}]\n", from_resource(self).text);
  const Thing* before = any(resources_);
  if (before && one_in(6)) out_ += fmt::format("  depends_on = [{}]\n", before->name);
  out_ += "}\n";
  self.name = "terraform_data." + name;
  resources_.push_back(std::move(self));
}

void Module::add_local() {
  std::string name = fmt::format("l{}", next_++);
  out_ += fmt::format("locals {{\n  {} = {}\n}}\n", name, text(once_, 1).text);
  locals_.push_back(name);
}

void Module::add_call() {
  std::string name = fmt::format("m{}", next_++), folder = folder_ + name + "/";
  std::string head;
  Thing self = repeated("module." + name, head);
  std::vector<Named> passed;
  std::string arguments;
  for (size_t i = below(4); i > 0; --i) {
    Named variable{fmt::format("v{}", i), Gives::Text};
    std::string value = text(self, 0).text;
    const Thing* list = any(Repeat::Count);
    const Thing* whole = any(resources_);
    if (list && one_in(4)) {
      variable.gives = Gives::List;
      value = list->name + "[*].id";
    } else if (whole && one_in(4)) {
      variable.gives = Gives::Resource;
      value = instance(*whole);
    }
    arguments += fmt::format("  {} = {}\n", variable.name, value);
    passed.push_back(variable);
  }
  self.outputs = Module(random_, files_, folder, depth_ + 1).write(passed);
  out_ += fmt::format("module \"{}\" {{\n{}  source = \"./{}\"\n  rev = var.rev\n{}}}\n", name, head, name, arguments);
  calls_.push_back(std::move(self));
}

Named Module::add_output(size_t number) {
  Named output{fmt::format("o{}", number), Gives::Text};
  std::string value = text(once_, 0).text;
  const Thing* list = any(Repeat::Count);
  const Thing* whole = any(resources_);
  if (list && one_in(4)) {
    output.gives = Gives::List;
    value = list->name + "[*].id";
  } else if (whole && one_in(4)) {
    output.gives = Gives::Resource;
    value = instance(*whole);
  }
  out_ += fmt::format("output \"{}\" {{\n  value = {}\n}}\n", output.name, value);
  return output;
}

std::vector<Named> Module::write(const std::vector<Named>& variables) {
  variables_ = variables;
  out_ = "variable \"rev\" {}\n";
  for (const Named& variable : variables) out_ += fmt::format("variable \"{}\" {{}}\n", variable.name);
  size_t parts = 3 + below(depth_ == 0 ? 5 : 3);
  for (size_t i = 0; i < parts; ++i) {
    if (depth_ < 2 && i > 1 && one_in(4))
      add_call();
    else if (one_in(8))
      add_local();
    else
      add_resource();
  }
  std::vector<Named> outputs;
  for (size_t i = depth_ == 0 ? 0 : 1 + below(2); i > 0; --i) outputs.push_back(add_output(i));
  files_[folder_ + "main.tf"] = out_;
  return outputs;
}

}  // namespace

Files random_configuration(uint64_t seed) {
  std::mt19937_64 random(seed);
  Files files;
  Module(random, files, "", 0).write({});
  return files;
}

std::string kind_of(const std::string& address) {
  std::string name = address.substr(address.rfind("terraform_data.") + 15);
  name = name.substr(0, name.find('['));
  return name.substr(0, name.rfind('_'));
}

}  // namespace berm::relations_test
