// Address ranges: what aws:SourceIp can never be.
#include <fmt/format.h>

#include <algorithm>

#include "access/evaluate.h"
#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

using access::Cidr;

constexpr std::string_view kPrivate[] = {"10.0.0.0/8",  "172.16.0.0/12",  "192.168.0.0/16",
                                         "127.0.0.0/8", "169.254.0.0/16", "fc00::/7"};

bool is_private(const Cidr& range) {
  return std::ranges::any_of(kPrivate,
                             [&](std::string_view each) { return access::covers(*access::parse_cidr(each), range); });
}

// Whether bits behind the prefix are set: 10.0.0.1/8.
bool has_loose_bits(const Cidr& range) {
  size_t size = range.v6 ? 16 : 4;
  for (size_t i = 0; i < size; ++i) {
    int kept = std::clamp<int>(range.prefix - static_cast<int>(i) * 8, 0, 8);
    if ((range.bytes[i] & (0xFF >> kept)) != 0) return true;
  }
  return false;
}

}  // namespace

void check_addresses(const Test& test, Context& context) {
  std::vector<const Item*> hidden;
  for (const Item& value : test.values) {
    if (value.text.find("${") != std::string::npos) continue;
    std::optional<Cidr> range = access::parse_cidr(value.text);
    if (!range) {
      context.add(DiagnosticKind::LintNotIpRange, value, fmt::format("`{}` is no range of addresses", value.text));
      continue;
    }
    if (is_private(*range)) hidden.push_back(&value);
    if (has_loose_bits(*range)) {
      context.add(DiagnosticKind::LintImproveIpRange, value,
                  fmt::format("`{}` has bits behind its prefix, which count for nothing", value.text));
    }
  }
  if (!equals_ignore_case(test.key.text, "aws:SourceIp") || hidden.empty()) return;
  bool all = hidden.size() == test.values.size();
  for (const Item* value : hidden) {
    context
        .add(all ? DiagnosticKind::LintPrivateIp : DiagnosticKind::LintPrivateIpSubset, *value,
             fmt::format("`{}` is private: aws:SourceIp never is one", value->text))
        .hint = "test aws:VpcSourceIp together with aws:SourceVpc";
  }
}

}  // namespace berm::lint
