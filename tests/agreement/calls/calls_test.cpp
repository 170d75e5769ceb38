// The compiled program decides calls as the naive evaluator does over the IR: random rules, sensible ones and wild
// ones, those of the library, and requests near them.
#include "runtime/calls/calls.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "compiler/driver/driver.h"
#include "compiler/emit/emit.h"
#include "reference/legs.h"
#include "reference/reference.h"
#include "tests/agreement/calls/random_condition.h"
#include "tests/agreement/calls/random_request.h"
#include "tests/agreement/random_rule.h"
#include "tests/agreement/seed.h"
#include "verify/pools.h"

namespace berm::agreement {
namespace {

using calls::Verdict;

const catalog::Catalog& catalogue() { return catalog::Catalog::builtin(); }

struct Compiled {
  std::unique_ptr<const program::Program> program;
  std::unique_ptr<calls::Rules> rules;
};

Compiled compile(const ir::Module& module, const SourceSet& sources) {
  Diagnostics diagnostics;
  emit::Settings settings;
  settings.rules = {"**"};
  Compiled compiled;
  const std::string bytes = emit::emit({module, sources, catalogue(), settings, "", {}, "0.1.0"});
  compiled.program = program::Program::from_bytes(bytes, "x.bermc", diagnostics);
  EXPECT_NE(compiled.program, nullptr) << (diagnostics.empty() ? "" : diagnostics.items()[0].message);
  if (compiled.program) compiled.rules = std::make_unique<calls::Rules>(*compiled.program);
  return compiled;
}

using Numbers = std::vector<uint32_t>;

// What the naive evaluator says: a call that names no resource stands for its legs.
Numbers wanted_denials(const ir::Module& module, const access::Request& request, const reference::Carries& carries) {
  const auto legs = reference::legs(request, catalogue());
  Numbers numbers;
  for (uint32_t i = 0; i < module.rules.size(); ++i) {
    const auto denied = [&](const access::Request& leg) { return reference::denies(module.rules[i], leg, carries); };
    if (std::any_of(legs.begin(), legs.end(), denied)) numbers.push_back(i);
  }
  return numbers;
}

Numbers wanted_permits(const ir::Module& module, const access::Request& request, const reference::Carries& carries) {
  const auto legs = reference::legs(request, catalogue());
  Numbers numbers;
  for (uint32_t i = 0; i < module.rules.size(); ++i) {
    const auto permitted = [&](const access::Request& leg) {
      return reference::permits(module.rules[i], leg, carries);
    };
    if (std::all_of(legs.begin(), legs.end(), permitted)) numbers.push_back(i);
  }
  return numbers;
}

void tell(calls::Decider& decider, const access::Request& request) {
  decider.begin(request.action, request.resource, request.resource_type);
  std::vector<std::string_view> views;
  for (const auto& [key, values] : request.context) {
    views.assign(values.begin(), values.end());
    decider.set(key, views);
  }
}

Numbers numbers_of(std::span<const calls::Finding> findings) {
  Numbers numbers;
  for (const calls::Finding& finding : findings) {
    EXPECT_EQ(finding.verdict, Verdict::Yes);
    numbers.push_back(finding.rule);
  }
  return numbers;
}

std::string describe(const access::Request& request) {
  std::string text = fmt::format("{} on {} ({})", request.action, request.resource, request.resource_type);
  for (const auto& [key, values] : request.context) text += fmt::format("\n  {} = [{}]", key, fmt::join(values, ", "));
  return text;
}

std::string describe(const ir::Module& module, const Numbers& a, const Numbers& b) {
  std::string text;
  ir::Module differing;
  for (uint32_t i = 0; i < module.rules.size(); ++i) {
    const bool in_a = std::count(a.begin(), a.end(), i) > 0, in_b = std::count(b.begin(), b.end(), i) > 0;
    if (in_a != in_b) differing.rules.push_back(module.rules[i]);
  }
  return ir::dump(differing);
}

struct Tally {
  size_t decisions = 0, denied = 0, permitted = 0;
};

class Comparer {
 public:
  Comparer(const ir::Module& module, const SourceSet& sources)
      : module_(module), compiled_(compile(module, sources)), decider_(*compiled_.rules) {}

  // False: they differ.
  bool agree(const access::Request& request, Tally& tally) {
    const Numbers denials = wanted_denials(module_, request, carries_);
    const Numbers permits = wanted_permits(module_, request, carries_);
    tell(decider_, request);
    const Numbers denied = numbers_of(decider_.denials());
    EXPECT_EQ(denied, denials) << describe(request) << "\n" << describe(module_, denied, denials);
    const Numbers permitted = numbers_of(decider_.permits());
    EXPECT_EQ(permitted, permits) << describe(request) << "\n" << describe(module_, permitted, permits);
    tally.decisions += module_.rules.size() * 2;
    tally.denied += denials.size();
    tally.permitted += permits.size();
    return denied == denials && permitted == permits;
  }

 private:
  const ir::Module& module_;
  Compiled compiled_;
  calls::Decider decider_;
  reference::Carries carries_ = reference::carries_by(catalogue());
};

void print(const Tally& tally) {
  fmt::print("{} decisions, {} denials, {} permits\n", tally.decisions, tally.denied, tally.permitted);
}

size_t rounds() {
  const char* text = std::getenv("BERM_AGREEMENT_ROUNDS");
  return text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
}

TEST(Calls, AnyConditionIsDecidedAsTheNaiveEvaluatorDoes) {
  Tally tally;
  for (size_t i = 0; i < 100 * rounds(); ++i) {
    ir::Module module;
    WildMaker maker(module, first_seed() + i);
    for (size_t j = 0; j < 12; ++j) module.rules.push_back(maker.rule(fmt::format("wild.r{}", j)));
    std::mt19937_64 random(first_seed() + i);
    Comparer comparer(module, SourceSet());
    for (size_t j = 0; j < 150; ++j) {
      ASSERT_TRUE(comparer.agree(random_request(random), tally)) << "module " << i;
    }
  }
  print(tally);
  EXPECT_GT(tally.denied, tally.decisions / 50);
  EXPECT_GT(tally.permitted, tally.decisions / 200);
}

TEST(Calls, SensibleRulesAreDecidedAsTheNaiveEvaluatorDoes) {
  Tally tally;
  for (size_t i = 0; i < 60 * rounds(); ++i) {
    ir::Module module;
    RuleMaker maker(module, first_seed() + i);
    for (size_t j = 0; j < 8; ++j) module.rules.push_back(maker.forbid(j % 4));
    for (size_t j = 0; j < 3; ++j) module.rules.push_back(maker.cap(fmt::format("random.c{}", j)));
    std::mt19937_64 random(first_seed() + i);
    Comparer comparer(module, SourceSet());
    for (size_t j = 0; j < 150; ++j) {
      ASSERT_TRUE(comparer.agree(random_request(random), tally)) << "module " << i;
    }
  }
  print(tally);
  EXPECT_GT(tally.denied, tally.decisions / 200);
}

// A request of values that the rules name, on a resource of its action.
access::Request request_from(const verify::Pools& pools, std::mt19937_64& random) {
  access::Request request;
  request.action = pools.actions()[random() % pools.actions().size()];
  const auto resources = pools.resources_of(request.action);
  request.resource = resources.empty() || random() % 6 == 0 ? "*" : resources[random() % resources.size()];
  for (const auto& [key, values] : pools.values()) {
    if (random() % 3 != 0) pools.set(request, key, values[random() % values.size()]);
  }
  return request;
}

TEST(Calls, TheLibraryIsDecidedAsTheNaiveEvaluatorDoes) {
  Diagnostics diagnostics;
  const auto project = driver::load_project(".", {.standard_library = true}, diagnostics);
  ASSERT_FALSE(diagnostics.has_errors());
  Tally tally;
  verify::Pools pools(catalogue());
  for (const ir::Rule& rule : project->module.rules) pools.add(rule);
  pools.finish();
  Comparer comparer(project->module, project->sources);
  std::mt19937_64 random(first_seed());
  for (size_t i = 0; i < 1500 * rounds(); ++i) ASSERT_TRUE(comparer.agree(request_from(pools, random), tally));
  print(tally);
  EXPECT_GT(tally.denied, tally.decisions / 1000);
}

// Which type an ARN is of, for every action of some services: as the catalogue finds it.
TEST(Calls, ResourceTypesAreFoundAsTheCatalogueFindsThem) {
  Tally tally;
  for (const char* service : {"s3", "ec2", "iam", "kms", "apigateway", "lex", "rds", "logs", "states", "glue"}) {
    ir::Module module;
    std::set<std::string> arns{"arn:aws:s3:::data/a", "arn:aws:s3:::data", "*", "arn:aws:logs:*:*:*"};
    std::set<std::string, std::less<>> keys;
    catalogue().for_each_action(fmt::format("{}:*", service), [&](const catalog::Action& action) {
      for (const catalog::ActionResource& resource : action.resources) {
        arns.insert(catalog::arn_pattern(resource.type.arn, "aws"));
        for (std::string_view key : resource.condition_keys) keys.emplace(key);
      }
    });
    for (const std::string& key : keys) {
      ir::Expr* read = module.make(ir::Op::RequestKey, ir::Type::String, {});
      for (char c : key) read->key += static_cast<char>(std::tolower(c));
      if (size_t at = read->key.find("${"); at != std::string::npos) read->key = read->key.substr(0, at) + "team";
      ir::Expr* missing = module.make(ir::Op::Equal, ir::Type::Bool, {});
      missing->children = {read, module.make(ir::Op::Literal, ir::Type::Any, {})};
      module.rules.push_back({.name = fmt::format("t.r{}", module.rules.size())});
      module.rules.back().calls.push_back({{{{true, fmt::format("{}:*", service), false, {}}}}, missing, {}});
    }
    Comparer comparer(module, SourceSet());
    std::mt19937_64 random(first_seed());
    catalogue().for_each_action(fmt::format("{}:*", service), [&](const catalog::Action& action) {
      for (const std::string& arn : arns) {
        if (arns.size() > 20 && random() % (arns.size() / 10) != 0) continue;
        access::Request request;
        request.action = action.full_name();
        request.resource = arn;
        comparer.agree(request, tally);
      }
    });
    ASSERT_FALSE(HasFailure()) << service;
  }
  print(tally);
}

}  // namespace
}  // namespace berm::agreement
