// The readers of catalog/data, one a file format. A line that does not fit throws BadData.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "catalog/pack/image.h"

namespace berm::catalog::pack {

struct BadData : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Gives the lines of a data file; its `#source` lines go to the image, other comments nowhere.
class DataFile {
 public:
  DataFile(const std::string& path, Image& image);
  bool next(std::string& line);
  [[noreturn]] void fail(const std::string& what) const;

 private:
  std::string path_;
  std::ifstream stream_;
  Image& image_;
  size_t number_ = 0;
};

std::vector<std::string> fields(const std::string& line, char separator = '\t');

struct IamPaths {
  std::string iam, global_keys, oidc_keys;
};

// Service, global and provider condition keys meet in one table, so the files are read at once.
void read_iam(const IamPaths& paths, Image& image);
void read_terraform(const std::string& path, Image& image);
void read_quotas(const std::string& path, Image& image);

}  // namespace berm::catalog::pack
