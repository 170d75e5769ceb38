#include "tests/bench/rows/process.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "base/text.h"

namespace berm::bench {
namespace {

constexpr int kNotRun = 127;

void redirect(const std::string& path, int flags, int to) {
  int from = ::open(path.empty() ? "/dev/null" : path.c_str(), flags, 0644);
  if (from < 0 || ::dup2(from, to) < 0) ::_exit(kNotRun);
  ::close(from);
}

[[noreturn]] void become(const Command& command) {
  redirect(command.input, O_RDONLY, STDIN_FILENO);
  redirect(command.output, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  redirect("", O_WRONLY, STDERR_FILENO);
  for (const std::string& variable : command.variables) ::putenv(const_cast<char*>(variable.c_str()));
  if (command.one_core) {
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    ::sched_setaffinity(0, sizeof first, &first);
  }
  std::vector<char*> words;
  for (const std::string& word : command.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execvp(words[0], words.data());
  ::_exit(kNotRun);
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

template <typename Of>
auto median(const std::vector<Run>& runs, Of of) {
  std::vector<decltype(of(runs[0]))> values;
  for (const Run& run : runs) values.push_back(of(run));
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

Run median(const std::vector<Run>& runs) {
  Run out;
  out.seconds = median(runs, [](const Run& run) { return run.seconds; });
  out.processor = median(runs, [](const Run& run) { return run.processor; });
  out.peak = median(runs, [](const Run& run) { return run.peak; });
  bool ended = std::all_of(runs.begin(), runs.end(), [](const Run& run) { return run.exit_code >= 0; });
  for (const Run& run : runs) out.exit_code = ended ? std::max(out.exit_code, run.exit_code) : -1;
  return out;
}

}  // namespace

Run run(const Command& command) {
  auto began = std::chrono::steady_clock::now();
  pid_t child = ::fork();
  if (child < 0) return {};
  if (child == 0) become(command);
  int status = 0;
  rusage used{};
  if (::wait4(child, &status, 0, &used) != child) return {};
  Run out;
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  out.processor = seconds(used.ru_utime) + seconds(used.ru_stime);
  out.peak = static_cast<uint64_t>(used.ru_maxrss) * 1024;
  if (WIFEXITED(status) && WEXITSTATUS(status) != kNotRun) out.exit_code = WEXITSTATUS(status);
  return out;
}

std::vector<Run> measure(const std::vector<Command>& commands, size_t runs) {
  std::vector<std::vector<Run>> all(commands.size());
  for (const Command& command : commands) run(command);
  for (size_t i = 0; i < runs; ++i) {
    for (size_t which = 0; which < commands.size(); ++which) all[which].push_back(run(commands[which]));
  }
  std::vector<Run> out;
  for (const auto& each : all) out.push_back(median(each));
  return out;
}

std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  for (std::string_view folder : split(path ? path : "", ':')) {
    std::string at = std::string(folder) + "/" + name;
    if (::access(at.c_str(), X_OK) == 0 && !std::filesystem::is_directory(at)) return at;
  }
  return {};
}

}  // namespace berm::bench
