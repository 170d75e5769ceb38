// Fourth pass: a clause (actions, condition) as statements, with what they miss of it and what they add.
#pragma once

#include <string>
#include <vector>

#include "access/policy.h"
#include "catalog/catalog.h"
#include "compiler/documents/formula.h"
#include "ir/ir.h"

namespace berm::documents {

struct Lowered {
  std::vector<access::Statement> statements;  // without Sid
  std::vector<std::string> missing;           // calls of the clause that the statements do not match, in words
  bool too_many = false;                      // over kMaxConjuncts
};

Lowered lower_clause(const ir::ActionSet& actions, const Formula& condition, access::Effect effect,
                     const catalog::Catalog& catalog);

struct OwnedStatement {
  access::Statement statement;
  std::vector<std::string> rules;  // that it comes from
};

// Statements that differ in actions only, or in resources only, become one (merge_statements.cpp).
std::vector<OwnedStatement> merge_statements(std::vector<OwnedStatement> statements);
std::vector<access::Statement> merge_statements(std::vector<access::Statement> statements);

}  // namespace berm::documents
