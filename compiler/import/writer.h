// The parts of a source. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "compiler/import/import.h"

namespace berm::importer {

// A statement as the clauses of a rule; joined, they are what it denies.
struct Clauses {
  std::vector<std::string> by, except, where;
};

// What is being imported. What can't be said is kept in `refused`, and answered by an empty text.
struct Context {
  Kind kind;
  const access::Document& document;
  const catalog::Catalog& catalog;
  std::vector<Refusal> refused;

  std::string refuse(std::string path, std::string reason) {
    refused.push_back({std::move(path), std::move(reason)});
    return {};
  }
};

// ---- names.cpp
// "DenyS3Deletes" → "deny_s3_deletes"; fit to be a name, never empty.
std::string snake_case(std::string_view text);
// "DenyS3Deletes" → "Deny S3 deletes."
std::string sentence(std::string_view sid);

// ---- text.cpp
// A string literal; policy variables become interpolations. Empty, and refused, where that can't be.
std::string quoted(std::string_view text, const std::string& path, Context& context);
// Pieces joined, broken into lines where they are long; a long list in braces is broken too.
std::string wrapped(const std::vector<std::string>& pieces, std::string_view separator, size_t indent);
// The key of a value that is one variable and nothing else: "${aws:PrincipalTag/team}".
std::optional<std::string> whole_variable(std::string_view text);
// How a key is read: `request.region`, `principal.tags["team"]`, `context["s3:prefix"]`, `context[unchecked "…"]`.
std::string key_text(std::string_view key, bool by_word, const catalog::Catalog& catalog);
std::string unchecked_key(std::string_view key);

// ---- actions.cpp
// The pieces of an action set: `s3:{GetObject, PutObject}`, one a service. An action that carries none of the `keys`
// that stand beside it is a mistake in a source; it is `unchecked`, as one that the catalogue does not know.
std::vector<std::string> action_pieces(const std::vector<std::string>& actions, const std::vector<std::string>& keys,
                                       const std::string& path, Context& context);

// ---- conditions.cpp
void add_condition(const access::Condition& condition, const std::string& path, Context& context, Clauses& out);

// ---- principals.cpp
// Takes a test on who the caller is into `by` or `except`. False: it stays to be said by its key.
bool add_principals(const access::Condition& condition, Clauses& out, std::vector<std::string>& left);

// ---- resources.cpp
void add_resources(const access::Statement& statement, const std::string& path, Context& context, Clauses& out);
// An ARN of six segments, as the kind of document reads it; none where the document can't hold it.
std::string padded(std::string_view arn);

}  // namespace berm::importer
