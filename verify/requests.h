// Requests that try a document: every key through absent, match and mismatch, every action and resource.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "access/policy.h"
#include "access/request.h"
#include "catalog/catalog.h"
#include "ir/ir.h"
#include "verify/pools.h"

namespace berm::verify {

// How much is tried around each request that something matches.
struct Effort {
  size_t actions = 60, resources = 30;  // of a larger document a random part
  size_t random = 0;                    // requests of any values besides
};

// For each statement a request that it matches where the pools have one, then that with one thing changed at a time,
// and each of `bases` with one key changed at a time. Keys that the call's resource type does not carry are left out,
// as AWS does.
std::vector<access::Request> requests_for(const access::Document& document, const std::vector<access::Request>& bases,
                                          const Pools& pools, const catalog::Catalog& catalog, const Effort& effort,
                                          uint64_t seed);

// The same for a document and the rules that it should say, whose own calls are bases too.
std::vector<access::Request> requests_for(const access::Document& document, const std::vector<const ir::Rule*>& rules,
                                          const catalog::Catalog& catalog, size_t random, uint64_t seed);

// A request that the statement matches, where the pools have one.
access::Request matching_request(const access::Statement& statement, const Pools& pools);

// Whether AWS sends the key with a call of the action on the resource type; always one that the catalogue does not
// know.
bool is_carried(std::string_view key, const catalog::Action& action, std::string_view resource_type,
                const catalog::Catalog& catalog);

}  // namespace berm::verify
