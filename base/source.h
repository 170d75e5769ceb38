// Source texts and places in them.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace berm {

// Names one text of a SourceSet.
struct FileId {
  uint32_t index = 0;
  bool operator==(const FileId&) const = default;
};

// Bytes [begin, end) of one text. The default span is "no place".
struct Span {
  FileId file;
  uint32_t begin = 0;
  uint32_t end = 0;

  bool empty() const { return begin == end; }
  bool operator==(const Span&) const = default;
};

// The smallest span that covers both; they lie in the same file.
Span cover(Span first, Span last);

// Both count from 1; the column counts bytes.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
};

class SourceFile {
 public:
  SourceFile(std::string path, std::string text);

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  LineColumn position(uint32_t offset) const;
  // The text of a line (from 1), without its line break.
  std::string_view line(uint32_t number) const;
  uint32_t line_count() const { return static_cast<uint32_t>(line_starts_.size()); }

 private:
  std::string path_;
  std::string text_;
  std::vector<uint32_t> line_starts_;
};

// Owns the texts; views into them live as long as the set.
class SourceSet {
 public:
  // `text` is at most 4 GB - 1.
  FileId add(std::string path, std::string text);
  const SourceFile& file(FileId id) const { return files_[id.index]; }
  std::string_view text(Span span) const;
  size_t size() const { return files_.size(); }

 private:
  std::deque<SourceFile> files_;
};

}  // namespace berm
