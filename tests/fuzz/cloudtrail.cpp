// Files of CloudTrail, compressed by gzip and not, and the calls that they tell of.
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include <memory>

#include "catalog/catalog.h"
#include "fmt/format.h"
#include "runtime/cloudtrail/call.h"
#include "runtime/cloudtrail/files.h"
#include "tests/fuzz/diagnosed.h"
#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {
namespace {

// A file that lives in memory, for a reader that takes paths.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("input", 0)) {
    auto written = write(descriptor_, bytes.data(), bytes.size());
    require(written == static_cast<ssize_t>(bytes.size()), "the input is in memory");
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

 private:
  int descriptor_;
};

std::string gzip(std::string_view bytes) {
  constexpr int kGzip = 16 + MAX_WBITS;
  z_stream stream{};
  require(deflateInit2(&stream, 1, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib starts");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  require(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib compresses");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// The calls of a file in order, each as a line; the last line is why it could not be read further.
std::vector<std::string> calls_of(std::string_view bytes) {
  MemoryFile file(bytes);
  std::vector<std::string> calls;
  auto take = [&](const cloudtrail::Event& event) {
    cloudtrail::Call call = cloudtrail::call_of(event, catalog::Catalog::builtin(), "aws");
    for (const char* key : {"aws:principalarn", "aws:requesttag/a", "s3:prefix", "resource.arn"}) call.knows(key);
    calls.push_back(fmt::format("{} {} {} {}", static_cast<int>(call.reading), call.principal, call.request.action,
                                call.request.resource));
  };
  Diagnostics diagnostics;
  bool whole = cloudtrail::read_events(file.path(), take, diagnostics);
  show(diagnostics);
  require(whole != diagnostics.has_errors(), "a file is read, or it is said why not");
  calls.push_back(whole ? "whole" : "in part");
  return calls;
}

}  // namespace

void cloudtrail(std::string_view input) {
  std::vector<std::string> calls = calls_of(input);
  bool compressed = input.starts_with("\x1f\x8b");
  if (!compressed) require(calls_of(gzip(input)) == calls, "a compressed file tells the same");
}

}  // namespace berm::fuzz
