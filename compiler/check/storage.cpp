#include "compiler/check/storage.h"

#include <algorithm>

#include "base/text.h"
#include "compiler/check/build.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

const std::string* literal_text(const ir::Expr& part) {
  return part.op == ir::Op::Literal ? std::get_if<std::string>(&part.value.data) : nullptr;
}

bool is_bucket_name(std::string_view name) {
  auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  return name.size() >= 3 && name.size() <= 63 && std::all_of(name.begin(), name.end(), fits);
}

StorageResult mistake(std::string message, std::string hint) {
  return {std::nullopt, std::move(message), std::move(hint)};
}

}  // namespace

StorageResult read_storage(ir::Module& module, const std::vector<const ir::Expr*>& parts, Span span) {
  const std::string* first = parts.empty() ? nullptr : literal_text(*parts[0]);
  if (!first || !first->starts_with(kStorageScheme))
    return mistake("a storage prefix starts with `s3://`", "write `s3://bucket/prefix/`");
  std::string_view rest = std::string_view(*first).substr(kStorageScheme.size());
  StoragePrefix out{std::string(rest.substr(0, rest.find('/'))), {}, *first};
  if (!is_bucket_name(out.bucket))
    return mistake(fmt::format("`{}` is no bucket name", out.bucket), "write `s3://bucket/prefix/`");
  if (rest.size() == out.bucket.size())
    return mistake(fmt::format("`{}` does not end in `/`", *first),
                   "write `s3://bucket/prefix/`, or `s3://bucket/` for all of it");
  std::string head(rest.substr(out.bucket.size() + 1));
  if (!head.empty() || parts.size() > 1) out.parts.push_back(make_text(module, head, ir::Type::String, span));
  out.parts.insert(out.parts.end(), parts.begin() + (parts.empty() ? 0 : 1), parts.end());
  if (out.parts.empty()) return {out, "", ""};

  const std::string* last = literal_text(*out.parts.back());
  if (last && last->ends_with("/*")) {  // `prefix/*` says the same as `prefix/`
    out.parts.back() = make_text(module, last->substr(0, last->size() - 1), ir::Type::String, span);
    if (parts.size() == 1) out.text.pop_back();
    last = literal_text(*out.parts.back());
  } else if (last && *last == "*" && out.parts.size() == 1) {
    out.parts.clear();
    out.text.pop_back();
    return {out, "", ""};
  }
  if (!last || !last->ends_with('/'))
    return mistake("a storage prefix ends in `/`", "without it `team-a` would hold `team-a-secrets` too");
  for (const ir::Expr* part : out.parts) {
    const std::string* text = literal_text(*part);
    if (text && has_wildcard(*text)) return mistake("a storage prefix has no wildcards", "name each prefix");
  }
  return {out, "", ""};
}

const ir::Expr* storage_pattern(ir::Module& module, const std::string& before, const StoragePrefix& prefix,
                                const std::string& after, ir::Type type, Span span) {
  std::vector<const ir::Expr*> parts;
  std::string text = before;
  for (const ir::Expr* part : prefix.parts) {
    if (const std::string* literal = literal_text(*part)) {
      text += *literal;
      continue;
    }
    if (!text.empty()) parts.push_back(make_text(module, text, ir::Type::String, span));
    text.clear();
    parts.push_back(part);
  }
  text += after;
  if (parts.empty()) return make_text(module, text, type, span);
  if (!text.empty()) parts.push_back(make_text(module, text, ir::Type::String, span));
  return make(module, ir::Op::Concat, type, std::move(parts), span);
}

const ir::Expr* object_under(ir::Module& module, const std::string& partition, const StoragePrefix& prefix, Span span) {
  const ir::Expr* key = make_key(module, "resource.arn", ir::Type::Arn, span);
  std::string bucket = fmt::format("arn:{}:s3:::{}/", partition, prefix.bucket);
  const ir::Expr* pattern = storage_pattern(module, bucket, prefix, "*", ir::Type::Arn, span);
  return make(module, ir::Op::Like, ir::Type::Bool, {key, pattern}, span);
}

const ir::Expr* listing_of(ir::Module& module, const std::string& partition, const StoragePrefix& prefix, Span span) {
  std::string bucket = fmt::format("arn:{}:s3:::{}", partition, prefix.bucket);
  const ir::Expr* on_bucket = key_equal(module, "resource.arn", ir::Type::Arn, bucket, span);
  if (prefix.parts.empty()) return on_bucket;
  const ir::Expr* key = make_key(module, "s3:prefix", ir::Type::String, span);
  const ir::Expr* pattern = storage_pattern(module, "", prefix, "*", ir::Type::String, span);
  return and_of(module, {on_bucket, make(module, ir::Op::Like, ir::Type::Bool, {key, pattern}, span)}, span);
}

}  // namespace berm::check
