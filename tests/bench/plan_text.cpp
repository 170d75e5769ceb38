#include "tests/bench/plan_text.h"

#include <fmt/format.h>

namespace berm::bench {
namespace {

constexpr const char* kConfiguration = R"({"provider_config":{"aws":{"name":"aws"}},"root_module":{
  "resources":[
    {"address":"aws_s3_bucket.b","mode":"managed","provider_config_key":"aws","expressions":{"bucket":{"references":["each.key"]}},
     "for_each_expression":{"references":["var.names"]}},
    {"address":"aws_s3_bucket_public_access_block.p","mode":"managed","provider_config_key":"aws",
     "expressions":{"bucket":{"references":["aws_s3_bucket.b","each.key"]}},"for_each_expression":{"references":["var.names"]}}],
  "module_calls":{"net":{"source":"./net","for_each_expression":{"references":["var.names"]},"module":{"resources":[
    {"address":"aws_vpc.this","mode":"managed","provider_config_key":"aws","expressions":{"cidr_block":{"constant_value":"10.0.0.0/16"}}},
    {"address":"aws_flow_log.this","mode":"managed","provider_config_key":"aws",
     "expressions":{"vpc_id":{"references":["aws_vpc.this.id","aws_vpc.this"]}}}]}}}}})";

struct Resource {
  std::string module, type, name, key, known, unknown;
};

std::string change(const Resource& resource, State state) {
  std::string index = resource.key.empty() ? "" : fmt::format(R"([\"{}\"])", resource.key);
  std::string module = resource.module.empty() ? "" : resource.module + ".";
  bool is_new = state == State::New;
  std::string after = is_new ? resource.known : resource.known + (resource.known.empty() ? "" : ",") + resource.unknown;
  std::string out = fmt::format(R"({{"address":"{}{}.{}{}",)", module, resource.type, resource.name, index);
  if (!module.empty()) out += fmt::format(R"("module_address":"{}",)", resource.module);
  if (!index.empty()) out += fmt::format(R"("index":"{}",)", resource.key);
  out +=
      fmt::format(R"("mode":"managed","type":"{}","name":"{}","provider_name":"registry.terraform.io/hashicorp/aws",)",
                  resource.type, resource.name);
  return out + fmt::format(R"("change":{{"actions":["{}"],"before":{},"after":{{{}}},"after_unknown":{{{}}}}}}})",
                           is_new ? "create" : "no-op", is_new ? "null" : "{" + after + "}", after,
                           is_new ? resource.unknown : "");
}

}  // namespace

std::string plan_text(size_t resources, State state) {
  std::string changes;
  auto add = [&](const Resource& resource) { changes += (changes.empty() ? "" : ",") + change(resource, state); };
  bool is_new = state == State::New;
  auto computed = [&](const char* name, const std::string& value) {
    return fmt::format(R"("{}":{})", name, is_new ? "true" : '"' + value + '"');
  };
  for (size_t i = 0; i < resources / 4; ++i) {
    std::string key = fmt::format("k{:06}", i), module = fmt::format(R"(module.net[\"{}\"])", key);
    std::string vpc = fmt::format("vpc-{:017x}", i);
    add({module, "aws_vpc", "this", "", R"("cidr_block":"10.0.0.0/16")", computed("id", vpc)});
    add({module, "aws_flow_log", "this", "", "", computed("vpc_id", vpc)});
    add({"", "aws_s3_bucket", "b", key, fmt::format(R"("bucket":"{}")", key), computed("id", key)});
    add({"", "aws_s3_bucket_public_access_block", "p", key, "", computed("bucket", key)});
  }
  return fmt::format(
      R"({{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{}],"configuration":{}}})", changes,
      kConfiguration);
}

}  // namespace berm::bench
