#include <algorithm>
#include <map>

#include "catalog/catalog.h"
#include "catalog/pack/read_data.h"

namespace berm::catalog::pack {
namespace {

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

uint8_t key_type(const DataFile& file, const std::string& name) {
  static const std::map<std::string, KeyType> types = {
      {"string", KeyType::String}, {"arn", KeyType::Arn}, {"bool", KeyType::Bool},     {"numeric", KeyType::Numeric},
      {"date", KeyType::Date},     {"ip", KeyType::Ip},   {"binary", KeyType::Binary},
  };
  auto type = types.find(name);
  if (type == types.end()) file.fail("no key type `" + name + "`");
  return static_cast<uint8_t>(type->second);
}

uint16_t access_bits(const DataFile& file, const std::string& letters) {
  static const std::map<char, AccessLevel> levels = {
      {'l', kList}, {'r', kRead}, {'w', kWrite}, {'t', kTagging}, {'p', kPermissionsManagement}};
  int bits = 0;
  for (char letter : letters) {
    auto level = levels.find(letter);
    if (level == levels.end()) file.fail("no access level `" + letters + "`");
    bits |= level->second;
  }
  return static_cast<uint16_t>(bits);
}

// Reads iam.txt line by line; a line belongs to the service, and a leg to the action, above it.
class IamReader {
 public:
  IamReader(const std::string& path, Image& image) : file_(path, image), image_(image) {}

  void read_oidc_keys(const std::string& path) {
    DataFile file(path, image_);
    std::string line;
    while (file.next(line)) {
      std::vector<std::string> parts = fields(line);
      if (parts.size() != 2) file.fail("a provider's key is key and type");
      key({"K", parts[0], parts[1]});
      oidc_keys_.push_back(parts[0]);
    }
  }

  void read() {
    std::string line;
    while (file_.next(line)) {
      std::vector<std::string> parts = fields(line);
      if (parts.size() < 2 || parts[0].size() != 1) file_.fail("a letter and a name belong here");
      read(parts[0][0], parts);
    }
  }

  // By lower-case name. A key that two services type differently keeps the first one's type.
  std::map<std::string, format::KeyRow> keys;

 private:
  struct Type {
    uint32_t row;
    std::set<std::string> keys;
  };

  void read(char letter, const std::vector<std::string>& parts) {
    switch (letter) {
      case 'S': return service(parts);
      case 'K': return key(parts);
      case 'R': return resource(parts);
      case 'A': return action(parts);
      case 'L': return leg(parts);
      default: file_.fail("no such line");
    }
  }

  static bool has(const std::vector<std::string>& parts, const std::string& word) {
    return std::find(parts.begin() + 2, parts.end(), word) != parts.end();
  }

  void service(const std::vector<std::string>& parts) {
    image_.services.push_back(
        {image_.string(parts[1]), static_cast<uint32_t>(image_.actions.size()), 0, has(parts, "rcp")});
    legs_in_full_ = has(parts, "legs");
    types_.clear();
  }

  void key(const std::vector<std::string>& parts) {
    std::string type = parts.at(2);
    bool many = type.ends_with("[]");
    if (many) type.resize(type.size() - 2);
    keys.emplace(lower(parts[1]), format::KeyRow{image_.string(parts[1]), key_type(file_, type), many, false, false});
  }

  void resource(const std::vector<std::string>& parts) {
    auto first_key = std::find_if(parts.begin() + 2, parts.end(), [](auto& part) { return !part.starts_with("arn:"); });
    auto row = static_cast<uint32_t>(image_.resource_types.size());
    types_[parts[1]] = {row, {first_key, parts.end()}};
    image_.resource_types.push_back({image_.string(parts[1]), image_.ordered_list({parts.begin() + 2, first_key})});
  }

  void action(const std::vector<std::string>& parts) {
    auto service = static_cast<uint16_t>(image_.services.size() - 1);
    std::set<std::string> carried(parts.begin() + 3, parts.end());
    if (parts[1] == "AssumeRoleWithWebIdentity") carried.insert(oidc_keys_.begin(), oidc_keys_.end());
    image_.services.back().action_count++;
    image_.actions.push_back({image_.string(parts[1]), service, access_bits(file_, parts.at(2)), image_.list(carried),
                              static_cast<uint32_t>(image_.legs.size()), 0});
  }

  void leg(const std::vector<std::string>& parts) {
    std::string name = parts[1];
    bool required = name.ends_with('!');
    if (required) name.pop_back();
    auto type = types_.find(name);
    if (type == types_.end()) file_.fail("no resource type `" + name + "`");
    std::set<std::string> leg_keys(parts.begin() + 2, parts.end());
    if (!legs_in_full_) leg_keys.insert(type->second.keys.begin(), type->second.keys.end());
    image_.legs.push_back({type->second.row, required, image_.list(leg_keys)});
    image_.actions.back().leg_count++;
  }

  DataFile file_;
  Image& image_;
  bool legs_in_full_ = false;
  std::map<std::string, Type> types_;
  std::vector<std::string> oidc_keys_;
};

void read_global_keys(const std::string& path, Image& image, std::map<std::string, format::KeyRow>& keys) {
  DataFile file(path, image);
  std::string line;
  while (file.next(line)) {
    std::vector<std::string> parts = fields(line);
    if (parts.size() != 4) file.fail("a global key is key, type, one or many, always or sometimes");
    keys[lower(parts[0])] = {image.string(parts[0]), key_type(file, parts[1]), parts[2] == "many", true,
                             parts[3] == "always"};
  }
}

}  // namespace

void read_iam(const IamPaths& paths, Image& image) {
  IamReader reader(paths.iam, image);
  reader.read_oidc_keys(paths.oidc_keys);
  reader.read();
  read_global_keys(paths.global_keys, image, reader.keys);
  for (const auto& [name, row] : reader.keys) {
    if (name.find("${") != std::string::npos) image.key_templates.push_back(static_cast<uint32_t>(image.keys.size()));
    image.keys.push_back(row);
  }
}

}  // namespace berm::catalog::pack
