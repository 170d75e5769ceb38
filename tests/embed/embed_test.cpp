// A host of libberm: the examples give the answers of the documentation, and nothing that a host does wrong harms it.
#include <berm.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <thread>

#include "tests/support/process.h"

namespace {

using berm::testing_support::Ran;
using berm::testing_support::read_text;
using berm::testing_support::run;
using berm::testing_support::Scratch;
using berm::testing_support::write_text;

constexpr const char* kRules = R"(package a

/// Logs stay.
rule keep_logs: forbid cloudtrail:StopLogging
/// Buckets are changed by the pipeline alone.
rule buckets: forbid s3:PutBucketPolicy where { principal.arn != "arn:aws:iam::111122223333:role/deploy" }
)";

class Embed : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new Scratch;
    write_text(scratch_->path() / "a.berm", kRules);
    const Ran ran = run(BERM_PROGRAM, "build . -o out", scratch_->path());
    ASSERT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  }
  static void TearDownTestSuite() { delete scratch_; }
  static std::string program() { return (scratch_->path() / "out/guardrails.bermc").string(); }
  static berm::Program open() {
    std::string message;
    auto opened = berm::Program::open(program(), message);
    EXPECT_TRUE(opened) << message;
    return std::move(*opened);
  }

  static Scratch* scratch_;
};
Scratch* Embed::scratch_ = nullptr;

TEST_F(Embed, TheExampleInC) {
  const std::string call = program() + " s3:PutBucketPolicy arn:aws:s3:::b arn:aws:iam::111122223333:role/";
  const Ran denied = run(BERM_DECIDE, call + "ops", scratch_->path());
  EXPECT_EQ(denied.exit_code, 1);
  EXPECT_EQ(denied.out, "denied\n  by a.buckets\n");
  const Ran passed = run(BERM_DECIDE, call + "deploy", scratch_->path());
  EXPECT_EQ(passed.exit_code, 0);
  EXPECT_EQ(passed.out, "not denied\n");
  EXPECT_EQ(run(BERM_DECIDE, "nowhere.bermc a b c", scratch_->path()).exit_code, 3);
}

TEST_F(Embed, TheExampleInCpp) {
  write_text(
      scratch_->path() / "q.jsonl",
      R"({"principal": "arn:aws:iam::111122223333:role/ops", "action": "cloudtrail:StopLogging"})"
      "\n{}\n"
      R"({"principal": "arn:aws:iam::111122223333:role/deploy", "action": "s3:PutBucketPolicy", "resource": "arn:aws:s3:::b"})"
      "\n");
  const Ran ran = run(BERM_GATE, program() + " < q.jsonl", scratch_->path());
  EXPECT_EQ(ran.out, "denied a.keep_logs\n? it has no `principal`\nnot denied\n");
}

TEST_F(Embed, SaysWhatARuleIs) {
  const berm::Program program = open();
  ASSERT_EQ(program.size(), 2u);
  EXPECT_EQ(program.name(0), "a.keep_logs");
  EXPECT_EQ(program.sentence(0), "forbid cloudtrail:StopLogging");
  EXPECT_EQ(program.name(7), "");
}

TEST_F(Embed, OpensFromMemoryAndRefusesWhatIsNone) {
  std::string message;
  const std::string bytes = read_text(program());
  ASSERT_TRUE(berm::Program::from_memory(bytes, message)) << message;
  EXPECT_FALSE(berm::Program::from_memory(bytes.substr(0, bytes.size() - 1), message));
  EXPECT_NE(message.find("is not whole"), std::string::npos) << message;
  EXPECT_FALSE(berm::Program::from_memory("nonsense", message));
  EXPECT_FALSE(berm::Program::open("/nowhere", message));
  EXPECT_FALSE(message.empty());
}

TEST_F(Embed, NullIsAnswered) {
  char message[8];
  berm_program* const none = reinterpret_cast<berm_program*>(1);
  berm_program* opened = none;
  EXPECT_EQ(berm_open(nullptr, &opened, message, sizeof message), BERM_BAD_ARGUMENT);
  EXPECT_EQ(opened, nullptr);
  EXPECT_STREQ(message, "a null ");
  opened = none;
  EXPECT_EQ(berm_open_memory(nullptr, 8, &opened, nullptr, 0), BERM_BAD_ARGUMENT);
  EXPECT_EQ(opened, nullptr);
  auto* decider = reinterpret_cast<berm_decider*>(1);
  EXPECT_EQ(berm_decider_new(nullptr, &decider), BERM_BAD_ARGUMENT);
  EXPECT_EQ(decider, nullptr);
  EXPECT_EQ(berm_open("/nowhere", nullptr, message, sizeof message), BERM_BAD_ARGUMENT);
  EXPECT_EQ(berm_open("/nowhere", &opened, nullptr, 0), BERM_BAD_PROGRAM);
  EXPECT_EQ(berm_open("/nowhere", &opened, message, sizeof message), BERM_BAD_PROGRAM);
  EXPECT_EQ(std::string(message).size(), sizeof message - 1);
  EXPECT_EQ(berm_decider_new(nullptr, nullptr), BERM_BAD_ARGUMENT);
  EXPECT_EQ(berm_decide(nullptr, nullptr, nullptr), BERM_BAD_ARGUMENT);
  EXPECT_EQ(berm_decide_json(nullptr, nullptr, 0, nullptr), BERM_BAD_ARGUMENT);
  EXPECT_EQ(berm_rule_count(nullptr), 0u);
  EXPECT_STREQ(berm_message(nullptr), "");
  berm_close(nullptr);
  berm_decider_free(nullptr);
}

// Nothing that a host forgot passes for an empty text.
TEST_F(Embed, NullInsideARequestIsAnswered) {
  const berm::Program program = open();
  berm_decider* decider = nullptr;
  ASSERT_EQ(berm_decider_new(program.get(), &decider), BERM_OK);
  const berm_text value = berm::text("x"), null = {nullptr, 3};
  const berm_key key = {berm::text("aws:PrincipalArn"), &value, 1};
  const auto result = [&](berm_text action, berm_text resource, const berm_key* keys) {
    const berm_request request = {action, resource, berm::text(""), keys, 1};
    berm_answer answer{1, nullptr, 7};
    const berm_result got = berm_decide(decider, &request, &answer);
    EXPECT_TRUE(got == BERM_OK || answer.rule_count == 0);
    return got;
  };
  const berm_text action = berm::text("s3:PutBucketPolicy"), any = berm::text("*");
  const berm_key without_name = {null, &value, 1}, without_values = {key.name, nullptr, 1},
                 of_null = {key.name, &null, 1};
  EXPECT_EQ(result(action, any, &key), BERM_OK);
  EXPECT_EQ(result(null, any, &key), BERM_BAD_ARGUMENT);
  EXPECT_EQ(result(action, null, &key), BERM_BAD_ARGUMENT);
  EXPECT_EQ(result(action, {nullptr, 0}, &key), BERM_OK);
  for (const berm_key* keys : {static_cast<const berm_key*>(nullptr), &without_name, &without_values, &of_null})
    EXPECT_EQ(result(action, any, keys), BERM_BAD_ARGUMENT);
  berm_decider_free(decider);
}

TEST_F(Embed, ManyThreadsShareAProgram) {
  const berm::Program program = open();
  std::vector<std::thread> threads;
  std::vector<size_t> denied(4);
  for (size_t i = 0; i < denied.size(); ++i) {
    threads.emplace_back([&, i] {
      berm::Decider decider(program);
      for (size_t n = 0; n < 2000; ++n) {
        const std::string principal = "arn:aws:iam::111122223333:role/" + std::string(n % 2 == 0 ? "deploy" : "ops");
        berm::Request request{"s3:PutBucketPolicy", "arn:aws:s3:::b", "", {{"AWS:principalARN", {principal}}}};
        denied[i] += decider.decide(request)->denied;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(denied, std::vector<size_t>(4, 1000));
}

TEST_F(Embed, ARequestThatIsNoneIsRefused) {
  const berm::Program program = open();
  berm::Decider decider(program);
  for (const char* action : {"", "nonsense", "s3:*", "s3:", ":"}) EXPECT_FALSE(decider.decide({action, "*", "", {}}));
  EXPECT_EQ(decider.message(), "its action is none, such as `s3:GetObject`");
  EXPECT_FALSE(decider.decide_json("{"));
  EXPECT_EQ(decider.message(), "it is not JSON");
  EXPECT_TRUE(decider.decide({"cloudtrail:StopLogging", "", "", {}})->denied);
  EXPECT_EQ(decider.message(), "");
}

TEST_F(Embed, InstalledItIsFoundByPkgConfig) {
#ifdef BERM_SANITIZED
  GTEST_SKIP() << "the sanitizers' library would have to be linked too";
#endif
  const auto folder = scratch_->path() / "installed", moved = scratch_->path() / "moved";
  const Ran installed = run(BERM_CMAKE, "--install " BERM_BINARY_DIR " --prefix " + folder.string(), scratch_->path());
  ASSERT_EQ(installed.exit_code, 0) << installed.err;
  std::filesystem::rename(folder, moved);
  std::string library;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(moved)) {
    if (entry.path().filename() == "berm.pc") library = entry.path().parent_path().parent_path().string();
  }
  ASSERT_NE(library, "");
  const std::string flags = "$(PKG_CONFIG_PATH=" + library + "/pkgconfig pkg-config --cflags --libs berm)";
  const Ran compiled =
      run(BERM_C_COMPILER, "-o decide " BERM_SOURCE_DIR "/examples/embed/decide.c " + flags, scratch_->path());
  ASSERT_EQ(compiled.exit_code, 0) << compiled.err;
  const Ran denied =
      run("env", "LD_LIBRARY_PATH=" + library + " ./decide " + program() + " cloudtrail:StopLogging '*' x",
          scratch_->path());
  EXPECT_EQ(denied.out, "denied\n  by a.keep_logs\n") << denied.err;
  for (const char* name : {"berm", "berm-check"})
    EXPECT_EQ(run((moved / "bin" / name).string(), "--version", scratch_->path()).exit_code, 0) << name;
}

// Only what the header declares, and no parser, LLVM or YAML behind it.
TEST_F(Embed, TheLibraryIsLean) {
  std::istringstream symbols(run("nm", std::string("-D --defined-only ") + BERM_LIBRARY, BERM_SOURCE_DIR).out);
  size_t count = 0;
  for (std::string line; std::getline(symbols, line); ++count)
    EXPECT_NE(line.find(" berm_"), std::string::npos) << line;
  EXPECT_GT(count, 8u);
  const std::string needed = run("readelf", std::string("-d ") + BERM_LIBRARY, BERM_SOURCE_DIR).out;
  for (const char* library : {"antlr", "LLVM", "yaml"}) EXPECT_EQ(needed.find(library), std::string::npos) << library;
}

}  // namespace
