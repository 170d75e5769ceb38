// Cuts a stream into pieces of whole lines. Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace berm::calls {

constexpr size_t kMaxLineBytes = 1 << 20;

// Some lines of the stream; readable beyond its end as QuestionReader wants it.
struct Piece {
  std::vector<char> bytes;
  size_t size = 0;
  size_t first_line = 1;
  bool too_long = false;  // one line, of which nothing is kept
  std::string_view text() const { return {bytes.data(), size}; }
};

class LineReader {
 public:
  explicit LineReader(int descriptor) : descriptor_(descriptor) {}
  // False: there are no more.
  bool next(Piece& piece);
  // Why the stream could not be read to its end; empty where it could.
  const std::string& error() const { return error_; }

 private:
  bool fill(Piece& piece);
  bool skip_line();
  size_t read(char* into, size_t size);

  int descriptor_;
  std::string rest_;  // the beginning of a line
  std::string error_;
  size_t line_ = 1;
  bool at_end_ = false;
};

}  // namespace berm::calls
