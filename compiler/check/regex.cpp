#include "compiler/check/regex.h"

#include <re2/re2.h>

namespace berm::check {
namespace {

std::string words(RE2::ErrorCode code) {
  switch (code) {
    case RE2::ErrorBadEscape: return "is no escape";
    case RE2::ErrorBadCharClass: return "is no character class";
    case RE2::ErrorBadCharRange: return "is no character range";
    case RE2::ErrorMissingBracket: return "has no closing `]`";
    case RE2::ErrorMissingParen: return "has no closing `)`";
    case RE2::ErrorUnexpectedParen: return "closes no `(`";
    case RE2::ErrorTrailingBackslash: return "ends in a backslash";
    case RE2::ErrorRepeatArgument: return "repeats nothing";
    case RE2::ErrorRepeatSize: return "repeats too often";
    case RE2::ErrorRepeatOp: return "is no repetition";
    case RE2::ErrorBadPerlOp: return "is not supported: no look-around, no back-references";
    case RE2::ErrorBadUTF8: return "is not UTF-8";
    case RE2::ErrorBadNamedCapture: return "is no name of a group";
    case RE2::ErrorPatternTooLarge: return "is too large";
    default: return "is no regular expression";
  }
}

}  // namespace

std::optional<std::string> regex_mistake(std::string_view pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  RE2 regex(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (regex.ok()) return std::nullopt;
  std::string part = regex.error_arg().empty() ? std::string(pattern) : regex.error_arg();
  return "`" + part + "` " + words(regex.error_code());
}

}  // namespace berm::check
