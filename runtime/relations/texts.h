// Resources of some types, by the texts of one attribute.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/relations/existing.h"
#include "runtime/relations/hash_index.h"

namespace berm::relations {

class Texts {
 public:
  explicit Texts(const Existing& existing) : existing_(existing) {}

  // Those whose attribute is this text, or is not known.
  Resources having(const std::vector<std::string>& types, std::string_view attribute, std::string_view text);

 private:
  // Made when first asked for.
  struct ByText {
    std::vector<std::string> types;
    std::string attribute;
    std::vector<std::pair<std::string_view, Resources>> known;
    HashIndex index;
    Resources unknown;

    void add(std::string_view text, const facts::ResourceChange& resource);
  };
  const ByText& by_text(const std::vector<std::string>& types, std::string_view attribute);

  const Existing& existing_;
  std::deque<ByText> all_;
  HashIndex index_;
};

}  // namespace berm::relations
