// Rules with random conditions over keys of every type, for the agreement tests.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "ir/ir.h"

namespace berm::agreement {

// Which actions rules are about: any, those of services that RCPs cover, those of S3.
enum class Services : uint8_t { Any, Covered, Storage };

class RuleMaker {
 public:
  // `everywhere`: only keys that every call carries, so that no test is idle.
  RuleMaker(ir::Module& module, uint64_t seed, bool everywhere = false, Services services = Services::Any)
      : module_(module), random_(seed), everywhere_(everywhere), services_(services) {}

  ir::Rule forbid(unsigned depth);
  // Of one or two roles or users, some only with a second factor or a tag, some with exceptions.
  ir::Rule cap(const std::string& name);
  // ARN patterns of the principals that the caps made so far are about.
  const std::vector<std::string>& bearers() const { return bearers_; }

 private:
  const ir::Expr* condition(unsigned depth);
  const ir::Expr* logic(ir::Op op, unsigned depth);
  const ir::Expr* test();
  const ir::Expr* text_test();
  const ir::Expr* other_key_test();
  const ir::Expr* number_test();
  const ir::Expr* bool_test();
  const ir::Expr* address_test();
  const ir::Expr* time_test();
  const ir::Expr* arn_test();
  const ir::Expr* resource_test();
  const ir::Expr* list_test();
  const ir::Expr* null_test();
  const ir::Expr* perimeter_test();
  const ir::Expr* element_body(ir::Variable variable, unsigned depth);

  ir::Expr* make(ir::Op op, ir::Type type, std::vector<const ir::Expr*> children);
  const ir::Expr* text_key();
  const ir::Expr* key(std::string name, ir::Type type, bool multivalued = false);
  const ir::Expr* literal(ir::Value value, ir::Type type);
  const ir::Expr* text(std::string value, ir::Type type = ir::Type::String);
  ir::ActionSet actions();
  const ir::Expr* bearer(bool excepted = false);
  const ir::Expr* session_test();
  const ir::Expr* capped();
  size_t below(size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(random_); }

  ir::Module& module_;
  std::mt19937_64 random_;
  bool everywhere_;
  Services services_;
  std::vector<std::string> bearers_;
};

}  // namespace berm::agreement
