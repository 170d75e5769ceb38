#include "runtime/load/load.h"

#include <filesystem>

#include "runtime/load/exprs.h"

namespace berm::load {
namespace {

namespace fs = std::filesystem;

template <class T, class Read>
auto read_all(const flatbuffers::Vector<flatbuffers::Offset<T>>* tables, const Read& read) {
  std::vector<decltype(read(*tables->Get(0)))> out;
  if (tables == nullptr) return out;
  out.reserve(tables->size());
  for (const T* table : *tables) out.push_back(read(*table));
  return out;
}

class RuleReader {
 public:
  RuleReader(const fb::Rule& rule, Exprs& exprs) : from_(rule), exprs_(exprs) {}

  ir::Rule read() {
    ir::Rule out;
    add_texts(out);
    out.verb = static_cast<ir::Verb>(from_.verb());
    out.severity = static_cast<ir::Severity>(from_.severity());
    out.if_unknown = static_cast<ir::UnknownPolicy>(from_.if_unknown());
    out.capped = exprs_.expr(from_.capped());
    out.assumed = exprs_.names(*from_.assumed());
    out.nothing_else = from_.nothing_else();
    out.duration = from_.duration();
    if (from_.mfa_within() >= 0) out.mfa_within = from_.mfa_within();
    out.standard_library = from_.standard_library();
    out.span = Exprs::span(*from_.place());
    add_clauses(out);
    return out;
  }

 private:
  void add_texts(ir::Rule& out) const {
    out.name = text_of(from_.name());
    out.package = text_of(from_.package());
    out.team = text_of(from_.team());
    out.text = text_of(from_.text());
    out.doc = text_of(from_.doc());
    out.owner = text_of(from_.owner());
    out.playbook = text_of(from_.playbook());
    out.remediation = text_of(from_.remediation());
    out.hazard = text_of(from_.hazard());
    if (from_.accept_wider() != nullptr) out.accept_wider = from_.accept_wider()->str();
  }

  void add_clauses(ir::Rule& out) {
    out.calls = read_all(from_.calls(), [this](const fb::CallClause& each) { return call<ir::CallClause>(each); });
    out.allows = read_all(from_.allows(), [this](const fb::CallClause& each) { return call<ir::AllowClause>(each); });
    const auto read_one = [this](const auto& each) { return clause(each); };
    out.trusted = read_all(from_.trusted(), read_one);
    out.plans = read_all(from_.plans(), read_one);
    out.requires_ = read_all(from_.requires_(), read_one);
    out.exceptions = read_all(from_.exceptions(), read_one);
  }

  template <class Clause>
  Clause call(const fb::CallClause& from) {
    return {exprs_.actions(*from.actions()), exprs_.expr(from.condition()), Exprs::span(*from.place())};
  }

  ir::TrustClause clause(const fb::TrustClause& from) {
    const auto kind = static_cast<ir::TrustedPrincipal::Kind>(from.kind());
    return {{kind, text_of(from.value()), text_of(from.account())},
            exprs_.actions(*from.actions()),
            exprs_.expr(from.condition())};
  }

  ir::PlanClause clause(const fb::PlanClause& from);

  ir::RequireClause clause(const fb::RequireClause& from) {
    return {exprs_.names(*from.types()), from.variable(), exprs_.expr(from.where()), exprs_.expr(from.condition()),
            Exprs::span(*from.place())};
  }

  ir::ExceptedPrincipal clause(const fb::ExceptedPrincipal& from) {
    return {text_of(from.text()), exprs_.names(*from.arns()), exprs_.names(*from.tag_keys()),
            from.mfa(),           from.unprotected(),         Exprs::span(*from.place())};
  }

  const fb::Rule& from_;
  Exprs& exprs_;
};

ir::PlanClause RuleReader::clause(const fb::PlanClause& from) {
  ir::PlanClause out;
  out.change = static_cast<ir::ChangeKind>(from.change());
  out.except_replacing = from.except_replacing();
  out.types = exprs_.names(*from.types());
  out.variable = from.variable();
  if (const fb::Subject* subject = from.subject()) {
    out.subject = ir::Subject{exprs_.names(*subject->types()), subject->variable(), exprs_.expr(subject->via())};
  }
  out.condition = exprs_.expr(from.condition());
  out.assumptions = exprs_.assumptions(*from.assumptions());
  out.say = exprs_.expr(from.say());
  out.hazard = text_of(from.hazard());
  out.span = Exprs::span(*from.place());
  return out;
}

}  // namespace

struct Rules::Rebuilt {
  explicit Rebuilt(const program::Program& program) : exprs(program, module) {}

  ir::Module module;
  std::vector<bool> made;
  Exprs exprs;
  SourceSet sources;
};

Rules::Rules(const program::Program& program, std::string folder)
    : program_(program), folder_(std::move(folder)), rebuilt_(std::make_unique<Rebuilt>(program)) {
  rebuilt_->module.rules.resize(size());
  rebuilt_->made.resize(size());
}

Rules::~Rules() = default;

namespace {

const fb::Rule& rule_at(const program::Program& program, size_t rule) {
  return *program.root().rules()->rules()->Get(static_cast<uint32_t>(rule));
}

std::string path_of(const fb::Source& source, const std::string& folder) {
  std::string path = source.path()->str();
  if (folder.empty() || source.standard_library()) return path;
  return (fs::path(folder) / path).lexically_normal().string();
}

}  // namespace

Settings Rules::settings() const {
  const fb::Settings& from = *program_.root().settings();
  return {from.project()->str(), static_cast<report::Severity>(from.block_at()), from.account()->str(),
          from.require_match(), from.waivers()->str()};
}

size_t Rules::size() const { return program_.root().rules()->rules()->size(); }

std::string_view Rules::name(size_t rule) const { return rule_at(program_, rule).name()->string_view(); }

bool Rules::checked(size_t rule) const { return rule_at(program_, rule).checked(); }

bool Rules::standard_library(size_t rule) const { return rule_at(program_, rule).standard_library(); }

ir::Severity Rules::severity(size_t rule) const {
  return static_cast<ir::Severity>(rule_at(program_, rule).severity());
}

ir::Verb Rules::verb(size_t rule) const { return static_cast<ir::Verb>(rule_at(program_, rule).verb()); }

bool Rules::judges_plans(size_t rule) const {
  const fb::Rule& from = rule_at(program_, rule);
  return (from.plans() && from.plans()->size() > 0) || (from.requires_() && from.requires_()->size() > 0);
}

report::RuleResult Rules::describe(size_t rule) const {
  const fb::Rule& from = rule_at(program_, rule);
  report::RuleResult out;
  out.name = text_of(from.name());
  out.owner = text_of(from.owner());
  out.playbook = text_of(from.playbook());
  out.remediation = text_of(from.remediation());
  out.doc = text_of(from.doc());
  out.text = text_of(from.text());
  out.severity = static_cast<report::Severity>(from.severity());
  out.severity_text = ir::name(static_cast<ir::Severity>(from.severity()));
  out.if_unknown = static_cast<report::UnknownPolicy>(from.if_unknown());
  if (from.place()->file() == program::kNone) return out;
  out.source_path = path_of(*program_.root().rules()->sources()->Get(from.place()->file()), folder_);
  out.source_line = from.line();
  return out;
}

const ir::Rule& Rules::rule(size_t rule) {
  ir::Rule& known = rebuilt_->module.rules[rule];
  if (!rebuilt_->made[rule]) known = RuleReader(rule_at(program_, rule), rebuilt_->exprs).read();
  rebuilt_->made[rule] = true;
  return known;
}

const SourceSet& Rules::sources() {
  const auto& from = *program_.root().rules()->sources();
  if (rebuilt_->sources.size() == from.size()) return rebuilt_->sources;
  for (const fb::Source* source : from) rebuilt_->sources.add(path_of(*source, folder_), source->text()->str());
  return rebuilt_->sources;
}

const ir::Module& Rules::module() {
  for (size_t i = 0; i < size(); ++i) rule(i);
  return rebuilt_->module;
}

}  // namespace berm::load
