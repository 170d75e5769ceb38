// The rules as IR, and the texts they stand in.
#include <algorithm>

#include "compiler/emit/expr_table.h"
#include "compiler/emit/sections.h"
#include "compiler/emit/source_table.h"

namespace berm::emit {
namespace {

template <class T>
using Offsets = std::vector<flatbuffers::Offset<T>>;

class RuleWriter {
 public:
  explicit RuleWriter(Writer& writer)
      : writer_(writer), builder_(writer.builder), sources_(writer), exprs_(writer, sources_) {}

  flatbuffers::Offset<fb::Rules> write() {
    Offsets<fb::Rule> rules;
    for (const ir::Rule& rule : writer_.input.module.rules) rules.push_back(write(rule));
    auto all = builder_.CreateVector(rules);
    auto sources = sources_.write();
    exprs_.finish();
    fb::RulesBuilder out(builder_);
    out.add_sources(sources);
    out.add_rules(all);
    exprs_.write(out);
    return out.Finish();
  }

 private:
  using Text = flatbuffers::Offset<flatbuffers::String>;
  // The same text is written once.
  Text text(const std::string& text) { return builder_.CreateSharedString(text); }

  flatbuffers::Offset<fb::Rule> write(const ir::Rule& rule);
  template <class Clause>
  flatbuffers::Offset<fb::CallClause> write_call(const Clause& clause);
  flatbuffers::Offset<fb::TrustClause> write(const ir::TrustClause& clause);
  flatbuffers::Offset<fb::PlanClause> write(const ir::PlanClause& clause);
  flatbuffers::Offset<fb::Subject> write(const ir::Subject& subject);
  flatbuffers::Offset<fb::RequireClause> write(const ir::RequireClause& clause);
  flatbuffers::Offset<fb::ExceptedPrincipal> write(const ir::ExceptedPrincipal& principal);

  template <class Clause>
  auto write_calls(const std::vector<Clause>& clauses) {
    Offsets<fb::CallClause> out;
    for (const Clause& clause : clauses) out.push_back(write_call(clause));
    return builder_.CreateVector(out);
  }
  template <class Clause>
  auto write_all(const std::vector<Clause>& clauses) {
    std::vector<decltype(write(clauses.front()))> out;
    for (const Clause& clause : clauses) out.push_back(write(clause));
    return builder_.CreateVector(out);
  }

  // What is written of a rule before its table.
  struct Parts {
    Text name, package, team, text, doc, owner, playbook, remediation, accept_wider, hazard;
    flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<fb::CallClause>>> calls, allows;
    flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<fb::TrustClause>>> trusted;
    flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<fb::PlanClause>>> plans;
    flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<fb::RequireClause>>> requires_;
    flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<fb::ExceptedPrincipal>>> exceptions;
  };
  Parts parts_of(const ir::Rule& rule);
  static void add_parts(const Parts& parts, fb::RuleBuilder& out);

  Writer& writer_;
  flatbuffers::FlatBufferBuilder& builder_;
  SourceTable sources_;
  ExprTable exprs_;
};

template <class Clause>
flatbuffers::Offset<fb::CallClause> RuleWriter::write_call(const Clause& clause) {
  const fb::Slice actions = exprs_.actions(clause.actions);
  const fb::Place place = sources_.place(clause.span);
  return fb::CreateCallClause(builder_, &actions, exprs_.expr(clause.condition), &place);
}

flatbuffers::Offset<fb::TrustClause> RuleWriter::write(const ir::TrustClause& clause) {
  const fb::Slice actions = exprs_.actions(clause.actions);
  auto value = text(clause.principal.value), account = text(clause.principal.account);
  return fb::CreateTrustClause(builder_, static_cast<uint8_t>(clause.principal.kind), value, account, &actions,
                               exprs_.expr(clause.condition));
}

flatbuffers::Offset<fb::Subject> RuleWriter::write(const ir::Subject& subject) {
  const fb::Slice types = exprs_.names(subject.types);
  return fb::CreateSubject(builder_, &types, subject.variable, exprs_.expr(subject.via));
}

flatbuffers::Offset<fb::PlanClause> RuleWriter::write(const ir::PlanClause& clause) {
  const fb::Slice assumptions = exprs_.assumptions(clause.assumptions);
  auto hazard = text(clause.hazard);
  auto subject = clause.subject ? write(*clause.subject) : flatbuffers::Offset<fb::Subject>();
  const uint32_t condition = exprs_.expr(clause.condition), say = exprs_.expr(clause.say);
  const fb::Slice types = exprs_.names(clause.types);
  const fb::Place place = sources_.place(clause.span);
  return fb::CreatePlanClause(builder_, static_cast<uint8_t>(clause.change), clause.except_replacing, &types,
                              clause.variable, subject, condition, &assumptions, say, hazard, &place);
}

flatbuffers::Offset<fb::RequireClause> RuleWriter::write(const ir::RequireClause& clause) {
  const uint32_t where = exprs_.expr(clause.where), condition = exprs_.expr(clause.condition);
  const fb::Slice types = exprs_.names(clause.types);
  const fb::Place place = sources_.place(clause.span);
  return fb::CreateRequireClause(builder_, &types, clause.variable, where, condition, &place);
}

flatbuffers::Offset<fb::ExceptedPrincipal> RuleWriter::write(const ir::ExceptedPrincipal& principal) {
  auto named = text(principal.text);
  const fb::Slice arns = exprs_.names(principal.arns), tags = exprs_.names(principal.tag_keys);
  const fb::Place place = sources_.place(principal.span);
  return fb::CreateExceptedPrincipal(builder_, named, &arns, &tags, principal.mfa, principal.unprotected, &place);
}

RuleWriter::Parts RuleWriter::parts_of(const ir::Rule& rule) {
  Parts parts{.name = text(rule.name),
              .package = text(rule.package),
              .team = text(rule.team),
              .text = text(rule.text),
              .doc = text(rule.doc),
              .owner = text(rule.owner),
              .playbook = text(rule.playbook),
              .remediation = text(rule.remediation),
              .hazard = text(rule.hazard)};
  if (rule.accept_wider) parts.accept_wider = text(*rule.accept_wider);
  parts.calls = write_calls(rule.calls);
  parts.allows = write_calls(rule.allows);
  parts.trusted = write_all(rule.trusted);
  parts.plans = write_all(rule.plans);
  parts.requires_ = write_all(rule.requires_);
  parts.exceptions = write_all(rule.exceptions);
  return parts;
}

void RuleWriter::add_parts(const Parts& parts, fb::RuleBuilder& out) {
  out.add_name(parts.name);
  out.add_package(parts.package);
  out.add_team(parts.team);
  out.add_text(parts.text);
  out.add_doc(parts.doc);
  out.add_owner(parts.owner);
  out.add_playbook(parts.playbook);
  out.add_remediation(parts.remediation);
  out.add_accept_wider(parts.accept_wider);
  out.add_hazard(parts.hazard);
  out.add_calls(parts.calls);
  out.add_allows(parts.allows);
  out.add_trusted(parts.trusted);
  out.add_plans(parts.plans);
  out.add_requires_(parts.requires_);
  out.add_exceptions(parts.exceptions);
}

flatbuffers::Offset<fb::Rule> RuleWriter::write(const ir::Rule& rule) {
  const Parts parts = parts_of(rule);
  const uint32_t capped = exprs_.expr(rule.capped);
  const fb::Slice assumed = exprs_.names(rule.assumed);
  const fb::Place place = sources_.place_in_file(rule.span);
  fb::RuleBuilder out(builder_);
  add_parts(parts, out);
  out.add_verb(static_cast<uint8_t>(rule.verb));
  out.add_severity(static_cast<uint8_t>(rule.severity));
  out.add_if_unknown(static_cast<uint8_t>(rule.if_unknown));
  out.add_capped(capped);
  out.add_assumed(&assumed);
  out.add_nothing_else(rule.nothing_else);
  out.add_duration(rule.duration);
  if (rule.mfa_within) out.add_mfa_within(*rule.mfa_within);
  out.add_standard_library(rule.standard_library);
  out.add_place(&place);
  out.add_line(sources_.line(rule.span));
  out.add_checked(is_checked(rule, writer_.input.settings));
  return out.Finish();
}

}  // namespace

flatbuffers::Offset<fb::Rules> write_rules(Writer& writer) { return RuleWriter(writer).write(); }

}  // namespace berm::emit
