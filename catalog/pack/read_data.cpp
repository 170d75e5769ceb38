#include "catalog/pack/read_data.h"

namespace berm::catalog::pack {

DataFile::DataFile(const std::string& path, Image& image) : path_(path), stream_(path), image_(image) {
  if (!stream_) throw BadData(path + ": not readable");
}

bool DataFile::next(std::string& line) {
  while (std::getline(stream_, line)) {
    ++number_;
    if (line.empty()) continue;
    if (line[0] != '#') return true;
    std::vector<std::string> parts = fields(line);
    if (parts.size() == 5 && parts[0] == "#source") {
      image_.sources.push_back(
          {image_.string(parts[1]), image_.string(parts[2]), image_.string(parts[3]), image_.string(parts[4])});
    }
  }
  return false;
}

void DataFile::fail(const std::string& what) const {
  throw BadData(path_ + ":" + std::to_string(number_) + ": " + what);
}

std::vector<std::string> fields(const std::string& line, char separator) {
  std::vector<std::string> parts;
  size_t begin = 0;
  for (size_t end; (end = line.find(separator, begin)) != std::string::npos; begin = end + 1) {
    parts.push_back(line.substr(begin, end - begin));
  }
  parts.push_back(line.substr(begin));
  return parts;
}

void read_quotas(const std::string& path, Image& image) {
  DataFile file(path, image);
  std::string line, before;
  while (file.next(line)) {
    std::vector<std::string> parts = fields(line);
    if (parts.size() != 5) file.fail("a quota is id, value, unit, as of, source");
    if (parts[0] <= before) file.fail("not sorted by id");
    before = parts[0];
    auto value = static_cast<uint64_t>(std::stoll(parts[1]));
    image.quotas.push_back({image.string(parts[0]), static_cast<uint32_t>(value), static_cast<uint32_t>(value >> 32),
                            image.string(parts[2]), image.string(parts[3]), image.string(parts[4])});
  }
}

}  // namespace berm::catalog::pack
