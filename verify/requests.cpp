#include "verify/requests.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "access/evaluate.h"
#include "base/text.h"

namespace berm::verify {
namespace {

// Of a document over the whole catalogue a random part is tried.
constexpr size_t kMaxActions = 60;
constexpr size_t kMaxResources = 30;

class Generator {
 public:
  Generator(const Pools& pools, const catalog::Catalog& catalog, uint64_t seed)
      : pools_(pools), catalog_(catalog), random_(seed) {}

  void around_statement(const access::Statement& statement);
  void at_random(size_t count);
  std::vector<access::Request> take() { return std::move(requests_); }

 private:
  access::Request matching(const access::Statement& statement) const;
  void choose_value(const access::Statement& statement, const std::string& key, access::Request& request) const;
  void set(access::Request& request, const std::string& key, const KeyValues& values) const;
  void vary_calls(const access::Request& base);
  void vary_keys(const access::Request& base);
  void add(access::Request request);
  std::vector<std::string> some_of(std::vector<std::string> list, size_t count);
  std::vector<std::string> resources_of(const std::string& action) const;
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[std::uniform_int_distribution<size_t>(0, list.size() - 1)(random_)];
  }

  const Pools& pools_;
  const catalog::Catalog& catalog_;
  std::mt19937_64 random_;
  std::vector<access::Request> requests_;
  std::set<std::tuple<std::string, std::string, std::map<std::string, std::vector<std::string>, std::less<>>>> seen_;
};

void Generator::set(access::Request& request, const std::string& key, const KeyValues& values) const {
  if (!values) {
    request.context.erase(key);
    return;
  }
  request.context[key] = *values;
  if (pools_.is_multivalued(key)) request.multivalued.insert(key);
}

// The first value with which every condition on the key holds.
void Generator::choose_value(const access::Statement& statement, const std::string& key,
                             access::Request& request) const {
  const auto found = pools_.values().find(key);
  if (found == pools_.values().end()) return;
  for (const KeyValues& values : found->second) {
    set(request, key, values);
    const bool holds =
        std::all_of(statement.conditions.begin(), statement.conditions.end(), [&](const auto& condition) {
          return to_lower(condition.key) != key ||
                 access::matches_condition(condition, request.find(key), request, "2012-10-17");
        });
    if (holds) return;
  }
}

std::vector<std::string> Generator::resources_of(const std::string& action) const {
  std::vector<std::string> resources;
  const auto known = catalog_.action(action);
  if (!known || known->resources.empty()) return {"*"};
  for (const std::string& arn : pools_.resources()) {
    if (catalog_.resource_type_of(*known, arn)) resources.push_back(arn);
  }
  for (const catalog::ActionResource& leg : known->resources) {
    resources.push_back(sample_of(catalog::arn_pattern(leg.type.arn, "aws")));
  }
  return resources;
}

access::Request Generator::matching(const access::Statement& statement) const {
  access::Request request;
  for (const auto& [key, values] : pools_.values()) choose_value(statement, key, request);
  for (const std::string& action : pools_.actions()) {
    const auto hits = [&](const std::string& pattern) { return access::matches_action(pattern, action); };
    if (std::any_of(statement.actions.begin(), statement.actions.end(), hits) == statement.not_action) continue;
    request.action = action;
    for (const std::string& resource : resources_of(action)) {
      request.resource = resource;
      if (access::matches_statement(statement, request, access::DocumentKind::Scp, "2012-10-17")) return request;
    }
  }
  if (request.action.empty()) request.action = pools_.actions().front();
  return request;
}

// Drops what AWS would not send, and repeats.
void Generator::add(access::Request request) {
  const auto action = catalog_.action(request.action);
  if (action) {
    request.resource_type = std::string(catalog_.resource_type_of(*action, request.resource).value_or(""));
    std::erase_if(request.context, [&](const auto& entry) {
      return catalog_.condition_key(entry.first) && !catalog_.leg_carries(*action, request.resource_type, entry.first);
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
  for (const std::string& action : some_of(pools_.actions(), kMaxActions)) {
    for (const std::string& resource : some_of(resources_of(action), kMaxResources)) {
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
      set(request, key, values);
      add(std::move(request));
    }
  }
}

void Generator::around_statement(const access::Statement& statement) {
  const access::Request base = matching(statement);
  add(base);
  vary_calls(base);
  vary_keys(base);
}

void Generator::at_random(size_t count) {
  for (size_t i = 0; i < count; ++i) {
    access::Request request;
    request.action = pick(pools_.actions());
    request.resource = pick(resources_of(request.action));
    for (const auto& [key, candidates] : pools_.values()) set(request, key, pick(candidates));
    add(std::move(request));
  }
}

}  // namespace

std::vector<access::Request> requests_for(const access::Document& document, const Pools& pools,
                                          const catalog::Catalog& catalog, size_t random, uint64_t seed) {
  Generator generator(pools, catalog, seed);
  for (const access::Statement& statement : document.statements) generator.around_statement(statement);
  generator.at_random(random);
  return generator.take();
}

std::vector<access::Request> requests_for(const access::Document& document, const std::vector<const ir::Rule*>& rules,
                                          const catalog::Catalog& catalog, size_t random, uint64_t seed) {
  Pools pools(catalog);
  for (const ir::Rule* rule : rules) pools.add(*rule);
  pools.add(document);
  pools.finish();
  return requests_for(document, pools, catalog, random, seed);
}

}  // namespace berm::verify
