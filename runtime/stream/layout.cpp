#include "runtime/stream/layout.h"

#include <algorithm>

#include "runtime/stream/sift.h"

namespace berm::stream {
namespace {

// Of these a plan has one at least; runtime/plan says what a file without is.
constexpr std::string_view kPlanParts[] = {"resource_changes", "resource_drift", "planned_values", "configuration"};

bool is_plan(const Layout& layout) {
  return layout.find("format_version") &&
         std::ranges::any_of(kPlanParts, [&](std::string_view part) { return layout.find(part) != nullptr; });
}

}  // namespace

const RootMember* Layout::find(std::string_view name) const {
  auto found = std::ranges::find(members, name, &RootMember::name);
  return found == members.end() ? nullptr : &*found;
}

std::optional<Layout> lay_out(Feed& feed, uint64_t size, const Sieves& sieves, bool related) {
  constexpr uint32_t kOpen = 2;  // the root, the list
  Cursor cursor(feed, size);
  Layout layout;
  bool state = related || ask_for_data(sieves);
  auto read_value = [&](std::string_view name) {
    if (name == "resource_changes") return cursor.batches(kChanges, kOpen);
    if (name == "resource_drift") return cursor.batches(kDrift, kOpen);
    if (name != "configuration" && name != "prior_state") return cursor.skip();
    if (cursor.peek() != '{') return false;
    if (name == "configuration") return find_places(cursor, layout.configuration);
    return state ? find_places(cursor, sieves, related, layout.state) : cursor.skip();
  };
  if (!cursor.take('{')) return std::nullopt;
  do {
    RootMember member;
    if (!cursor.key(member.name) || layout.find(member.name)) return std::nullopt;
    cursor.peek();
    member.begin = cursor.offset();
    if (!read_value(member.name)) return std::nullopt;
    member.end = cursor.offset();
    layout.members.push_back(std::move(member));
  } while (cursor.take(','));
  bool whole = cursor.take('}') && cursor.peek() == '\0' && cursor.offset() == size;
  if (!whole || !is_plan(layout)) return std::nullopt;
  return layout;
}

}  // namespace berm::stream
