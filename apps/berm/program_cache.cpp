#include "apps/berm/program_cache.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "base/files.h"

namespace berm::app {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostKept = 64;

// Whoever may write there could have every plan pass.
fs::path cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return fs::path(cache) / "berm";
  // Nobody's home is made, such as /nonexistent.
  const char* home = std::getenv("HOME");
  std::error_code error;
  if (home != nullptr && *home == '/' && fs::is_directory(home, error)) return fs::path(home) / ".cache/berm";
  return {};
}

bool is_ours_alone(const std::string& path, mode_t kind) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return false;
  return (status.st_mode & S_IFMT) == kind && status.st_uid == ::geteuid() &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

ProgramCache::ProgramCache() : folder_(cache_folder().string()) {}

std::string ProgramCache::path_of(const std::string& fingerprint) const {
  return (fs::path(folder_) / (fingerprint + ".bermc")).string();
}

bool ProgramCache::is_ours() const { return !folder_.empty() && is_ours_alone(folder_, S_IFDIR); }

std::unique_ptr<const program::Program> ProgramCache::find(const std::string& fingerprint) const {
  // A folder that is ours by now may hold what somebody put there before.
  const std::string path = path_of(fingerprint);
  if (!is_ours() || !is_ours_alone(path, S_IFREG)) return nullptr;
  Diagnostics unsaid;
  return program::Program::open(path, unsaid);
}

void ProgramCache::keep(const std::string& fingerprint, const std::string& bytes) const {
  if (folder_.empty()) return;
  std::error_code error;
  fs::create_directories(fs::path(folder_).parent_path(), error);
  ::mkdir(folder_.c_str(), S_IRWXU);
  if (!is_ours()) return;
  make_room();
  Diagnostics unsaid;
  write_files({{path_of(fingerprint), bytes}}, unsaid);
}

// The oldest go.
void ProgramCache::make_room() const {
  std::vector<std::pair<fs::file_time_type, fs::path>> kept;
  std::error_code error;
  for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;
    const auto time = at->last_write_time(gone);
    if (!gone && at->path().extension() == ".bermc") kept.emplace_back(time, at->path());
  }
  std::sort(kept.begin(), kept.end());
  for (size_t i = 0; i + kMostKept <= kept.size(); ++i) fs::remove(kept[i].second, error);
}

}  // namespace berm::app
