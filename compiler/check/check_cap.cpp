// cap WHO at A [on R, R] { and A [on R] }
#include "base/text.h"
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

enum class StorageLeg { Object, Listing, Neither };

StorageLeg leg_of(const catalog::Catalog& catalog, const catalog::Action& action) {
  if (action.service != "s3") return StorageLeg::Neither;
  for (const catalog::ActionResource& resource : action.resources) {
    if (resource.type.name == "object") return StorageLeg::Object;
  }
  return catalog.leg_carries(action, "bucket", "s3:prefix") ? StorageLeg::Listing : StorageLeg::Neither;
}

// The actions of one item, sorted by what they act on.
struct Sorted {
  std::vector<std::string> objects, listings, others;
};

Sorted sort_actions(const catalog::Catalog& catalog, const ir::ActionSet& set, const std::string& pattern) {
  Sorted out;
  catalog.for_each_action(pattern, [&](const catalog::Action& action) {
    std::string name = action.full_name();
    if (!set.contains(name)) return;
    StorageLeg leg = leg_of(catalog, action);
    auto& names = leg == StorageLeg::Object ? out.objects : leg == StorageLeg::Listing ? out.listings : out.others;
    names.push_back(std::move(name));
  });
  return out;
}

// The targets of an `on`: a list is each of its elements.
std::vector<const ir::Expr*> elements_of(ir::Module& module, const ir::Expr& target) {
  if (target.op == ir::Op::List) return target.children;
  const auto* list = target.op == ir::Op::Literal ? std::get_if<ir::ValueList>(&target.value.data) : nullptr;
  if (!list) return {&target};
  std::vector<const ir::Expr*> out;
  for (const ir::Value& value : *list) {
    ir::Expr* element = module.make(ir::Op::Literal, ir::Type::String, target.span);
    element->value = value;
    out.push_back(element);
  }
  return out;
}

std::vector<const ir::Expr*> parts_of_text(const ir::Expr& text) {
  return text.op == ir::Op::Concat ? text.children : std::vector<const ir::Expr*>{&text};
}

std::string_view start_of_text(const ir::Expr& text) {
  const ir::Expr& first = *parts_of_text(text).front();
  const auto* literal = first.op == ir::Op::Literal ? std::get_if<std::string>(&first.value.data) : nullptr;
  return literal ? std::string_view(*literal) : std::string_view();
}

}  // namespace

void Checker::check_sentence(const ast::RuleDecl& decl, const ast::CapSentence& sentence, const Place& place,
                             ir::Rule& rule) {
  rule.verb = ir::Verb::Cap;
  rule.capped = any_of(lower(sentence.who, place), sentence.who.span);
  for (const ast::CapSentence::Grant& grant : sentence.grants) check_grant(grant, place, rule);
  for (const ast::Exception& exception : decl.exceptions) except_from_cap(exception, place, rule);
}

void Checker::except_from_cap(const ast::Exception& exception, const Place& place, ir::Rule& rule) {
  switch (exception.kind) {
    case ast::ExceptKind::Principals:
      rule.capped = and_of(module_, {rule.capped, not_excepted(exception, place, rule)}, exception.span);
      return;
    case ast::ExceptKind::Calls: {
      ir::ActionSet actions = lower(exception.actions, place.file);
      require_actions(actions, exception.actions.span);
      rule.allows.push_back({std::move(actions), nullptr, exception.span});
      return;
    }
    case ast::ExceptKind::Resource: {
      ir::ActionSet everything{{{true, "*", false, exception.span}}};
      if (const ir::Expr* condition = excepted_resource(exception, place))
        rule.allows.push_back({std::move(everything), condition, exception.span});
      return;
    }
    case ast::ExceptKind::Subject:
      return report_misplaced(exception.span, "the exception excepts nothing: `cap` has no plan clauses",
                              "`except resource r where { … }` excepts the resources of calls");
  }
}

void Checker::check_grant(const ast::CapSentence::Grant& grant, const Place& place, ir::Rule& rule) {
  ir::ActionSet actions = lower(grant.actions, place.file);
  require_actions(actions, grant.actions.span);
  if (grant.on.empty()) rule.allows.push_back({actions, nullptr, grant.span});
  for (const ast::Expr* target : grant.on) allow_on(actions, *target, place, rule);
}

void Checker::allow_on(const ir::ActionSet& actions, const ast::Expr& target, const Place& place, ir::Rule& rule) {
  use_names(place.file, target);
  Type type;
  const ir::Expr* lowered = expressions_.lower(target, *place.scope, Context::Call, std::nullopt, &type);
  if (type.error) return;
  std::vector<const ir::Expr*> elements = elements_of(module_, *lowered);
  if (elements.empty())
    report(DiagnosticKind::InvalidTarget, fmt::format("`{}` names nothing to hold the actions to", folded(target.span)),
           target.span)
        .help(place.team ? fmt::format("team `{}` may lack the field", place.team->name) : "");
  for (const ir::Expr* element : elements) {
    std::string_view start = start_of_text(*element);
    if (start.starts_with("arn:")) {
      allow_on_arn(actions, element, target.span, rule);
    } else if (start.starts_with(kStorageScheme)) {
      StorageResult storage = read_storage(module_, parts_of_text(*element), target.span);
      if (storage.prefix)
        allow_on_storage(actions, *storage.prefix, target.span, rule);
      else
        report(DiagnosticKind::InvalidTarget, storage.mistake, target.span).help(storage.hint);
    } else {
      report(DiagnosticKind::InvalidTarget, "neither a storage prefix nor an ARN stands behind `on`", target.span)
          .help("write `\"s3://bucket/prefix/\"` or `\"arn:…\"`");
    }
  }
}

void Checker::allow_on_arn(const ir::ActionSet& actions, const ir::Expr* arn, Span span, ir::Rule& rule) {
  const auto* text = arn->op == ir::Op::Literal ? std::get_if<std::string>(&arn->value.data) : nullptr;
  if (text && split(*text, ':').size() < 6) {
    report(DiagnosticKind::InvalidTarget, fmt::format("`{}` has fewer than six parts", *text), span)
        .help("write `arn:partition:service:region:account:resource`; a part may be empty or `*`");
    return;
  }
  const ir::Expr* key = make_key(module_, "resource.arn", ir::Type::Arn, span);
  const ir::Expr* pattern = text ? make_text(module_, *text, ir::Type::Arn, span)
                                 : make(module_, ir::Op::Concat, ir::Type::Arn, arn->children, span);
  const ir::Expr* condition = make(module_, ir::Op::Like, ir::Type::Bool, {key, pattern}, span);
  rule.allows.push_back({actions, condition, span});
}

void Checker::allow_on_storage(const ir::ActionSet& actions, const StoragePrefix& storage, Span span, ir::Rule& rule) {
  StorageActions split = storage_actions(actions, span);
  std::string bucket = fmt::format("arn:{}:s3:::{}", input_.partition, storage.bucket);
  if (!split.objects.items.empty()) {
    const ir::Expr* key = make_key(module_, "resource.arn", ir::Type::Arn, span);
    const ir::Expr* pattern = storage_pattern(module_, bucket + "/", storage, "*", ir::Type::Arn, span);
    const ir::Expr* condition = make(module_, ir::Op::Like, ir::Type::Bool, {key, pattern}, span);
    rule.allows.push_back({std::move(split.objects), condition, span});
  }
  if (split.listings.items.empty()) return;
  const ir::Expr* on_bucket = key_equal(module_, "resource.arn", ir::Type::Arn, bucket, span);
  const ir::Expr* listed = nullptr;
  if (!storage.parts.empty()) {
    const ir::Expr* key = make_key(module_, "s3:prefix", ir::Type::String, span);
    const ir::Expr* pattern = storage_pattern(module_, "", storage, "*", ir::Type::String, span);
    listed = make(module_, ir::Op::Like, ir::Type::Bool, {key, pattern}, span);
  }
  rule.allows.push_back({std::move(split.listings), and_of(module_, {on_bucket, listed}, span), span});
}

StorageActions Checker::storage_actions(const ir::ActionSet& actions, Span span) {
  StorageActions out;
  for (const ir::ActionItem& item : actions.items) {
    if (!item.plus) {  // takes away from whatever stood before it, in both
      if (!out.objects.items.empty()) out.objects.items.push_back(item);
      if (!out.listings.items.empty()) out.listings.items.push_back(item);
      continue;
    }
    if (item.unchecked) {
      out.objects.items.push_back(item);
      continue;
    }
    Sorted sorted = sort_actions(catalog_, actions, item.pattern);
    if (!sorted.others.empty()) {
      size_t more = sorted.others.size() - 1;
      report(DiagnosticKind::ActionOutsideStorage,
             fmt::format("`{}`{} can't be held to a storage prefix", sorted.others.front(),
                         more ? fmt::format(" and {} more of `{}`", more, item.pattern) : ""),
             item.span)
          .label(span, "this prefix")
          .help("it acts neither on objects nor on a listing by prefix; cap it apart, without `on` or on an ARN");
    }
    bool mixed = !sorted.objects.empty() && !sorted.listings.empty();
    auto add = [&](ir::ActionSet& set, const std::vector<std::string>& names) {
      if (!names.empty() && !mixed) set.items.push_back(item);
      for (const std::string& name : names) {
        if (mixed) set.items.push_back({true, name, false, item.span});
      }
    };
    add(out.objects, sorted.objects);
    add(out.listings, sorted.listings);
  }
  return out;
}

}  // namespace berm::check
