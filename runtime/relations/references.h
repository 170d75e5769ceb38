// What an expression of the plan's `configuration` refers to.
#pragma once

#include <string_view>
#include <vector>

#include "runtime/facts/facts.h"
#include "runtime/relations/path.h"

namespace berm::relations {

enum class Names : uint8_t { Resource, Module, Variable, Local, EachKey, EachValue, CountIndex, Harmless, Other };

struct Reference {
  Names names = Names::Other;
  std::string_view whole;  // as written: `aws_vpc.main["a"].id`
  std::string_view
      subject;  // without its key: `aws_vpc.main`, `data.aws_ami.x`; of modules, variables and locals the bare name
  std::string_view key;  // `["a"]`, `[0]`; empty without
  Steps rest;            // what of it; of a module the output comes first
};

// `{"constant_value": …}` or `{"references": […]}` or `{}`, not a block.
bool is_expression(const facts::Value& node);

// Terraform writes every reference with all its beginnings, longest first (`x.a["k"].id`, `x.a["k"]`, `x.a`); here each
// is once.
std::vector<Reference> read_references(const facts::Value& expression);

}  // namespace berm::relations
