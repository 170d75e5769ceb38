// Runs a program in a scratch folder, for tests of the whole command line.
#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace berm::testing_support {

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_text(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

// A folder of its own, gone with the object.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "berm-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Ran {
  int exit_code = -1;  // -1: ended by a signal
  std::string out, err;
};

// Runs `program arguments` by the shell in `folder`: 100 columns, no colour, no cache, nothing on standard input
// unless redirected.
inline Ran run(const std::string& program, const std::string& arguments, const std::filesystem::path& folder) {
  Scratch output;
  std::string out = output.path() / "stdout", err = output.path() / "stderr";
  std::string command = "cd '" + folder.string() + "' && COLUMNS=100 NO_COLOR= TERM=dumb XDG_CACHE_HOME='" +
                        output.path().string() + "' '" + program + "' " + arguments;
  if (arguments.find('<') == std::string::npos) command += " </dev/null";
  int status = std::system(("{ " + command + " ; } >'" + out + "' 2>'" + err + "'").c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(out), read_text(err)};
}

}  // namespace berm::testing_support
