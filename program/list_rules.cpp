// The rules section: which rules there are, where they stand, and how much the section holds. The rules themselves
// are what `--dump=ir` prints.
#include <fmt/format.h>

#include "ir/ir.h"
#include "program/listing.h"
#include "program/program_generated.h"

namespace berm::program {
namespace {

template <class T>
void add_count(std::string& out, const flatbuffers::Vector<T>* clauses, const char* what) {
  if (clauses == nullptr || clauses->size() == 0) return;
  out += fmt::format(", {} {}{}", clauses->size(), what, clauses->size() == 1 ? "" : "s");
}

std::string line_of(const fb::Rule& rule, const fb::Rules& rules) {
  std::string out = fmt::format("  {} {} {}", rule.name()->string_view(), ir::name(static_cast<ir::Verb>(rule.verb())),
                                ir::name(static_cast<ir::Severity>(rule.severity())));
  if (rule.place()->file() != kNone) {
    out += fmt::format(" at {}:{}", rules.sources()->Get(rule.place()->file())->path()->string_view(), rule.line());
  }
  add_count(out, rule.calls(), "call clause");
  add_count(out, rule.allows(), "allow clause");
  add_count(out, rule.trusted(), "trust clause");
  add_count(out, rule.plans(), "plan clause");
  add_count(out, rule.requires_(), "require clause");
  return out + (rule.checked() ? "\n" : ", not checked\n");
}

}  // namespace

std::string list_rules(const Program& program) {
  const fb::Rules& rules = *program.root().rules();
  std::string out = "sources\n";
  for (const fb::Source* source : *rules.sources()) {
    out += fmt::format("  {} {} bytes{}\n", source->path()->string_view(), source->text()->size(),
                       source->standard_library() ? ", standard library" : "");
  }
  out += "rules\n";
  for (const fb::Rule* rule : *rules.rules()) out += line_of(*rule, rules);
  return out + fmt::format("  expressions {}, constants {}\n", rules.exprs()->size(), rules.constants()->size());
}

}  // namespace berm::program
