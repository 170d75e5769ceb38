#include "compiler/emit/source_table.h"

#include <filesystem>

#include "program/program.h"

namespace berm::emit {

namespace fs = std::filesystem;

fb::Place SourceTable::place(Span span) { return span.empty() ? fb::Place(program::kNone, 0, 0) : place_in_file(span); }

fb::Place SourceTable::place_in_file(Span span) {
  if (span.file.index >= writer_.input.sources.size()) return fb::Place(program::kNone, 0, 0);
  auto [known, is_new] = indices_.try_emplace(span.file.index, static_cast<uint32_t>(files_.size()));
  if (is_new) files_.push_back(span.file.index);
  return fb::Place(known->second, span.begin, span.end);
}

uint32_t SourceTable::line(Span span) const {
  const SourceSet& sources = writer_.input.sources;
  return span.file.index < sources.size() ? sources.file(span.file).position(span.begin).line : 0;
}

flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<fb::Source>>> SourceTable::write() const {
  auto& builder = writer_.builder;
  std::vector<flatbuffers::Offset<fb::Source>> out;
  for (uint32_t file : files_) {
    std::string_view text = writer_.input.sources.file({file}).text();
    auto path = builder.CreateString(path_of(file));
    auto bytes = builder.CreateString(text.data(), text.size());
    out.push_back(fb::CreateSource(builder, path, bytes, is_standard(file)));
  }
  return builder.CreateVector(out);
}

bool SourceTable::is_standard(uint32_t file) const {
  const auto& standard = writer_.input.standard_library;
  return file < standard.size() && standard[file];
}

// So that a project gives the same bytes wherever it lies.
std::string SourceTable::path_of(uint32_t file) const {
  const std::string& path = writer_.input.sources.file({file}).path();
  if (is_standard(file) || writer_.input.folder.empty()) return path;
  const fs::path relative = fs::path(path).lexically_relative(fs::path(writer_.input.folder).lexically_normal());
  return relative.empty() ? path : relative.string();
}

}  // namespace berm::emit
