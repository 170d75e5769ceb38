// What of a plan's texts is not for others. Internal to this folder.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "runtime/facts/facts.h"
#include "runtime/mock/mock.h"

namespace berm::mock {

class Redactor {
 public:
  Redactor(const facts::Plan& plan, const Options& options);

  // Without account ids; "REDACTED" where a secret stands in it.
  std::string text(std::string_view text);
  std::string number(std::string_view text) { return without_accounts(text); }

 private:
  void learn(const facts::Value& value, bool sensitive);
  bool has_secret(std::string_view text) const;
  std::string without_accounts(std::string_view text);

  const Options& options_;
  std::set<std::string, std::less<>> secrets_;
  std::map<std::string, std::string, std::less<>> accounts_;  // real → made up
};

}  // namespace berm::mock
