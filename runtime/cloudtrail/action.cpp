// Event names → actions.
#include <algorithm>

#include "base/text.h"
#include "runtime/cloudtrail/call.h"

namespace berm::cloudtrail {
namespace {

struct Named {
  std::string_view source, event, action;
};
constexpr Named kActions[] = {
#define BERM_EVENT_ACTION(source, event, action) {source, event, action},
#include "runtime/cloudtrail/event_action.def"
};
constexpr std::pair<std::string_view, std::string_view> kSources[] = {
#define BERM_EVENT_SOURCE(source, prefix) {source, prefix},
#include "runtime/cloudtrail/event_source.def"
};

// API Gateway's actions are the methods of HTTP.
constexpr std::pair<std::string_view, std::string_view> kMethods[] = {
    {"Create", "POST"}, {"Import", "POST"},   {"Get", "GET"}, {"Update", "PATCH"},
    {"Put", "PUT"},     {"Delete", "DELETE"}, {"Tag", "PUT"}, {"Untag", "DELETE"}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

size_t trailing_digits(std::string_view text) {
  size_t count = 0;
  while (count < text.size() && is_digit(text[text.size() - 1 - count])) ++count;
  return count;
}

// "Invoke20150331", "UpdateFunctionCode20150331v2", "CreateDistribution2020_05_31" without the version.
std::string_view without_version(std::string_view event) {
  std::string_view rest = event;
  if (size_t digits = trailing_digits(rest);
      digits > 0 && digits < 3 && rest.size() > digits && rest[rest.size() - digits - 1] == 'v') {
    rest.remove_suffix(digits + 1);
  }
  if (trailing_digits(rest) == 8) return rest.substr(0, rest.size() - 8);
  bool dated = event.size() > 10 && event[event.size() - 3] == '_' && event[event.size() - 6] == '_' &&
               trailing_digits(event) == 2 && trailing_digits(event.substr(0, event.size() - 6)) == 4;
  return dated ? event.substr(0, event.size() - 10) : event;
}

std::string gateway_action(std::string_view event, const Actions& actions) {
  for (const auto& [verb, method] : kMethods) {
    if (event.starts_with(verb)) return actions.spelling("apigateway:" + std::string(method));
  }
  return {};
}

}  // namespace

std::string action_of(std::string_view source, std::string_view event, const Actions& actions) {
  std::string_view service = source.substr(0, source.find(".amazonaws.com"));
  event = without_version(event);
  for (const Named& named : kActions) {
    if (named.source == service && named.event == event) return actions.spelling(std::string(named.action));
  }
  for (const auto& [name, prefix] : kSources) {
    if (name == service) service = prefix;
  }
  if (service == "apigateway") return gateway_action(event, actions);
  return actions.spelling(std::string(service) + ":" + std::string(event));
}

}  // namespace berm::cloudtrail
