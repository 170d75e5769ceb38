// Says on standard error what takes long, if that is a terminal; nothing otherwise.
#pragma once

#include <memory>
#include <string>

namespace berm::app {

// From its making to its end. The line appears after a second and is wiped at the end.
class Progress {
 public:
  explicit Progress(std::string what);  // "reading plan.json"
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

 private:
  struct Waiting;
  std::unique_ptr<Waiting> waiting_;  // null: not a terminal
};

}  // namespace berm::app
