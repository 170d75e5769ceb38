#include "catalog/builtin.h"

#include "base/text.h"
#include "catalog/names.h"

namespace berm::catalog {

using namespace format;

const Catalog& Catalog::builtin() {
  static const BuiltinCatalog catalog(ImageView::embedded());
  return catalog;
}

std::string Action::full_name() const { return std::string(service) + ":" + std::string(name); }

bool BuiltinCatalog::rcp_supports(std::string_view service_prefix) const {
  const ServiceRow* row = service(service_prefix);
  return row != nullptr && row->rcp != 0;
}

std::optional<Quota> BuiltinCatalog::quota(std::string_view id) const {
  const QuotaRow* row =
      find_sorted(rows<QuotaRow>(kQuotas), [&](const QuotaRow& quota) { return image_.text(quota.id).compare(id); });
  if (row == nullptr) return std::nullopt;
  auto value = static_cast<int64_t>(static_cast<uint64_t>(row->high) << 32 | row->low);
  return Quota{image_.text(row->id), value, image_.text(row->unit), image_.text(row->as_of), image_.text(row->source)};
}

std::vector<Source> BuiltinCatalog::sources() const {
  std::vector<Source> result;
  for (const SourceRow& row : rows<SourceRow>(kSources)) {
    result.push_back(
        {image_.text(row.what), image_.text(row.version), image_.text(row.licence), image_.text(row.date)});
  }
  return result;
}

}  // namespace berm::catalog
