// Programs that were compiled before, each under the fingerprint of what it was compiled from, in the user's own cache
// folder: $XDG_CACHE_HOME/berm, else ~/.cache/berm.
#pragma once

#include <memory>
#include <string>

#include "program/program.h"

namespace berm::app {

class ProgramCache {
 public:
  ProgramCache();

  // Null: it is not there, or not what it should be.
  std::unique_ptr<const program::Program> find(const std::string& fingerprint) const;
  // Where it can't be kept, it is compiled again the next time: no error.
  void keep(const std::string& fingerprint, const std::string& bytes) const;

 private:
  std::string path_of(const std::string& fingerprint) const;
  bool is_ours() const;
  void make_room() const;

  std::string folder_;  // empty: nothing is kept
};

// What tells one build of this program from every other; empty: nothing does.
std::string build_id();

}  // namespace berm::app
