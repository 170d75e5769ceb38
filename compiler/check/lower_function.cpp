// Calls of builtin functions.
#include <fmt/format.h>

#include "compiler/check/lowering.h"
#include "compiler/check/resource_types.h"
#include "compiler/check/schema.h"

namespace berm::check {
namespace {

enum class Argument : uint8_t { Resource, Attribute, Known, Cidr, Text, Sized, Policy };

struct Signature {
  Argument argument;  // of every position
  ir::Type result;
  bool nullable = false;
};

Signature signature(ir::Builtin builtin) {
  switch (builtin) {
    case ir::Builtin::Creating:
    case ir::Builtin::Updating:
    case ir::Builtin::Deleting:
    case ir::Builtin::Replacing:
    case ir::Builtin::Importing:
    case ir::Builtin::Forgetting:
    case ir::Builtin::Deposed:
    case ir::Builtin::Deferred: return {Argument::Resource, ir::Type::Bool};
    case ir::Builtin::MovedFrom:
    case ir::Builtin::ActionReason: return {Argument::Resource, ir::Type::String, true};
    case ir::Builtin::ModuleOf:
    case ir::Builtin::ProviderOf: return {Argument::Resource, ir::Type::String};
    case ir::Builtin::AccountOf: return {Argument::Resource, ir::Type::Account};
    case ir::Builtin::RegionOf: return {Argument::Resource, ir::Type::Region};
    case ir::Builtin::ForcesReplace: return {Argument::Attribute, ir::Type::Bool};
    case ir::Builtin::Statements:
    case ir::Builtin::PolicyFindings: return {Argument::Policy, ir::Type::List};
    case ir::Builtin::Changed:
    case ir::Builtin::Configured:
    case ir::Builtin::Sensitive: return {Argument::Attribute, ir::Type::Bool};
    case ir::Builtin::Known: return {Argument::Known, ir::Type::Bool};
    case ir::Builtin::Address: return {Argument::Resource, ir::Type::String};
    case ir::Builtin::Tags: return {Argument::Resource, ir::Type::Map};
    case ir::Builtin::Covers:
    case ir::Builtin::Overlaps: return {Argument::Cidr, ir::Type::Bool};
    case ir::Builtin::Lower: return {Argument::Text, ir::Type::String};
    case ir::Builtin::Length: return {Argument::Sized, ir::Type::Int};
    case ir::Builtin::StartsWith:
    case ir::Builtin::EndsWith:
    case ir::Builtin::Contains: return {Argument::Text, ir::Type::Bool};
  }
  return {Argument::Resource, ir::Type::Bool};
}

struct Named {
  ir::Builtin builtin;
  std::string_view spelling;
  size_t arguments;
};

constexpr Named kBuiltins[] = {
#define BERM_BUILTIN(name, spelling, arguments) {ir::Builtin::name, spelling, arguments},
#include "ir/builtin.def"
};

const Named* find_builtin(std::string_view name) {
  for (const Named& candidate : kBuiltins) {
    if (candidate.spelling == name) return &candidate;
  }
  return nullptr;
}

}  // namespace

Typed Lowering::lower_call(const ast::Expr& expr) {
  if (expr.text == "before") return lower_before(expr);
  if (expr.text == "count") return count_of(expr);
  if (expr.text == "refers") return lower_refers(expr);
  if (expr.text == "policy") {
    return not_here(expr, "`policy(…)` alone is no condition",
                    "write what it must not grant: `policy(x.policy) grants any s3:* to anyone`");
  }
  const Named* named = find_builtin(expr.text);
  if (named == nullptr) return unknown_function(expr);
  if (!argument_count(expr, named->arguments) || !available_here(named->builtin, expr)) return failed(expr.span);
  return lower_builtin(named->builtin, expr);
}

Typed Lowering::unknown_function(const ast::Expr& expr) {
  NearestName nearest(expr.text);
  for (const Named& candidate : kBuiltins) nearest.offer(candidate.spelling);
  nearest.offer("before");
  nearest.offer("count");
  nearest.offer("refers");
  nearest.offer("policy");
  Diagnostic& diagnostic =
      report(DiagnosticKind::UnknownFunction, expr.name_span, fmt::format("no function is called `{}`", expr.text));
  if (std::optional<std::string> best = nearest.best()) diagnostic.help(fmt::format("did you mean `{}`?", *best));
  return failed(expr.span);
}

bool Lowering::argument_count(const ast::Expr& expr, size_t wanted) {
  if (expr.children.size() == wanted) return true;
  report(
      DiagnosticKind::WrongArguments, expr.span,
      fmt::format("`{}` takes {} argument{}, not {}", expr.text, wanted, wanted == 1 ? "" : "s", expr.children.size()));
  return false;
}

// A policy can test an address against a range, and compare without regard to case; all else is about planned changes.
bool Lowering::available_here(ir::Builtin builtin, const ast::Expr& expr) {
  if (context_ != Context::Call || builtin == ir::Builtin::Covers || builtin == ir::Builtin::Lower) return true;
  bool text =
      builtin == ir::Builtin::StartsWith || builtin == ir::Builtin::EndsWith || builtin == ir::Builtin::Contains;
  not_here(expr, fmt::format("`{}` has no form in a policy of the cloud", expr.text),
           text ? "`like` takes globs, with `*` and `?`" : "it can be asked of a planned change");
  return false;
}

Typed Lowering::lower_before(const ast::Expr& expr) {
  if (!argument_count(expr, 1)) return failed(expr.span);
  Typed path = attribute_path(*expr.children[0]);
  if (path.failed()) return failed(expr.span);
  path.expr->op = ir::Op::Before;
  path.expr->span = expr.span;
  path.type.nullable = true;
  path.of_resource = false;
  return path;
}

Typed Lowering::lower_builtin(ir::Builtin builtin, const ast::Expr& expr) {
  Signature shape = signature(builtin);
  ir::Expr* call = module_.make(ir::Op::Call, shape.result, expr.span);
  call->builtin = builtin;
  Type type = builtin == ir::Builtin::Statements ? statements_type() : Type::of(shape.result);
  type.nullable = shape.nullable;
  bool broken = false;
  for (const ast::Expr* child : expr.children) {
    Typed argument_value = argument(builtin, *child);
    broken |= argument_value.failed();
    call->children.push_back(argument_value.expr);
    // What is made of a text that may be null may be null; a test on it is false.
    bool of_text = argument_value.type.is_text() && !argument_value.type.is_several();
    type.nullable |= of_text && argument_value.type.nullable && !type.is(ir::Type::Bool) && !type.is_array();
  }
  if (broken) return failed(expr.span);
  bool of_texts = builtin == ir::Builtin::Tags || builtin == ir::Builtin::PolicyFindings;
  if (of_texts) type.element = std::make_shared<const Type>(Type::of(ir::Type::String));
  const bool in_call = context_ == Context::Call && builtin == ir::Builtin::Covers;
  return in_call ? covered_by_call(expr, {call, type}) : Typed{call, type};
}

Typed Lowering::argument(ir::Builtin builtin, const ast::Expr& expr) {
  switch (signature(builtin).argument) {
    case Argument::Resource: {
      Typed resource = resource_argument(expr);
      bool fine = resource.failed() || builtin != ir::Builtin::Tags || has_tags(resource, expr);
      return fine ? resource : failed(expr.span);
    }
    case Argument::Attribute: return attribute_path(expr);
    case Argument::Known: return known_argument(expr);
    case Argument::Sized: return sized_argument(expr);
    case Argument::Policy: return policy_argument(expr);
    case Argument::Cidr:
    case Argument::Text: break;
  }
  Typed typed = value(expr);
  bool text = signature(builtin).argument == Argument::Text && typed.type.is_text() && !typed.type.is_several();
  if (text ||
      convert(typed, Type::of(signature(builtin).argument == Argument::Cidr ? ir::Type::Cidr : ir::Type::String),
              expr)) {
    return typed;
  }
  return failed(expr.span);
}

Typed Lowering::resource_argument(const ast::Expr& expr) {
  Typed typed = value(expr);
  if (typed.failed() || typed.type.resource) return typed;
  report(DiagnosticKind::TypeMismatch, expr.span,
         fmt::format("{} is {}, not a resource", quoted(expr), describe(typed.type)))
      .help("name the clause's resource itself");
  return failed(expr.span);
}

Typed Lowering::known_argument(const ast::Expr& expr) {
  Typed typed = value(expr);
  bool of_element = !typed.of_resource && typed.expr->op == ir::Op::Path;
  if (typed.failed() || of_element) return typed;
  return attribute_path(expr);
}

Typed Lowering::sized_argument(const ast::Expr& expr) {
  Typed typed = value(expr);
  if (typed.failed()) return typed;
  const Type& type = typed.type;
  bool sized = type.is_several() || type.is_text() || type.is_array() || type.is(ir::Type::Map) || type.is_any();
  if (sized && !type.null_literal) return typed;
  report(DiagnosticKind::TypeMismatch, expr.span,
         fmt::format("{} is {}, which has no length", quoted(expr), describe(type)));
  return failed(expr.span);
}

bool Lowering::has_tags(const Typed& resource, const ast::Expr& at) {
  if (find_attribute(resource.type, "tags")) return true;
  std::string lacking = lacking_resource(resource.type, "tags");
  report(DiagnosticKind::UnknownAttribute, at.span, fmt::format("`{}` has no tags", lacking));
  return false;
}

// covers(range, key)
Typed Lowering::covered_by_call(const ast::Expr& expr, Typed call) {
  const ir::Expr &range = *call.expr->children[0], &address = *call.expr->children[1];
  bool key = address.op == ir::Op::RequestKey || address.op == ir::Op::Path;
  if (range.op == ir::Op::Literal && key) return call;
  return not_here(expr, "a policy only asks whether a constant range covers the address of the request",
                  "write `covers(\"10.0.0.0/8\", request.source_ip)`");
}

}  // namespace berm::check
