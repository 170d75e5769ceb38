// Input that is no plan, or that means harm.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <sstream>

#include "runtime/plan/plan_test_support.h"

namespace berm::plan {
namespace {

using namespace std::string_literals;

std::string own_plan(const std::string& name) {
  std::ifstream in(std::string(BERM_SOURCE_DIR) + "/tests/plans/" + name);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Hostile, APlanCutAtAnyByteIsRefused) {
  std::string plan =
      R"({"format_version":"1.2","complete":true,"resource_changes":[)" +
      update(R"("before":{"é\u00e9":-1.5e+3},"after":{"l":[true,false,null,"x\n"]},"after_unknown":{})") +
      R"(],"configuration":{"root_module":{}}})";
  read_good(plan);
  for (size_t length = 0; length < plan.size(); ++length) {
    Diagnostic bad = read_bad(plan.substr(0, length));
    EXPECT_TRUE(bad.kind == DiagnosticKind::PlanNotJson || length == 0) << length << bad.message;
    ASSERT_TRUE(bad.position) << length;
    EXPECT_LE(bad.position->column, length + 1) << length;
  }
}

TEST(Hostile, ARealPlanCutAnywhereIsRefused) {
  std::string plan = own_plan("create.json");
  ASSERT_GT(plan.size(), 1000u);
  while (plan.back() != '}') plan.pop_back();
  for (size_t length = 1; length < plan.size(); length += 97) read_bad(plan.substr(0, length));
}

TEST(Hostile, OneByteChangedNeverCrashes) {
  std::string plan = own_plan("targeted.json");
  for (size_t at = 0; at < plan.size(); at += 53) {
    for (char c : {'"', '{', ']', '\\', '\0', '9', '\xC3'}) {
      std::string broken = plan;
      broken[at] = c;
      Diagnostics diagnostics;
      bool good = read_plan_text(broken, "p", diagnostics).has_value();
      EXPECT_EQ(good, diagnostics.empty());
    }
  }
}

struct Case {
  std::string text;
  DiagnosticKind kind;
  const char* words;  // part of the message or the hint
};

void expect_refused(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    Diagnostic bad = read_bad(c.text);
    std::string start = c.text.substr(0, 60);
    EXPECT_EQ(bad.kind, c.kind) << start;
    EXPECT_NE((bad.message + " " + bad.hint).find(c.words), std::string::npos) << start << ": " << bad.message;
    EXPECT_TRUE(bad.position) << start;
  }
}

TEST(Hostile, BrokenJson) {
  const std::string open = R"({"format_version":"1.2","resource_changes":[],"x":)";
  constexpr DiagnosticKind kind = DiagnosticKind::PlanNotJson;
  expect_refused({{open + "tru}", kind, "value is missing"},
                  {open + "01}", kind, "needless zero"},
                  {open + "1.}", kind, "digit"},
                  {open + "1e}", kind, "digit"},
                  {open + "-}", kind, "digit"},
                  {open + "+1}", kind, "value is missing"},
                  {open + "NaN}", kind, "value is missing"},
                  {open + "\"a\nb\"}", kind, "control character"},
                  {open + "\"\\x\"}", kind, "escape"},
                  {open + "\"\\u12G4\"}", kind, "hexadecimal"},
                  {open + "\"\\ud800\"}", kind, "surrogate"},
                  {open + "\"\\udc00\"}", kind, "surrogate"},
                  {open + "\"\\ud800\\u0041\"}", kind, "surrogate"},
                  {open + "[1,]}", kind, "value is missing"},
                  {open + "[1 2]}", kind, "`]`"},
                  {open + "{\"a\" 1}}", kind, "`:`"},
                  {open + "{a:1}}", kind, "double quotes"},
                  {open + "{\"a\":1,}}", kind, "double quotes"},
                  {open + "1} {}", kind, "goes on"},
                  {open + "\"\xC3\x28\"}", kind, "UTF-8"},
                  {open + "\"\xED\xA0\x80\"}", kind, "UTF-8"},
                  {open + "1}\0"s, kind, "goes on"},
                  {"No changes. Your infrastructure matches.", kind, "terraform show -json"}});
}

TEST(Hostile, OtherDocuments) {
  constexpr DiagnosticKind kind = DiagnosticKind::PlanNotAPlan;
  expect_refused(
      {{"", kind, "empty"},
       {" \n\t ", kind, "empty"},
       {"PK\x03\x04zip", kind, "terraform show -json"},
       {"[]", kind, "not an object"},
       {"\"plan\"", kind, "not an object"},
       {"7", kind, "not an object"},
       {"{}", kind, "not a plan"},
       {R"({"version":4,"terraform_version":"1.1.1","serial":1,"lineage":"l","resources":[]})", kind, "state file"},
       {R"({"format_version":"1.0","values":{"root_module":{}}})", kind, "without a plan file"},
       {R"({"format_version":"1.0","provider_schemas":{}})", kind, "providers schema"},
       {R"({"format_version":"1.0","valid":true,"diagnostics":[]})", kind, "validate"},
       {R"({"plan":{"format_version":"1.2","resource_changes":[]}})", kind, "jq .plan"},
       {R"({"mock":{"tfplan":{}}})", kind, "wrapper"},
       {R"({"plan_format_version":"1.2","resource_changes":[]})", kind, "redacted"}});
}

TEST(Hostile, TheLogOfAPlanIsRecognised) {
  Diagnostic bad = read_bad("{\"@level\":\"info\"}\n{\"@level\":\"info\"}\n");
  EXPECT_EQ(bad.position->line, 2u);
  EXPECT_NE(bad.hint.find("terraform plan -json"), std::string::npos);
}

TEST(Hostile, Encodings) {
  constexpr DiagnosticKind kind = DiagnosticKind::PlanEncoding;
  expect_refused({{"\xEF\xBB\xBF{}", kind, "byte order mark"},
                  {"\xFF\xFE{\0}\0"s, kind, "UTF-16"},
                  {"\xFE\xFF\0{\0}"s, kind, "UTF-16"},
                  {"{\0}\0"s, kind, "UTF-16"},
                  {"\0{\0}"s, kind, "UTF-16"}});
}

TEST(Hostile, MembersTwice) {
  constexpr DiagnosticKind kind = DiagnosticKind::PlanDuplicateKey;
  const std::string open = R"({"format_version":"1.2","resource_changes":[],)";
  expect_refused({{open + R"("resource_changes":[]})", kind, "root"},
                  {open + R"("x":1,"x":2})", kind, "root"},
                  {open + R"("configuration":{"a":1,"a":2}})", kind, "twice"},
                  {plan_with(update(R"("after":{"a":1,"\u0061":2})")), kind, "twice"},
                  {plan_with(update(R"("after":{},"after":{})")), kind, "twice"},
                  {plan_with(update(R"("after":{"l":[{"a":1,"b":2,"a":3}]})")), kind, "twice"},
                  {plan_with(update(R"("after":{},"after_unknown":{"a":true,"a":false})")), kind, "twice"},
                  {open + R"("resource_chang\u0065s":[]})", DiagnosticKind::PlanMalformed, "escape"}});
  Diagnostic bad = read_bad(open + "\n\"x\":1,\n  \"x\":2}");
  EXPECT_EQ(bad.position->line, 3u);
  EXPECT_EQ(bad.position->column, 3u);
}

TEST(Hostile, NestingIsLimited) {
  std::string deep =
      plan_with(update("\"after\":{\"x\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}"));
  EXPECT_EQ(read_bad(deep).kind, DiagnosticKind::PlanLimit);
  EXPECT_EQ(read_bad(std::string(100'000, '[')).kind, DiagnosticKind::PlanLimit);
  std::string fine = "\"after\":{\"x\":" + std::string(490, '[') + std::string(490, ']') + "}";
  read_good(plan_with(update(fine)));
}

TEST(Hostile, NumbersAreLimited) {
  auto with = [](const std::string& number) { return plan_with(update("\"after\":{\"n\":" + number + "}")); };
  Diagnostic bad = read_bad(with(std::string(10'000'000, '7')));
  EXPECT_EQ(bad.kind, DiagnosticKind::PlanLimit);
  EXPECT_LT(bad.message.size(), 200u);
  std::string large(4096, '9');
  EXPECT_EQ(read_good(with(large)).changes[0].after.find("n")->string(), large);
  EXPECT_EQ(read_good(with("-0.10e-500")).changes[0].after.find("n")->string(), "-0.10e-500");
}

TEST(Hostile, NoMessageQuotesThePlan) {
  std::string secret = "hunter2hunter2";
  for (const std::string& text : {plan_with("\"" + secret + "\""), plan_with(update("\"after\":\"" + secret + "\"")),
                                  plan_with(update("\"after\":{\"" + secret + "\":1,\"" + secret + "\":1}")),
                                  plan_with(update("\"after\":{\"p\":" + secret + "}"))}) {
    Diagnostic bad = read_bad(text);
    EXPECT_EQ((bad.message + bad.hint).find(secret), std::string::npos) << bad.message;
  }
}

// Peak memory of a child that reads this text, less that of a child that does nothing. In bytes.
uint64_t peak_of(const std::function<void()>& work) {
  pid_t child = fork();
  if (child == 0) {
    work();
    _exit(0);
  }
  int status = 0;
  struct rusage usage {};
  wait4(child, &status, 0, &usage);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  return static_cast<uint64_t>(usage.ru_maxrss) * 1024;
}

using Write = std::function<void(std::ostream&, uint64_t)>;

// `open`, so many elements that the file grows by `bytes`, `close`.
void write_list(std::ostream& out, const char* open, uint64_t bytes, const char* close, const Write& element) {
  out << open;
  auto end = static_cast<uint64_t>(out.tellp()) + bytes;
  for (uint64_t i = 0; static_cast<uint64_t>(out.tellp()) < end; ++i) element(out << (i ? "," : ""), i);
  out << close;
}

void write_names(std::ostream& out, uint64_t i) {
  out << R"({"address":"aws_security_group.g)" << i << R"(","mode":"managed","type":"aws_security_group","name":"g)"
      << i << R"(","provider_name":"registry.terraform.io/hashicorp/aws",)";
}

const char* const kGroup =
    R"({"description":"d","egress":[],"ingress":[{"cidr_blocks":["10.0.0.0/8","192.168.0.0/16"],"from_port":22,"to_port":22,)"
    R"("protocol":"tcp","self":false}],"tags":{"team":"payments","stage":"test"}})";

void write_change(std::ostream& out, uint64_t i) {
  write_names(out, i);
  out << R"("change":{"actions":["create"],"before":null,"after":)" << kGroup
      << R"(,"after_unknown":{"id":true,"arn":true,"ingress":[{"cidr_blocks":[false,false]}],"tags":{}},)"
      << R"("before_sensitive":false,"after_sensitive":{"ingress":[{}],"tags":{}}}})";
}

void write_state(std::ostream& out, uint64_t i) {
  write_names(out, i);
  out << R"("schema_version":1,"values":)" << kGroup << R"(,"sensitive_values":{"ingress":[{"cidr_blocks":[]}]}})";
}

void write_block(std::ostream& out, uint64_t i) {
  write_names(out, i);
  out << R"("provider_config_key":"aws","expressions":{"description":{"constant_value":"d"},"ingress":[{"cidr_blocks":)"
      << R"({"references":["var.networks","module.net.cidr","module.net"]},"from_port":{"constant_value":22},"to_port":)"
      << R"({"constant_value":22},"protocol":{"constant_value":"tcp"}}],"tags":{"references":["local.tags"]}},)"
      << R"("schema_version":1})";
}

std::string temporary_plan(uint64_t bytes) {
  std::string path = testing::TempDir() + "berm_memory_plan.json";
  std::ofstream out(path);
  out << R"({"format_version":"1.2",)";
  write_list(out, R"("resource_changes":[)", bytes / 2, "],", write_change);
  write_list(out, R"("prior_state":{"values":{"root_module":{"resources":[)", bytes / 4, "]}}},", write_state);
  write_list(out, R"("configuration":{"root_module":{"resources":[)", bytes / 4, "]}}}", write_block);
  return path;
}

// Its shadow and its quarantine are memory too. Each compiler tells in its own way.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kAddressSanitizer = true;
#elif defined(__has_feature)
constexpr bool kAddressSanitizer = __has_feature(address_sanitizer);
#else
constexpr bool kAddressSanitizer = false;
#endif

TEST(Hostile, MemoryStaysWithinItsBound) {
  constexpr uint64_t kBytes = 20'000'000;
  std::string path = temporary_plan(kBytes);
  uint64_t idle = peak_of([] {});
  uint64_t peak = peak_of([&path] {
    Diagnostics diagnostics;
    if (!read_plan(path, diagnostics)) _exit(1);
  });
  EXPECT_GT(peak, kBytes);
  if (!kAddressSanitizer) {
    EXPECT_LE(peak, (32u << 20) + 10 * kBytes);
  }
  RecordProperty("peak_over_idle_per_byte", std::to_string(static_cast<double>(peak - idle) / kBytes));
  printf("peak: %.1f MB, idle: %.1f MB\n", static_cast<double>(peak) / 1e6, static_cast<double>(idle) / 1e6);
  std::remove(path.c_str());
}

}  // namespace
}  // namespace berm::plan
