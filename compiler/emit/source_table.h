// The source texts that rules stand in. Internal to this folder.
#pragma once

#include <map>
#include <vector>

#include "compiler/emit/sections.h"

namespace berm::emit {

class SourceTable {
 public:
  explicit SourceTable(Writer& writer) : writer_(writer) {}

  // An empty span is no place.
  fb::Place place(Span span);
  // The place of a rule, which has a file even where it is empty.
  fb::Place place_in_file(Span span);
  uint32_t line(Span span) const;

  flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<fb::Source>>> write() const;

 private:
  std::string path_of(uint32_t file) const;
  bool is_standard(uint32_t file) const;

  Writer& writer_;
  std::map<uint32_t, uint32_t> indices_;  // by file
  std::vector<uint32_t> files_;           // by index
};

}  // namespace berm::emit
