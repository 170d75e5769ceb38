// Turns catalog/data into the one file that the program embeds: catalog_pack DATA_DIR OUTPUT
#include <fstream>
#include <iostream>

#include "catalog/pack/read_data.h"

namespace {

std::string pack(const std::string& data) {
  berm::catalog::pack::Image image;
  berm::catalog::pack::read_iam({data + "/iam.txt", data + "/global_keys.tsv", data + "/oidc_keys.tsv"}, image);
  berm::catalog::pack::read_terraform(data + "/aws.txt", image);
  berm::catalog::pack::read_quotas(data + "/quotas.tsv", image);
  return image.bytes();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: catalog_pack DATA_DIR OUTPUT\n";
    return 2;
  }
  try {
    std::string bytes = pack(argv[1]);
    std::ofstream output(argv[2], std::ios::binary | std::ios::trunc);
    output << bytes << std::flush;
    return output ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
