#include "apps/common/progress.h"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>

#include "base/visible_text.h"

namespace berm::app {
namespace {

constexpr std::chrono::seconds kPatience{1};

bool can_move_the_cursor() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && term != nullptr && std::strcmp(term, "dumb") != 0;
}

}  // namespace

struct Progress::Waiting {
  explicit Waiting(std::string text) : thread([this, what = std::move(text)] { wait(what); }) {}
  ~Waiting() {
    {
      std::lock_guard lock(mutex);
      over = true;
    }
    ended.notify_one();
    thread.join();
  }

  void wait(const std::string& what) {
    std::unique_lock lock(mutex);
    if (ended.wait_for(lock, kPatience, [this] { return over; })) return;
    std::fprintf(stderr, "%s …", visible(what).c_str());
    std::fflush(stderr);
    ended.wait(lock, [this] { return over; });
    std::fputs("\r\x1b[K", stderr);
  }

  std::mutex mutex;
  std::condition_variable ended;
  bool over = false;
  std::thread thread;  // last: it uses the others
};

Progress::Progress(std::string what) {
  if (can_move_the_cursor()) waiting_ = std::make_unique<Waiting>(std::move(what));
}

Progress::~Progress() = default;

}  // namespace berm::app
