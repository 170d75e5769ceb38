// `github "acme/api" branch "main"`: an identity of a trust, read into the ways in that it stands for.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/checker.h"
#include "compiler/check/way_in.h"

namespace berm::check {

class IdentityReader {
 public:
  IdentityReader(Checker& checker, const ast::TrustSentence::Identity& identity, const Place& place)
      : checker_(checker), identity_(identity), place_(place) {}

  // Empty after a mistake, which is reported.
  std::vector<WayIn> read();

 private:
  using Claim = ast::TrustSentence::Claim;
  using Texts = std::vector<std::string>;

  // identity_reader.cpp
  WayIn start(ir::TrustedPrincipal::Kind kind, std::string value, std::string action) const;
  bool take_claims(const std::vector<std::string>& allowed);
  bool check_texts(const Texts& texts, Span span);
  const Texts* claim(std::string_view name) const;
  std::string one(std::string_view name, std::string otherwise) const;
  void add(WayIn& way, std::string_view claim, std::string key, ir::Type type = ir::Type::String) const;
  void add_mfa(WayIn& way);
  std::vector<WayIn> read_account(const std::string& id);
  std::vector<WayIn> read_principal(const std::string& arn);
  std::vector<WayIn> read_service(const std::string& name);
  std::vector<WayIn> read_saml(const std::string& provider);

  // identity_providers.cpp
  struct Provider {
    std::string name;  // without scheme
    Texts audience;
    Texts subjects;  // globs
  };
  std::vector<WayIn> read_github(const Texts& repositories);
  std::vector<WayIn> read_gitlab(const Texts& projects);
  std::vector<WayIn> read_bitbucket(const Texts& repositories);
  std::vector<WayIn> read_terraform(const Texts& workspaces);
  WayIn web_identity(const Provider& provider) const;
  // Parts of a name such as `owner/repository`; empty after a report.
  std::vector<std::string_view> parts_of(std::string_view name, size_t wanted, std::string_view form);
  Texts refs() const;
  void add_key(WayIn& way, const std::string& provider, std::string_view key, Texts values, bool implied);
  void warn_wide(std::string message, std::string hint);

  Diagnostic& report(std::string message, Span at) {
    return checker_.report(DiagnosticKind::InvalidTrust, std::move(message), at);
  }

  Checker& checker_;
  const ast::TrustSentence::Identity& identity_;
  const Place& place_;
  std::map<std::string_view, Texts> claims_;
  std::map<std::string_view, Span> spans_;
  bool mfa_ = false;
  std::optional<int64_t> mfa_within_;
  bool failed_ = false;
};

}  // namespace berm::check
