#include "catalog/image_view.h"

extern "C" const char berm_catalog_image[];
extern "C" const char berm_catalog_image_end[];

namespace berm::catalog {

ImageView ImageView::embedded() {
  return ImageView({berm_catalog_image, static_cast<size_t>(berm_catalog_image_end - berm_catalog_image)});
}

bool ImageView::valid() const {
  return bytes_.size() >= sizeof(format::Header) && header().magic == format::kMagic &&
         header().version == format::kVersion;
}

std::string_view ImageView::text(format::StringId id) const {
  auto starts = rows<uint32_t>(format::kStringStarts);
  auto bytes = rows<char>(format::kStringBytes);
  return {bytes.data() + starts[id], starts[id + 1] - starts[id]};
}

std::span<const format::StringId> ImageView::list(format::ListId id) const {
  auto starts = rows<uint32_t>(format::kListStarts);
  return rows<format::StringId>(format::kListItems).subspan(starts[id], starts[id + 1] - starts[id]);
}

std::vector<std::string_view> ImageView::texts(format::ListId id) const {
  std::vector<std::string_view> result;
  for (format::StringId item : list(id)) result.push_back(text(item));
  return result;
}

}  // namespace berm::catalog
