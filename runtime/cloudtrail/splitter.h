// CloudTrail's records out of a stream of JSON, one at a time: memory holds one record, however long the file is.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace berm::cloudtrail {

// Takes `{"Records": […]}`, a list of records, and records one behind the other (JSON lines). What a record holds is
// not looked at here.
class Splitter {
 public:
  explicit Splitter(std::function<void(std::string_view)> record) : record_(std::move(record)) {}

  // False: what came is no such file; see `error`.
  bool feed(std::string_view bytes);
  bool finish();
  const std::string& error() const { return error_; }  // in words

 private:
  bool take(char c);
  size_t pass(std::string_view bytes);
  bool open(char c);
  bool close(char c);
  void end_of_string();
  bool fail(std::string error);
  bool keep(char c);

  std::function<void(std::string_view)> record_;
  std::string kept_;      // of the record, or of the object that may hold the list of them
  std::string name_;      // the last text of the outermost object
  std::string brackets_;  // that are open
  std::string error_;
  size_t list_ = 0;  // how many brackets are open in the list of records; 0: not in one
  bool keeps_ = false, in_string_ = false, escaped_ = false;
};

}  // namespace berm::cloudtrail
