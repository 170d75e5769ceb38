// Decides requests by the documents of a manifest where they are attached, and by policies from outside.
#pragma once

#include <string>
#include <vector>

#include "access/stack.h"
#include "compiler/documents/documents.h"
#include "compiler/manifest/organisation.h"
#include "ir/ir.h"
#include "reference/reference.h"

namespace berm::sim {

// A policy that no rule of ours made.
struct OutsidePolicy {
  access::DocumentKind kind = access::DocumentKind::Identity;
  std::string target;  // Scp, Rcp: root, unit or account; empty: the root
  std::string name;
  access::Document document;
};

// What requests are decided by; all of it outlives the simulator.
struct World {
  const ir::Module& module;
  const documents::Result& documents;
  const manifest::Organisation& organisation;
  const std::vector<OutsidePolicy>& outside;
  const catalog::Catalog& catalog;
  std::string stage;  // of the attachments; empty: every one
};

// A rule of ours behind a document's decision.
struct Cause {
  const ir::Rule* rule = nullptr;
  std::string document, sid;
};

struct Answer {
  access::Request request;  // the leg that decided
  bool leg = false;         // it is one of several that the request stands for
  access::Verdict verdict;
  std::vector<Cause> causes;              // of a denial
  std::vector<const ir::Rule*> unheeded;  // of a call that passes: rules of the documents that deny it
};

class Simulator {
 public:
  explicit Simulator(World world);

  // A request without a resource stands for each resource type of its action; one of them denied is denied.
  Answer answer(const access::Request& request) const;
  // With keys whose values are not known. What a log tells of a call is one leg.
  access::Outlook outlook(const access::Request& request, const access::Knowledge& known) const;
  // The rules behind what decides in `verdict`.
  std::vector<Cause> causes(const access::Request& request, const access::Verdict& verdict) const;

 private:
  struct Attached {
    access::DocumentKind kind;
    std::vector<std::string> targets;
    access::Attached document;
    const documents::Written* written = nullptr;
    std::vector<const ir::Rule*> rules;
  };

  void add_written(const documents::Written& written);
  void add_outside(const OutsidePolicy& policy);
  access::Stack stack(const access::Request& request) const;
  std::vector<const ir::Rule*> unheeded(const access::Request& request) const;
  std::vector<access::Level> levels(access::DocumentKind kind, const std::string& account) const;
  access::Documents at(access::DocumentKind kind, const std::string& target, bool root, bool full) const;
  std::optional<access::Documents> of_kind(access::DocumentKind kind, const access::Request& request) const;
  bool concerns(const Attached& attached, const access::Request& request) const;
  std::vector<const ir::Rule*> rules_behind(const Attached& attached, const access::Request& request,
                                            int statement) const;

  World world_;
  reference::Carries carries_;
  std::vector<Attached> attached_;
};

}  // namespace berm::sim
