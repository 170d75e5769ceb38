#include "runtime/stream/unchanged.h"

#include "runtime/plan/json_scan.h"
#include "runtime/stream/brackets.h"

namespace berm::stream {
namespace {

constexpr std::string_view kActions = R"(,"change":{"actions":["no-op"],)";
constexpr std::string_view kBefore = R"("before":)", kAfter = R"(,"after":)";
constexpr std::string_view kKnown = R"(,"after_unknown":{})";
constexpr std::string_view kMarksBefore = R"(,"before_sensitive":)", kMarksAfter = R"(,"after_sensitive":)";

// What is left of an element, from its beginning on.
class Rest {
 public:
  explicit Rest(std::string_view text) : text_(text) {}

  bool take(std::string_view expected) {
    if (!text_.starts_with(expected)) return false;
    text_.remove_prefix(expected.size());
    return true;
  }

  // An object; empty: none begins here.
  std::string_view object() {
    if (!text_.starts_with('{')) return {};
    Nesting nesting{.limit = plan::kMaxNesting};
    const char* behind = find_close()(text_.data() + 1, text_.data() + text_.size(), nesting);
    if (nesting.depth != 0 || nesting.bad_string) return {};
    std::string_view found = text_.substr(0, static_cast<size_t>(behind - text_.data()));
    text_.remove_prefix(found.size());
    return found.ends_with('}') ? found : std::string_view();
  }

  bool empty() const { return text_.empty(); }

 private:
  std::string_view text_;
};

}  // namespace

bool add_unchanged(std::string_view element, std::string& out) {
  constexpr size_t kNames = 1024;
  size_t actions = element.substr(0, kNames).find(kActions);
  // Of the element itself, and not of something within it.
  if (actions == std::string_view::npos || element.substr(1, actions).find('{') != std::string_view::npos) return false;
  std::string_view names = element.substr(0, actions + kActions.size());
  Rest rest(element.substr(names.size()));
  if (!rest.take(kBefore)) return false;
  std::string_view values = rest.object();
  if (values.empty() || !rest.take(kAfter) || !rest.take(values) || !rest.take(kKnown)) return false;
  if (!rest.take(kMarksBefore)) return false;
  std::string_view marks = rest.object();
  if (marks.empty() || !rest.take(kMarksAfter) || !rest.take(marks) || !rest.take("}}") || !rest.empty()) return false;
  out.append(names).append(kAfter.substr(1)).append(values).append(kKnown);
  out.append(kMarksAfter).append(marks).append("}}");
  return true;
}

}  // namespace berm::stream
