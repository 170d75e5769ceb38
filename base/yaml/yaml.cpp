// The tree, out of yaml-cpp's events: its own tree expands aliases and hides repeated keys.
#include "base/yaml/yaml.h"

#include <sstream>

#include "base/text.h"
#include "fmt/format.h"
#include "yaml-cpp/eventhandler.h"
#include "yaml-cpp/exceptions.h"
#include "yaml-cpp/parser.h"

namespace berm::yaml {
namespace {

constexpr size_t kMaxDepth = 32;
constexpr size_t kMaxNodes = 200'000;

// Ends the parse from inside of an event; never leaves this file.
struct Refused {
  YAML::Mark mark;
  std::string why;
};

class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::string_view file) : file_(file) {}
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override { ++documents_; }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    Node& node = add(mark, Node::Kind::Empty);
    bool value = !path_.empty() && path_.back().node->is_map() && !path_.back().wants_value;
    if (value) copy_place(path_.back().node->entries.back().key, node);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_sharing(mark); }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_sharing(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string& value) override {
    add(mark, Node::Kind::Scalar).text = value;
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, Node::Kind::List);
  }
  void OnSequenceEnd() override { path_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, Node::Kind::Map);
  }
  void OnMapEnd() override { path_.pop_back(); }

  Node take_root() { return std::move(root_); }

 private:
  struct Open {
    Node* node;
    bool wants_value = false;  // a map whose last entry has its key only
  };

  [[noreturn]] static void refuse_sharing(const YAML::Mark& mark) {
    throw Refused{mark, "anchors and aliases (`&x`, `*x`) are not read; write the value out"};
  }

  // A value that is not there has no place; yaml-cpp gives that of what comes next.
  static void copy_place(const Node& from, Node& to) {
    to.line = from.line;
    to.column = from.column;
  }

  Node& slot() {
    if (path_.empty()) return root_;
    Open& parent = path_.back();
    if (parent.node->is_list()) return parent.node->items.emplace_back();
    parent.wants_value = !parent.wants_value;
    return parent.wants_value ? parent.node->entries.emplace_back().key : parent.node->entries.back().value;
  }

  Node& add(const YAML::Mark& mark, Node::Kind kind) {
    if (documents_ > 0) throw Refused{mark, fmt::format("a second YAML document starts here, and {} is one", file_)};
    if (++nodes_ > kMaxNodes) throw Refused{mark, fmt::format("more than {} values stand before this", kMaxNodes)};
    Node& node = slot();
    node.kind = kind;
    node.line = static_cast<uint64_t>(mark.line) + 1;
    node.column = static_cast<uint64_t>(mark.column) + 1;
    return node;
  }

  // The node stays where it is while its children are added: only the innermost open list or map grows.
  void open(const YAML::Mark& mark, Node::Kind kind) {
    if (path_.size() >= kMaxDepth) throw Refused{mark, fmt::format("this is nested more than {} deep", kMaxDepth)};
    path_.push_back({&add(mark, kind)});
  }

  std::string_view file_;
  Node root_;
  std::vector<Open> path_;
  size_t documents_ = 0;
  size_t nodes_ = 0;
};

InputPosition at(const std::string& path, const YAML::Mark& mark) {
  if (mark.is_null()) return {path};
  return {path, static_cast<uint64_t>(mark.line) + 1, static_cast<uint64_t>(mark.column) + 1};
}

// Throws.
Node build(std::string_view text, std::string_view file) {
  std::istringstream in{std::string(text)};
  YAML::Parser parser(in);
  TreeBuilder builder(file);
  while (parser.HandleNextDocument(builder)) {
  }
  return builder.take_root();
}

std::string_view kind_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Empty: return "empty";
    case Node::Kind::Scalar: return "a single value";
    case Node::Kind::List: return "a list";
    case Node::Kind::Map: return "a map";
  }
  return {};
}

}  // namespace

std::optional<Node> parse(std::string_view text, const std::string& path, const Format& format,
                          Diagnostics& diagnostics) {
  auto refuse = [&](InputPosition position, const std::string& why) {
    diagnostics.add(format.syntax, why).at(std::move(position));
    return std::nullopt;
  };
  if (text.size() > format.max_bytes) {
    return refuse({path}, fmt::format("{} has more than {} MB", format.name, format.max_bytes >> 20));
  }
  if (find_invalid_utf8(text)) return refuse({path}, fmt::format("{} is not valid UTF-8", format.name));
  try {
    Node root = build(text, format.name);
    if (root.kind == Node::Kind::Empty) return refuse({path}, fmt::format("{} is empty", format.name));
    return root;
  } catch (const Refused& refused) {
    return refuse(at(path, refused.mark), refused.why);
  } catch (const YAML::Exception& problem) {
    // yaml-cpp's own words are for its developers; the place is what helps.
    return refuse(at(path, problem.mark), fmt::format("{} is not well-formed YAML here", format.name));
  }
}

Diagnostic& Reader::report(DiagnosticKind kind, const Node& node, std::string message) {
  return diagnostics_.add(kind, std::move(message)).at(position(node));
}

Diagnostic& Reader::wrong_value(const Node& node, std::string message) {
  return report(format_.wrong_value, node, std::move(message));
}

void Reader::wrong_type(const Node& node, std::string_view what, std::string_view wanted) {
  report(format_.wrong_type, node, fmt::format("`{}` is {}, not {}", what, kind_of(node), wanted));
}

void Reader::read_map(const Node& node, std::string_view what, const std::vector<Field>& fields) {
  if (!node.is_map()) return wrong_type(node, what, "a map");
  std::vector<std::string_view> seen;
  for (const auto& [key, value] : node.entries) {
    if (!key.is_scalar()) {
      wrong_type(key, "key", "a single value");
      continue;
    }
    const Field* field = nullptr;
    for (const Field& each : fields) {
      if (each.key == key.text) field = &each;
    }
    bool repeated = false;
    for (std::string_view earlier : seen) repeated |= earlier == key.text;
    if (field == nullptr) {
      unknown_key(key, what, fields);
    } else if (repeated) {
      report(format_.repeated_key, key, fmt::format("`{}` stands twice in {}", key.text, what));
    } else {
      seen.push_back(key.text);
      field->read(value);
    }
  }
}

void Reader::unknown_key(const Node& key, std::string_view what, const std::vector<Field>& fields) {
  NearestName nearest(key.text);
  std::vector<std::string> names;
  for (const Field& field : fields) {
    nearest.offer(field.key);
    names.push_back(fmt::format("`{}`", field.key));
  }
  auto best = nearest.best();
  report(format_.unknown_key, key, fmt::format("unknown key `{}` in {}", key.text, what))
      .help(best ? fmt::format("did you mean `{}`?", *best) : fmt::format("known are {}", join(names, ", ")));
}

void Reader::read_string(const Node& node, std::string_view what, std::string& out) {
  if (!node.is_scalar()) return wrong_type(node, what, "a string");
  out = node.text;
}

void Reader::read_strings(const Node& node, std::string_view what, std::vector<std::string>& out) {
  if (!node.is_list()) return wrong_type(node, what, "a list of strings");
  for (const Node& item : node.items) {
    if (item.is_scalar()) {
      out.push_back(item.text);
    } else {
      wrong_type(item, what, "a string");
    }
  }
}

void Reader::read_bool(const Node& node, std::string_view what, bool& out) {
  if (!node.is_scalar()) return wrong_type(node, what, "true or false");
  out = node.text == "true";
  if (!out && node.text != "false") {
    wrong_value(node, fmt::format("`{}` is not a value for `{}`", node.text, what)).help("true or false");
  }
}

void Reader::read_choice(const Node& node, std::string_view what, std::span<const std::string_view> choices,
                         std::string& out) {
  if (!node.is_scalar()) return wrong_type(node, what, "a string");
  for (std::string_view choice : choices) {
    if (choice == node.text) out = node.text;
  }
  if (out == node.text) return;
  wrong_value(node, fmt::format("`{}` is not a value for `{}`", node.text, what))
      .help(fmt::format("one of {}", join({choices.begin(), choices.end()}, ", ")));
}

void Reader::require(const Node& node, std::string_view what, std::string_view key, bool missing) {
  if (missing) report(format_.missing_key, node, fmt::format("{} has no `{}`", what, key));
}

}  // namespace berm::yaml
