#include "tests/bench/plans/stream.h"

namespace berm::bench {
namespace {

constexpr size_t kBuffer = 1 << 18;

std::string quoted(std::string_view name) { return Json(name).dump(); }

}  // namespace

void Stream::new_line(size_t depth) {
  if (pretty_) buffer_.append(1, '\n').append(2 * depth, ' ');
}

void Stream::next(std::string_view name) {
  if (!open_.empty()) {
    if (!open_.back().empty) buffer_ += ',';
    open_.back().empty = false;
    new_line(open_.size());
  }
  if (!name.empty()) buffer_.append(quoted(name)).append(pretty_ ? ": " : ":");
}

void Stream::open(std::string_view name, char bracket) {
  next(name);
  buffer_ += bracket;
  open_.push_back({bracket});
}

void Stream::close() {
  Open closed = open_.back();
  open_.pop_back();
  if (!closed.empty) new_line(open_.size());
  buffer_ += closed.bracket == '{' ? '}' : ']';
}

std::string Stream::dump(const Json& value) const {
  if (!pretty_) return value.dump();
  std::string out = value.dump(2), indent(2 * open_.size(), ' ');
  for (size_t at = 0; (at = out.find('\n', at)) != out.npos;) out.insert(++at, indent);
  return out;
}

Text Stream::text(const Json& value) const { return Text(dump(value)); }

Text Stream::member_text(std::string_view name, const Json& value) const {
  return Text(quoted(name) + (pretty_ ? ": " : ":") + dump(value));
}

void Stream::add(std::string_view name, const Json& value) {
  next(name);
  Text(dump(value)).write({}, buffer_);
}

void Stream::add(const Text& text, const Instance& instance) {
  next({});
  text.write(instance, buffer_);
  if (buffer_.size() >= kBuffer) flush();
}

void Stream::flush() {
  sink_(buffer_);
  flushed_ += buffer_.size();
  buffer_.clear();
}

void Stream::finish() {
  if (pretty_) buffer_ += '\n';
  flush();
}

}  // namespace berm::bench
