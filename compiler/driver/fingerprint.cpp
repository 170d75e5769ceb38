#include "compiler/driver/driver.h"
#include "fmt/format.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/SHA256.h"

namespace berm::driver {
namespace {

class Hash {
 public:
  // With its length, so that what stands in one text is never taken for what stands in two.
  void add(std::string_view text) {
    add_number(text.size());
    hash_.update(llvm::StringRef(text.data(), text.size()));
  }
  void add(const std::vector<InputFile>& files) {
    add_number(files.size());
    for (const InputFile& file : files) add(file.path), add(file.text);
  }
  std::string digits() {
    std::string out;
    for (const char byte : hash_.final()) out += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return out;
  }

 private:
  void add_number(uint64_t number) {
    hash_.update(llvm::StringRef(reinterpret_cast<const char*>(&number), sizeof number));
  }

  llvm::SHA256 hash_;
};

}  // namespace

std::string fingerprint(const Inputs& inputs, std::string_view compiler) {
  Hash hash;
  hash.add(compiler);
  hash.add(inputs.directory);
  hash.add(inputs.manifest_path);
  hash.add(inputs.manifest_text);
  hash.add(inputs.sources);
  hash.add(inputs.schemas);
  return hash.digits();
}

}  // namespace berm::driver
