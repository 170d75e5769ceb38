// What stands behind `on`, `within` and `to`: ARNs and storage prefixes, and the actions that a prefix can hold.
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

// A list is each of its elements.
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

// `s3://bucket`, which only `within` takes for all of the bucket.
const ir::Expr* whole_bucket(ir::Module& module, const ir::Expr& element) {
  const auto* text = element.op == ir::Op::Literal ? std::get_if<std::string>(&element.value.data) : nullptr;
  bool bare = text && text->starts_with(kStorageScheme) && text->find('/', kStorageScheme.size()) == text->npos;
  return bare ? make_text(module, *text + "/", ir::Type::String, element.span) : &element;
}

}  // namespace

std::vector<Target> Checker::targets(const ast::Expr& target, const Place& place, std::string_view behind) {
  use_names(place.file, target);
  Type type;
  const ir::Expr* lowered = expressions_.lower(target, *place.scope, Context::Call, std::nullopt, &type);
  if (type.error) return {};
  std::vector<const ir::Expr*> elements = elements_of(module_, *lowered);
  if (elements.empty())
    report(DiagnosticKind::InvalidTarget, fmt::format("`{}` names nothing to hold the actions to", folded(target.span)),
           target.span)
        .help(place.team ? fmt::format("team `{}` may lack the field", place.team->name) : "");
  std::vector<Target> out;
  for (const ir::Expr* element : elements) {
    if (behind == "within") element = whole_bucket(module_, *element);
    if (auto made = this->target(*element, target.span, behind)) out.push_back(std::move(*made));
  }
  return out;
}

std::optional<Target> Checker::target(const ir::Expr& element, Span span, std::string_view behind) {
  std::string_view start = start_of_text(element);
  if (start.starts_with("arn:")) {
    const ir::Expr* condition = on_arn(element, span);
    return condition ? std::optional<Target>({condition, std::nullopt, span}) : std::nullopt;
  }
  if (start.starts_with(kStorageScheme)) {
    StorageResult storage = read_storage(module_, parts_of_text(element), span);
    if (storage.prefix) return Target{nullptr, std::move(storage.prefix), span};
    report(DiagnosticKind::InvalidTarget, storage.mistake, span).help(storage.hint);
    return std::nullopt;
  }
  report(DiagnosticKind::InvalidTarget, fmt::format("neither a storage prefix nor an ARN stands behind `{}`", behind),
         span)
      .help("write `\"s3://bucket/prefix/\"` or `\"arn:…\"`");
  return std::nullopt;
}

const ir::Expr* Checker::on_arn(const ir::Expr& arn, Span span) {
  const auto* text = arn.op == ir::Op::Literal ? std::get_if<std::string>(&arn.value.data) : nullptr;
  if (text && split(*text, ':').size() < 6) {
    report(DiagnosticKind::InvalidTarget, fmt::format("`{}` has fewer than six parts", *text), span)
        .help("write `arn:partition:service:region:account:resource`; a part may be empty or `*`");
    return nullptr;
  }
  const ir::Expr* key = make_key(module_, "resource.arn", ir::Type::Arn, span);
  const ir::Expr* pattern = text ? make_text(module_, *text, ir::Type::Arn, span)
                                 : make(module_, ir::Op::Concat, ir::Type::Arn, arn.children, span);
  return make(module_, ir::Op::Like, ir::Type::Bool, {key, pattern}, span);
}

StorageActions Checker::all_storage_actions(Span span) {
  StorageActions out;
  ir::ActionSet everything{{{true, "s3:*", false, span}}};
  Sorted sorted = sort_actions(catalog_, everything, "s3:*");
  for (const std::string& name : sorted.objects) out.objects.items.push_back({true, name, false, span});
  for (const std::string& name : sorted.listings) out.listings.items.push_back({true, name, false, span});
  // It lists keys, and no condition key says by which prefix.
  out.listings.items.push_back({true, "s3:ListBucketMultipartUploads", false, span});
  return out;
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
          .help("it acts neither on objects nor on a listing by prefix; name it apart, on an ARN");
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
