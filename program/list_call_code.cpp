#include <fmt/format.h>

#include "program/listing.h"
#include "program/program_generated.h"

namespace berm::program {
namespace {

class CallLister {
 public:
  explicit CallLister(const Program& program) : program_(program), code_(*program.root().call_code()) {}

  std::string list() {
    out_ = fmt::format("calls\n  {}\n", code_.every_action() ? "every action of the catalogue" : services());
    out_ += fmt::format("  keys{}\n", keys());
    for (uint32_t i = 0; i < code_.rules()->size(); ++i) add(*code_.rules()->Get(i));
    out_ +=
        fmt::format("  actions {}, sets of clauses {}, conditions and values {}, resource types {}\n",
                    code_.actions()->size(), code_.sets()->size(), code_.nodes()->size(), code_.leg_types()->size());
    return std::move(out_);
  }

 private:
  std::string_view text(const fb::CallText& text) const {
    return {reinterpret_cast<const char*>(code_.text()->data()) + text.begin(), text.size()};
  }

  std::string services() const {
    std::string out = "actions of";
    for (const fb::CallText* service : *code_.services()) out += fmt::format(" {}", text(*service));
    return out;
  }

  std::string keys() const {
    std::string out;
    for (const fb::CallKey* key : *code_.keys()) {
      out += fmt::format(" {}{}", text(key->name()), key->leg() == kNone ? "" : " (some legs)");
    }
    return out;
  }

  void add(const fb::CallRuleCode& rule) {
    out_ += fmt::format("  {}\n", program_.root().rules()->rules()->Get(rule.rule())->name()->string_view());
    for (uint32_t i = 0; i < rule.clauses().count(); ++i) {
      const fb::CallClauseCode& clause = *code_.clauses()->Get(rule.clauses().begin() + i);
      out_ += clause.allows() ? "    allows" : "    denies";
      for (uint32_t j = 0; j < clause.patterns().count(); ++j) {
        const fb::CallPattern& pattern = *code_.patterns()->Get(clause.patterns().begin() + j);
        out_ += fmt::format("{}{}", pattern.plus() ? " " : " minus ", text(pattern.text()));
      }
      out_ += fmt::format(", condition {}\n", clause.condition());
    }
  }

  const Program& program_;
  const fb::CallCode& code_;
  std::string out_;
};

}  // namespace

std::string list_call_code(const Program& program) { return CallLister(program).list(); }

}  // namespace berm::program
