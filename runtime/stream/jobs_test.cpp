#include "runtime/stream/jobs.h"

#include <gtest/gtest.h>

#include <array>
#include <new>
#include <vector>

#include "runtime/stream/values.h"

namespace berm::stream {
namespace {

TEST(Threads, EachJobIsDoneOnce) {
  for (bool two : {false, true}) {
    Threads threads(two);
    for (size_t jobs : {0, 1, 2, 1000}) {
      std::vector<std::atomic<int>> done(jobs);
      std::array<std::atomic<size_t>, 2> by = {};
      EXPECT_TRUE(threads.run(jobs, [&](size_t worker, size_t job) {
        ++done[job];
        ++by[worker];
      }));
      for (const auto& each : done) EXPECT_EQ(each, 1);
      EXPECT_EQ(by[0] + by[1], jobs);
      EXPECT_TRUE(threads.two() || by[1] == 0);
    }
  }
}

TEST(Threads, WhatIsNotWorthItStaysOnThisOne) {
  Threads threads(true);
  auto here = std::this_thread::get_id();
  EXPECT_TRUE(threads.run(
      100, [&](size_t worker, size_t) { EXPECT_TRUE(worker == 0 && std::this_thread::get_id() == here); }, false));
}

// A job that has jobs does them itself: the other thread may be busy with one that waits for it.
TEST(Threads, JobsWithinJobs) {
  Threads threads(true);
  std::atomic<size_t> done = 0;
  EXPECT_TRUE(threads.run(8, [&](size_t, size_t) {
    auto here = std::this_thread::get_id();
    EXPECT_TRUE(threads.run(8, [&](size_t worker, size_t) {
      EXPECT_TRUE(worker == 0 && std::this_thread::get_id() == here);
      ++done;
    }));
  }));
  EXPECT_EQ(done, 64u);
}

TEST(Threads, OneThatFailsEndsThem) {
  for (bool two : {false, true}) {
    Threads threads(two);
    std::atomic<size_t> done = 0;
    auto refuse = [&](size_t, size_t job) {
      if (job == 3) throw Refused();
      ++done;
    };
    EXPECT_FALSE(threads.run(1000, refuse));
    EXPECT_TRUE(two || done == 3) << done;
    EXPECT_FALSE(threads.run(4, [](size_t, size_t) { throw std::bad_alloc(); }));
    EXPECT_TRUE(threads.run(4, [](size_t, size_t) {}));
  }
}

TEST(Threads, OneThingBeside) {
  Threads threads(true);
  if (!threads.two()) GTEST_SKIP() << "no second thread is allowed here";
  int done = 0;
  for (int i = 0; i < 100; ++i) {
    threads.start([&] { ++done; });
    threads.wait();
    EXPECT_EQ(done, i + 1);
  }
}

// Whoever calls gets back the processors that it had.
TEST(Threads, ProcessorsAreAsBefore) {
  cpu_set_t before, after;
  ASSERT_EQ(sched_getaffinity(0, sizeof(before), &before), 0);
  {
    Threads threads(true);
    threads.run(10, [](size_t, size_t) {});
  }
  ASSERT_EQ(sched_getaffinity(0, sizeof(after), &after), 0);
  EXPECT_TRUE(CPU_EQUAL(&before, &after));
}

}  // namespace
}  // namespace berm::stream
