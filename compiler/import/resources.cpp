// Resources as tests of `resource.arn`.
#include <fmt/format.h>

#include <algorithm>

#include "access/json_tree.h"
#include "base/text.h"
#include "compiler/import/writer.h"

namespace berm::importer {

std::string padded(std::string_view arn) {
  std::string out(arn);
  for (auto colons = std::ranges::count(arn, ':'); colons < 5; ++colons) out += ":*";
  return out;
}

void add_resources(const access::Statement& statement, const std::string& path, Context& context, Clauses& out) {
  std::string at = access::json_path(path, statement.not_resource ? "NotResource" : "Resource");
  bool everything = std::ranges::find(statement.resources, "*") != statement.resources.end();
  if (everything && statement.not_resource) context.refuse(at, "the statement speaks of no resource");
  if (everything || statement.resources.empty()) return;
  std::vector<std::string> tests;
  for (size_t i = 0; i < statement.resources.size(); ++i) {
    const std::string& arn = statement.resources[i];
    std::string where = access::json_path(at, i);
    bool short_arn = std::ranges::count(arn, ':') < 5;
    if (short_arn && (context.kind == Kind::Rcp || (context.kind == Kind::Scp && !arn.ends_with('*')))) {
      context.refuse(where, fmt::format("`{}` is no ARN that such a policy may hold", arn));
      continue;
    }
    std::string text = quoted(padded(arn), where, context);
    if (!text.empty()) tests.push_back(fmt::format("resource.arn like {}", text));
  }
  std::string joined = wrapped(tests, " or ", 14);
  if (statement.not_resource) {
    out.where.push_back(fmt::format("not ({})", joined));
  } else {
    out.where.push_back(tests.size() > 1 ? fmt::format("({})", joined) : joined);
  }
}

}  // namespace berm::importer
