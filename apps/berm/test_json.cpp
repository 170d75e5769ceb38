// The report of `berm test` as JSON.
#include <nlohmann/json.hpp>

#include "apps/berm/test_report.h"

namespace berm::app {
namespace {

using Json = nlohmann::ordered_json;

Json list_of(const auto& items, auto make) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(make(item));
  return list;
}

class Writer {
 public:
  explicit Writer(const SourceSet& sources) : sources_(sources) {}

  Json report(const TestReport& report) const {
    size_t failed = failed_count(report);
    return {{"schema", "berm.test"},
            {"schema_version", 1},
            {"passed", report.outcomes.size() - failed},
            {"failed", failed},
            {"tests", list_of(report.outcomes, [this](const auto& outcome) { return test(outcome); })},
            {"untested_exceptions", list_of(report.untested, [this](const auto& item) { return untested(item); })},
            {"coverage", report.coverage ? coverage(*report.coverage) : Json()}};
  }

 private:
  Json line(Span span) const {
    const SourceFile& file = sources_.file(span.file);
    return {{"path", file.path()}, {"line", file.position(span.begin).line}};
  }
  Json place(Span span) const {
    Json out = line(span);
    out["column"] = sources_.file(span.file).position(span.begin).column;
    return out;
  }
  static Json joined(Json first, const Json& second) {
    first.update(second);
    return first;
  }

  Json test(const reference::TestOutcome& outcome) const {
    auto failure = [this](const reference::TestFailure& failed) {
      return joined(place(failed.span),
                    {{"expected", failed.expected}, {"seen", failed.seen}, {"findings", failed.findings}});
    };
    Json head = {{"title", outcome.test->title}};
    return joined(joined(head, line(outcome.test->span)),
                  {{"passed", outcome.failures.empty()}, {"failures", list_of(outcome.failures, failure)}});
  }

  Json untested(const UntestedException& item) const {
    return joined(joined({{"rule", item.rule}}, place(item.span)), {{"test", item.test}});
  }

  Json gap(const reference::Gap& gap) const {
    constexpr const char* kKinds[] = {"rule", "calls", "allows", "plan", "require", "operand", "default", "taken_out"};
    return joined(joined({{"kind", kKinds[static_cast<size_t>(gap.kind)]}}, place(gap.span)),
                  {{"text", gap.text}, {"never_true", gap.never_true}, {"never_false", gap.never_false}});
  }

  Json coverage(const std::vector<reference::RuleCoverage>& rules) const {
    uint32_t reached = 0, wanted = 0;
    Json list = Json::array();
    for (const reference::RuleCoverage& rule : rules) {
      reached += rule.reached;
      wanted += rule.wanted;
      Json gaps = list_of(rule.gaps, [this](const reference::Gap& each) { return gap(each); });
      list.push_back(joined(joined({{"name", rule.name}}, line(rule.span)),
                            {{"reached", rule.reached}, {"wanted", rule.wanted}, {"gaps", std::move(gaps)}}));
    }
    return {{"reached", reached}, {"wanted", wanted}, {"rules", std::move(list)}};
  }

  const SourceSet& sources_;
};

}  // namespace

std::string test_json(const TestReport& report, const SourceSet& sources) {
  return Writer(sources).report(report).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace berm::app
