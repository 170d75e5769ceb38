#include "verify/requests.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "access/evaluate.h"
#include "base/text.h"
#include "verify/bases.h"

namespace berm::verify {
namespace {

class Generator {
 public:
  Generator(const Pools& pools, const catalog::Catalog& catalog, const Effort& effort, uint64_t seed)
      : pools_(pools), catalog_(catalog), effort_(effort), random_(seed) {}

  void around(const access::Request& base);
  void near(const access::Request& base);
  void at_random();
  std::vector<access::Request> take() { return std::move(requests_); }

 private:
  void vary_calls(const access::Request& base);
  void vary_keys(const access::Request& base);
  void add(access::Request request);
  std::vector<std::string> some_of(std::vector<std::string> list, size_t count);
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[std::uniform_int_distribution<size_t>(0, list.size() - 1)(random_)];
  }

  const Pools& pools_;
  const catalog::Catalog& catalog_;
  const Effort effort_;
  std::mt19937_64 random_;
  std::vector<access::Request> requests_;
  std::set<std::tuple<std::string, std::string, std::map<std::string, std::vector<std::string>, std::less<>>>> seen_;
};

// Drops what AWS would not send, and repeats.
void Generator::add(access::Request request) {
  const auto action = catalog_.action(request.action);
  if (action) {
    request.resource_type = std::string(catalog_.resource_type_of(*action, request.resource).value_or(""));
    std::erase_if(request.context, [&](const auto& entry) {
      return !is_carried(entry.first, *action, request.resource_type, catalog_);
    });
  }
  if (seen_.insert({request.action, request.resource, request.context}).second) requests_.push_back(std::move(request));
}

std::vector<std::string> Generator::some_of(std::vector<std::string> list, size_t count) {
  if (list.size() <= count) return list;
  std::shuffle(list.begin(), list.end(), random_);
  list.resize(count);
  return list;
}

void Generator::vary_calls(const access::Request& base) {
  for (const std::string& action : some_of(pools_.actions(), effort_.actions)) {
    for (const std::string& resource : some_of(pools_.resources_of(action), effort_.resources)) {
      access::Request request = base;
      request.action = action;
      request.resource = resource;
      add(std::move(request));
    }
  }
}

void Generator::vary_keys(const access::Request& base) {
  for (const auto& [key, candidates] : pools_.values()) {
    for (const KeyValues& values : candidates) {
      access::Request request = base;
      pools_.set(request, key, values);
      add(std::move(request));
    }
  }
}

void Generator::around(const access::Request& base) {
  near(base);
  vary_calls(base);
}

void Generator::near(const access::Request& base) {
  add(base);
  vary_keys(base);
}

void Generator::at_random() {
  for (size_t i = 0; i < effort_.random; ++i) {
    access::Request request;
    request.action = pick(pools_.actions());
    request.resource = pick(pools_.resources_of(request.action));
    for (const auto& [key, candidates] : pools_.values()) pools_.set(request, key, pick(candidates));
    add(std::move(request));
  }
}

// The first value with which every condition on the key holds, unless the one it has will do.
void choose_value(const access::Statement& statement, const std::string& key, const Pools& pools,
                  access::Request& request) {
  const auto found = pools.values().find(key);
  if (found == pools.values().end()) return;
  const auto holds = [&] {
    return std::all_of(statement.conditions.begin(), statement.conditions.end(), [&](const auto& condition) {
      return to_lower(condition.key) != key ||
             access::matches_condition(condition, request.find(key), request, "2012-10-17");
    });
  };
  if (request.find(key) != nullptr && holds()) return;
  for (const KeyValues& values : found->second) {
    pools.set(request, key, values);
    if (holds()) return;
  }
}

}  // namespace

bool is_carried(std::string_view key, const catalog::Action& action, std::string_view resource_type,
                const catalog::Catalog& catalog) {
  return catalog.leg_carries(action, resource_type, key) || !catalog.condition_key(key);
}

access::Request matching_request(const access::Statement& statement, const Pools& pools) {
  access::Request request;
  for (const access::PrincipalEntry& entry : statement.principals) {
    for (const auto& [key, value] : keys_of(entry)) pools.set(request, key, {{value}});
  }
  for (const auto& [key, values] : pools.values()) choose_value(statement, key, pools, request);
  for (const std::string& action : pools.actions()) {
    const auto hits = [&](const std::string& pattern) { return access::matches_action(pattern, action); };
    if (std::any_of(statement.actions.begin(), statement.actions.end(), hits) == statement.not_action) continue;
    request.action = action;
    for (const std::string& resource : pools.resources_of(action)) {
      request.resource = resource;
      if (access::matches_statement(statement, request, access::DocumentKind::Scp, "2012-10-17")) return request;
    }
  }
  if (request.action.empty()) request.action = pools.actions().front();
  return request;
}

std::vector<access::Request> requests_for(const access::Document& document, const std::vector<access::Request>& bases,
                                          const Pools& pools, const catalog::Catalog& catalog, const Effort& effort,
                                          uint64_t seed) {
  Generator generator(pools, catalog, effort, seed);
  for (const access::Statement& statement : document.statements) generator.around(matching_request(statement, pools));
  for (const access::Request& base : bases) generator.near(base);
  generator.at_random();
  return generator.take();
}

std::vector<access::Request> requests_for(const access::Document& document, const std::vector<const ir::Rule*>& rules,
                                          const catalog::Catalog& catalog, size_t random, uint64_t seed) {
  Pools pools(catalog);
  for (const ir::Rule* rule : rules) pools.add(*rule);
  pools.add(document);
  pools.finish();
  std::vector<access::Request> bases;
  for (const ir::Rule* rule : rules) {
    for (access::Request& base : bases_of(*rule, pools, catalog)) bases.push_back(std::move(base));
  }
  return requests_for(document, bases, pools, catalog, {.random = random}, seed);
}

}  // namespace berm::verify
