// Lines of a report on a terminal: wrapped, painted, and unable to be taken for a build log's commands.
#pragma once

#include <string>
#include <string_view>

#include "runtime/report/report.h"

namespace berm::report {

namespace style {
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kCyan = "\x1b[36m";
}  // namespace style

std::string_view color_of(Verdict verdict);

class TextWriter {
 public:
  explicit TextWriter(const Options& options);

  void line(std::string text);
  // Breaks at spaces; a word longer than a line stays whole, so that addresses can be copied.
  void wrapped(unsigned indent, std::string_view text, unsigned hang = 0);
  // `owner: netsec`, unless there is no value.
  void field(unsigned indent, std::string_view label, std::string_view value);
  std::string painted(std::string_view style, std::string_view text) const;
  // `text`, or its beginning and `…` where it is longer than is good for a report that is not verbose.
  std::string cut(std::string text) const;

  bool verbose() const { return options_.verbose; }
  unsigned width() const { return width_; }
  std::string take() { return std::move(out_); }

 private:
  const Options& options_;
  unsigned width_;
  std::string out_;
};

}  // namespace berm::report
