// One document and its rules, asked about one call.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/evaluate.h"
#include "access/policy.h"
#include "access/request.h"
#include "catalog/catalog.h"
#include "compiler/documents/documents.h"
#include "compiler/documents/universe.h"
#include "ir/ir.h"
#include "reference/reference.h"

namespace berm::verify {

// What the table says of a rule.
struct Claim {
  const ir::Rule* rule = nullptr;
  documents::Coverage coverage = documents::Coverage::Exact;
  bool whole = true;  // leaves out none of the calls that the catalogue knows
};

struct Subject {
  documents::Spec spec;
  access::Document document;                      // as read back
  std::vector<std::vector<std::string>> origins;  // of its statements: the rules that they come from
  std::vector<Claim> claims;
};

struct Difference {
  enum class How : uint8_t {
    Denies,    // the document, and no rule
    Misses,    // to deny what `rule` denies
    Gives,     // what no rule speaks of as possible
    Withholds  // what `rule` speaks of as possible, and none denies
  } how = How::Denies;
  access::Request request;
  const ir::Rule* rule = nullptr;
  std::string statement;  // of the document, that decides; empty: none does
};

// Whether some call of the action may be one that the rule denies or speaks of as possible.
bool speaks_of(const ir::Rule& rule, const std::string& action);

class Judge {
 public:
  Judge(const Subject& subject, const catalog::Catalog& catalog);

  // The request as the document sees it: what is true of every call in its universe, and for a trust policy always the
  // role that carries it.
  access::Request as_asked(access::Request request) const;
  // Of a request as asked. None: document and rules agree as far as the table claims.
  std::optional<Difference> difference(const access::Request& request);
  // Which statements and which clauses of rules speak of the action, one letter each; empty: none does. Two actions
  // with the same legs and the same letters are answered alike, call for call.
  const std::string& spoken_of_by(const std::string& action) { return concern(action).spoken; }

 private:
  // What may decide calls of one action.
  struct Concern {
    std::string spoken;  // see spoken_of_by
    std::vector<size_t> statements;
    std::vector<const Claim*> claims;
  };
  // What the rules say of a call, as far as the table lets each of them speak.
  struct Meaning {
    bool denied = false, possible = false;
    const ir::Rule* denies = nullptr;  // that the document has to deny
    const ir::Rule* gives = nullptr;   // that the document has to allow
  };

  const Concern& concern(const std::string& action);
  access::Outcome ask(const Concern& concern, const access::Request& request) const;
  Meaning meaning(const Concern& concern, const access::Request& request) const;
  bool may_add(const access::Outcome& outcome) const;
  bool denies_strangers(const Concern& concern, access::Request request) const;
  bool has_to_give(const Claim& claim, const access::Request& request) const;
  std::string sid_of(const access::Outcome& outcome) const;

  const Subject& subject_;
  const catalog::Catalog& catalog_;
  documents::Universe universe_;
  access::DocumentKind kind_;
  bool allows_;         // what the document does not allow it denies
  std::string role_;    // that carries a trust policy
  bool gives_;          // what the document allows is possible by it
  bool adds_anywhere_;  // a cap is wider or not said: what the document leaves is less than the rules do
  reference::Carries carries_;
  std::unordered_map<std::string, Concern> concerns_;
};

}  // namespace berm::verify
