#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/yaml/yaml.h"
#include "ir/ir.h"
#include "runtime/waivers/address.h"
#include "runtime/waivers/waivers.h"

namespace berm::waivers {
namespace {

using report::Waiver;

constexpr std::chrono::days kSoon{14};
constexpr size_t kMaxWaivers = 10'000;
constexpr yaml::Format kFormat = {"the waivers file",
                                  DiagnosticKind::WaiversSyntax,
                                  DiagnosticKind::WaiverUnknownKey,
                                  DiagnosticKind::WaiverRepeatedKey,
                                  DiagnosticKind::WaiverMissingKey,
                                  DiagnosticKind::WaiverWrongType,
                                  DiagnosticKind::WaiverWrongValue};

std::string days(std::chrono::days count) {
  return fmt::format("{} day{}", count.count(), count.count() == 1 ? "" : "s");
}

class Reader {
 public:
  Reader(const std::string& path, const std::vector<RuleName>& rules, Day today, Diagnostics& diagnostics)
      : path_(path), rules_(rules), today_(today), diagnostics_(diagnostics) {}

  std::vector<Waiver> read(const yaml::Node& root) {
    yaml::Reader reader(kFormat, path_, diagnostics_);
    if (!root.is_list()) {
      reader.wrong_type(root, "waivers", "a list of waivers");
      return {};
    }
    if (root.items.size() > kMaxWaivers) {
      reader.report(kFormat.syntax, root.items[kMaxWaivers], fmt::format("more than {} waivers", kMaxWaivers));
      return {};
    }
    std::vector<Waiver> waivers;
    for (const yaml::Node& item : root.items) waivers.push_back(read_waiver(item));
    return waivers;
  }

 private:
  Waiver read_waiver(const yaml::Node& node) {
    Waiver waiver;
    waiver.path = path_;
    waiver.line = node.line;
    Diagnostics problems;
    yaml::Reader reader(kFormat, path_, problems);
    read_fields(reader, node, waiver);
    if (node.is_map()) require_fields(reader, node);
    waiver.problems = problems.items();
    if (!waiver.rule.empty()) look_up_rule(node, waiver);
    return waiver;
  }

  void read_fields(yaml::Reader& reader, const yaml::Node& node, Waiver& waiver) {
    auto text = [&reader](std::string_view key, std::string& out) {
      return yaml::Field{key, [&reader, key, &out](const yaml::Node& value) {
                           reader.read_string(value, key, out);
                           bool blank = out.find_first_not_of(" \t\n") == std::string::npos;
                           if (value.is_scalar() && blank) reader.wrong_value(value, fmt::format("`{}` is blank", key));
                         }};
    };
    auto read_address = [&](const yaml::Node& value) {
      reader.read_string(value, "address", waiver.address);
      std::string why = value.is_scalar() ? AddressPattern::problem(waiver.address) : "";
      if (!why.empty()) {
        reader.wrong_value(value, fmt::format("`{}` is not a pattern of addresses: {}", waiver.address, why));
      }
    };
    reader.read_map(node, "a waiver",
                    {text("rule", waiver.rule),
                     {"address", read_address},
                     text("owner", waiver.owner),
                     text("reason", waiver.reason),
                     text("ticket", waiver.ticket),
                     {"until", [&](const yaml::Node& value) { read_until(reader, value, waiver); }},
                     text("plan", waiver.plan)});
  }

  void read_until(yaml::Reader& reader, const yaml::Node& value, Waiver& waiver) {
    reader.read_string(value, "until", waiver.until);
    if (!value.is_scalar()) return;
    auto last = parse_day(waiver.until);
    if (!last) {
      reader.wrong_value(value, fmt::format("`{}` is not a day, in `until`", waiver.until))
          .help("write the last day as `YYYY-MM-DD`");
    } else if (*last < today_) {
      reader
          .report(DiagnosticKind::WaiverExpired, value,
                  fmt::format("its last day was {}, {} ago", waiver.until, days(today_ - *last)))
          .help("mend what it waives, or have its owner renew it");
    } else if (*last - today_ <= kSoon) {
      std::string when = *last == today_ ? "today" : fmt::format("in {}", days(*last - today_));
      reader.report(DiagnosticKind::WaiverExpiresSoon, value, fmt::format("its last day is {}", when));
    }
  }

  // One that lacks who answers for it, why and until when is not a waiver.
  static void require_fields(yaml::Reader& reader, const yaml::Node& node) {
    for (std::string_view key : {"rule", "address", "owner", "reason", "until"}) {
      bool there = std::any_of(node.entries.begin(), node.entries.end(),
                               [&](const yaml::Entry& entry) { return entry.key.text == key; });
      reader.require(node, "the waiver", key, !there);
    }
  }

  // A name that no rule has would waive nothing, in silence, until somebody declares it.
  void look_up_rule(const yaml::Node& node, Waiver& waiver) {
    NearestName nearest(waiver.rule);
    bool known = false;
    for (const RuleName& rule : rules_) {
      nearest.offer(rule.name);
      if (!ir::matches_rule(waiver.rule, rule.name)) continue;
      known = true;
      waiver.severity = std::max(waiver.severity, rule.severity);
    }
    if (known) return;
    auto best = nearest.best();
    diagnostics_.add(DiagnosticKind::WaiverUnknownRule, fmt::format("`{}` names no rule, in a waiver", waiver.rule))
        .at(InputPosition{path_, node.line, node.column})
        .help(best ? fmt::format("did you mean `{}`?", *best)
                   : "a pattern is a rule's full name, `package.*` or `package.**`");
  }

  const std::string& path_;
  const std::vector<RuleName>& rules_;
  Day today_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<std::vector<Waiver>> read_waivers(std::string_view text, const std::string& path,
                                                const std::vector<RuleName>& rules, Day today,
                                                Diagnostics& diagnostics) {
  auto root = yaml::parse(text, path, kFormat, diagnostics);
  if (!root) return std::nullopt;
  size_t before = diagnostics.items().size();
  std::vector<Waiver> waivers = Reader(path, rules, today, diagnostics).read(*root);
  if (diagnostics.items().size() > before) return std::nullopt;
  return waivers;
}

}  // namespace berm::waivers
