// Typed access to the packed catalogue, in place: an index is an address, nothing is built.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "catalog/format.h"

namespace berm::catalog {

class ImageView {
 public:
  // `bytes` lies at a multiple of eight and was written by catalog/pack.
  explicit ImageView(std::string_view bytes) : bytes_(bytes) {}
  static ImageView embedded();

  bool valid() const;
  size_t size() const { return bytes_.size(); }

  template <class Row>
  std::span<const Row> rows(format::Table table) const {
    const format::TablePlace& place = header().tables[table];
    return {reinterpret_cast<const Row*>(bytes_.data() + place.offset), place.count};
  }

  std::string_view text(format::StringId id) const;
  std::span<const format::StringId> list(format::ListId id) const;
  std::vector<std::string_view> texts(format::ListId id) const;

 private:
  const format::Header& header() const { return *reinterpret_cast<const format::Header*>(bytes_.data()); }

  std::string_view bytes_;
};

}  // namespace berm::catalog
