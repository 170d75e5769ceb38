#include "runtime/calls/line_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "runtime/calls/question.h"

namespace berm::calls {
namespace {

constexpr size_t kPieceBytes = 1 << 18;

}  // namespace

// 0: the end, or what can't be read.
size_t LineReader::read(char* into, size_t size) {
  ssize_t got = 0;
  do {
    got = ::read(descriptor_, into, size);
  } while (got < 0 && errno == EINTR);
  if (got < 0) error_ = std::strerror(errno);
  at_end_ = at_end_ || got <= 0;
  return got <= 0 ? 0 : static_cast<size_t>(got);
}

bool LineReader::next(Piece& piece) {
  piece.first_line = line_;
  piece.too_long = false;
  if (!fill(piece)) return false;
  if (piece.too_long) {
    ++line_;
    return true;
  }
  line_ += static_cast<size_t>(
      std::count(piece.bytes.begin(), piece.bytes.begin() + static_cast<ptrdiff_t>(piece.size), '\n'));
  return true;
}

// Reads until there is a whole line, more than a line may have, or the end.
bool LineReader::fill(Piece& piece) {
  piece.bytes.resize(std::max(piece.bytes.size(), kPieceBytes + kMaxLineBytes + QuestionReader::padding()));
  std::copy(rest_.begin(), rest_.end(), piece.bytes.begin());
  size_t used = rest_.size();
  rest_.clear();
  while (!at_end_) {
    const size_t got = read(piece.bytes.data() + used, kPieceBytes);
    const void* end = ::memrchr(piece.bytes.data() + used, '\n', got);
    used += got;
    if (end) {
      piece.size = static_cast<size_t>(static_cast<const char*>(end) - piece.bytes.data()) + 1;
      rest_.assign(piece.bytes.data() + piece.size, used - piece.size);
      return true;
    }
    if (used > kMaxLineBytes) {
      piece.too_long = true;
      piece.size = 0;
      return skip_line();
    }
  }
  piece.size = used;
  return used > 0;
}

bool LineReader::skip_line() {
  std::vector<char> bytes(kPieceBytes);
  while (!at_end_) {
    const size_t got = read(bytes.data(), bytes.size());
    const void* end = ::memchr(bytes.data(), '\n', got);
    if (!end) continue;
    const size_t after = static_cast<size_t>(static_cast<const char*>(end) - bytes.data()) + 1;
    rest_.assign(bytes.data() + after, got - after);
    break;
  }
  return true;
}

}  // namespace berm::calls
