// What somebody asks: may this principal make this call? From flags or from a line of JSON to a request with the
// condition keys that every such request carries.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "access/request.h"
#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "compiler/manifest/organisation.h"

namespace berm::sim {

struct Question {
  std::string principal;  // an ARN; role/NAME, user/NAME or root with `account`; a service; "anonymous"
  std::string action;
  std::string resource = "*";
  std::string account;           // of the principal: twelve digits, or its name in the organisation
  std::string resource_account;  // the same of the resource
  std::map<std::string, std::vector<std::string>> context;  // as written
};

// Where questions are asked.
struct Place {
  const manifest::Organisation& organisation;
  const catalog::Catalog& catalog;
  std::string partition = "aws";
};

struct Asked {
  access::Request request;
  std::vector<std::string> derived;  // keys that the question left to us, as AWS spells them
  std::vector<std::string> notes;    // names that the catalogue does not know, and the like
};

// Reports what is wrong with the question and returns nothing; actions and keys that the catalogue does not know are
// noted only, for AWS adds some every week.
std::optional<Asked> make_request(const Question& question, const Place& place, Diagnostics& diagnostics);

// Adds what follows from the keys that are there: accounts and organisation. Keys that stand stay.
void derive_keys(Asked& asked, const Place& place);

// A line: {"principal": …, "action": …, "resource": …, "account": …, "resource_account": …, "context": {…}}. What is
// wrong with it, in words, where it is no question.
std::variant<Question, std::string> read_question(std::string_view json);

}  // namespace berm::sim
