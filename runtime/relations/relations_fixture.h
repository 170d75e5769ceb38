// Short ways to write plans within this folder's tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "runtime/plan/plan.h"
#include "runtime/relations/relations.h"

namespace berm::relations {

// A plan, written piece by piece. Texts are JSON with ' for ".
class PlanText {
 public:
  // "module.a[0].aws_vpc.main['k']" planned with `actions`; `after` and `unknown` are the members of objects.
  PlanText& resource(const std::string& address, const std::string& after, const std::string& unknown = "",
                     const std::string& actions = "'create'") {
    changes_ += (changes_.empty() ? "" : ",") + head(address) + ",'change':{'actions':[" + actions +
                "],'before':" + (actions == "'create'" ? "null" : "{" + after + "}") + ",'after':{" + after +
                "},'after_unknown':{" + unknown + "}}}";
    return *this;
  }
  // The members of `configuration`'s root module.
  PlanText& configured(const std::string& root) {
    root_ = root;
    return *this;
  }
  // Members at the top of the plan.
  PlanText& with(const std::string& members) {
    more_ += "," + members;
    return *this;
  }
  // Members of `configuration`, beside the root module.
  PlanText& providers(const std::string& members) {
    providers_ = members;
    return *this;
  }
  facts::Plan read() const {
    std::string text = "{'format_version':'1.2','terraform_version':'1.11.4','resource_changes':[" + changes_ +
                       "],'configuration':{'provider_config':{" + providers_ + "},'root_module':{" + root_ + "}}" +
                       more_ + "}";
    for (char& c : text) {
      if (c == '\'') c = '"';
    }
    Diagnostics diagnostics;
    auto plan = plan::read_plan_text(text, "plan.json", diagnostics);
    for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << item.message << "\n" << text;
    return plan ? std::move(*plan) : facts::Plan{};
  }

 private:
  // The members that say where and what a resource is.
  static std::string head(const std::string& address) {
    std::string module = address.substr(0, address.rfind("module.") == std::string::npos ? 0 : end_of_module(address));
    std::string rest = address.substr(module.empty() ? 0 : module.size() + 1);
    bool data = rest.starts_with("data.");
    std::string local = data ? rest.substr(5) : rest;
    size_t dot = local.find('.'), open = local.find('[');
    std::string index = open == std::string::npos ? "" : ",'index':" + local.substr(open + 1, local.size() - open - 2);
    return "{'address':'" + escaped(address) + "'" +
           (module.empty() ? "" : ",'module_address':'" + escaped(module) + "'") + ",'mode':'" +
           (data ? "data" : "managed") + "','type':'" + local.substr(0, dot) + "','name':'" +
           local.substr(dot + 1, open == std::string::npos ? open : open - dot - 1) + "'" + index +
           ",'provider_name':'registry.terraform.io/hashicorp/aws'";
  }
  static size_t end_of_module(const std::string& address) {
    size_t at = address.rfind("module.") + 7;
    size_t dot = address.find('.', at), open = address.find('[', at);
    return open < dot ? address.find(']', open) + 1 : dot;
  }
  static std::string escaped(const std::string& text) {
    std::string out;
    for (char c : text) out += c == '\'' ? std::string("\\'") : std::string(1, c);
    return out;
  }

  std::string changes_, root_, more_, providers_;
};

// `'address':…` and `'expressions':{…}` of a block; `more` is further members.
inline std::string block(const std::string& address, const std::string& expressions, const std::string& more = "") {
  bool data = address.starts_with("data.");
  return "{'address':'" + address + "','mode':'" + (data ? "data" : "managed") +
         "','provider_config_key':'aws','expressions':{" + expressions + "}" + (more.empty() ? "" : "," + more) + "}";
}

// `{'references':['a.b.id','a.b']}` of "a.b.id a.b".
inline std::string refs(const std::string& words) {
  std::string out = "{'references':['";
  for (char c : words) out += c == ' ' ? std::string("','") : c == '\'' ? std::string("\\'") : std::string(1, c);
  return out + "']}";
}

// A plan with its relations.
struct Related {
  explicit Related(const PlanText& text) : plan(text.read()), relations(plan) {}

  const facts::ResourceChange& at(std::string address) const {
    for (char& c : address) {
      if (c == '\'') c = '"';
    }
    for (const auto& change : plan.changes) {
      if (change.address == address) return change;
    }
    ADD_FAILURE() << "no " << address;
    return plan.changes.front();
  }
  Reading refers(const std::string& from, const std::string& attribute, const std::string& to) const {
    return relations.refers(at(from), attribute, *at(from).after.find(attribute), at(to));
  }
  // "yes", "no", "can't tell", with " assumed" where it rests on something.
  std::string says(const std::string& from, const std::string& attribute, const std::string& to) const {
    Reading reading = refers(from, attribute, to);
    std::string word = reading.answer == Answer::Yes ? "yes" : reading.answer == Answer::No ? "no" : "can't tell";
    return word + (reading.assumption.empty() ? "" : " assumed");
  }

  facts::Plan plan;
  Relations relations;
};

}  // namespace berm::relations
