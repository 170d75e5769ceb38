#include "tests/bench/joins.h"

#include <algorithm>
#include <ctime>
#include <functional>
#include <stdexcept>

#include "runtime/plan/plan.h"
#include "runtime/relations/relations.h"

namespace berm::bench {
namespace {

using facts::ResourceChange;
using relations::Answer;
using relations::Relations;

constexpr int kTries = 3;

// Processor time, the least of a few tries: others work on the same machine.
Measured timed(std::string name, size_t resources, const facts::Plan& plan,
               const std::function<void(const Relations&, Measured&)>& join) {
  Measured best;
  for (int i = 0; i < kTries; ++i) {
    Measured out{name};
    std::clock_t began = std::clock();
    // With what every plan has to pay for once.
    Relations relations(plan);
    join(relations, out);
    double seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    out.microseconds = seconds * 1e6 / static_cast<double>(resources);
    if (i == 0 || out.microseconds < best.microseconds) best = std::move(out);
  }
  return best;
}

void ask(const Relations& relations, const ResourceChange& from, const char* attribute, const ResourceChange& to,
         Measured& out) {
  ++out.candidates;
  out.yes += relations.refers(from, attribute, *from.after.find(attribute), to).answer == Answer::Yes;
}

// Anchored on the parent.
void children(const Relations& relations, const char* parent, const char* child, const char* attribute, Measured& out) {
  for (const ResourceChange* to : relations.existing({parent})) {
    for (const ResourceChange* from : relations.referring({child}, attribute, *to))
      ask(relations, *from, attribute, *to, out);
  }
}

// Anchored on the child.
void parents(const Relations& relations, const char* child, const char* attribute, const char* parent, Measured& out) {
  for (const ResourceChange* from : relations.existing({child})) {
    for (const ResourceChange* to : relations.referred(*from, attribute, {parent}))
      ask(relations, *from, attribute, *to, out);
  }
}

void equals(const Relations& relations, Measured& out) {
  for (const ResourceChange* bucket : relations.existing({"aws_s3_bucket"})) {
    std::string_view name = bucket->after.find("bucket")->string();
    for (const ResourceChange* block : relations.having({"aws_s3_bucket_public_access_block"}, "bucket", name)) {
      ++out.candidates;
      out.yes += block->after.find("bucket")->string() == name;
    }
  }
}

}  // namespace

std::vector<Measured> measure_joins(size_t resources, State state) {
  Diagnostics diagnostics;
  auto plan = plan::read_plan_text(plan_text(resources, state), "made up", diagnostics);
  if (!plan) throw std::runtime_error(diagnostics.items()[0].message);
  std::vector<Measured> out;
  out.push_back(timed("flow logs of each VPC", resources, *plan, [](const Relations& relations, Measured& measured) {
    children(relations, "aws_vpc", "aws_flow_log", "vpc_id", measured);
  }));
  out.push_back(timed("VPC of each flow log", resources, *plan, [](const Relations& relations, Measured& measured) {
    parents(relations, "aws_flow_log", "vpc_id", "aws_vpc", measured);
  }));
  out.push_back(
      timed("access block of each bucket", resources, *plan, [](const Relations& relations, Measured& measured) {
        children(relations, "aws_s3_bucket", "aws_s3_bucket_public_access_block", "bucket", measured);
      }));
  out.push_back(
      timed("bucket of each access block", resources, *plan, [](const Relations& relations, Measured& measured) {
        parents(relations, "aws_s3_bucket_public_access_block", "bucket", "aws_s3_bucket", measured);
      }));
  if (state == State::Unchanged) out.push_back(timed("equal names", resources, *plan, equals));
  return out;
}

}  // namespace berm::bench
