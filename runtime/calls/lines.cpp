#include "runtime/calls/lines.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "base/json_text.h"
#include "runtime/calls/ask.h"
#include "runtime/calls/line_reader.h"
#include "runtime/calls/question.h"

namespace berm::calls {
namespace {

struct WrongLine {
  size_t line = 0;
  std::string error, help;
};

// What became of a piece.
struct Reply {
  std::string text;
  std::vector<WrongLine> wrong;
  bool denied = false;
};

// One thread's means to answer.
class Answerer {
 public:
  Answerer(const Rules& rules, const std::vector<std::string>& names)
      : names_(names), decider_(rules), asker_(decider_) {}

  void answer(const Piece& piece, Reply& reply) {
    reply.text.clear();
    reply.wrong.clear();
    reply.denied = false;
    if (piece.too_long) return refuse(piece.first_line, {"it is longer than 1 MiB", ""}, reply);
    size_t number = piece.first_line;
    for (std::string_view rest = piece.text(); !rest.empty(); ++number) {
      const size_t end = rest.find('\n');
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      if (line.find_first_not_of(" \t\r") != std::string_view::npos) answer(line, number, reply);
    }
  }

 private:
  void answer(std::string_view line, size_t number, Reply& reply) {
    if (line.size() > kMaxLineBytes) return refuse(number, {"it is longer than 1 MiB", ""}, reply);
    Wrong wrong{reader_.read(line, question_), ""};
    if (!wrong.message.empty() || !asker_.ask(question_, decider_, wrong)) return refuse(number, wrong, reply);
    begin_line(number, reply.text);
    const auto denials = decider_.denials();
    reply.text += denials.empty() ? "\"decision\":\"not_denied\",\"rules\":[" : "\"decision\":\"denied\",\"rules\":[";
    for (size_t i = 0; i < denials.size(); ++i) {
      if (i > 0) reply.text += ',';
      reply.text += names_[denials[i].rule];
    }
    reply.text += "]}\n";
    reply.denied = reply.denied || !denials.empty();
  }

  void refuse(size_t number, const Wrong& wrong, Reply& reply) {
    begin_line(number, reply.text);
    reply.text += "\"error\":" + json_quoted(wrong.message) + "}\n";
    reply.wrong.push_back({number, wrong.message, wrong.help});
  }

  static void begin_line(size_t number, std::string& text) {
    const fmt::format_int digits(number);
    text.append("{\"line\":").append(digits.data(), digits.size()).append(",");
  }

  const std::vector<std::string>& names_;
  Decider decider_;
  Asker asker_;
  QuestionReader reader_;
  Question question_;
};

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(descriptor, text.data(), text.size());
    if (wrote < 0 && errno != EINTR) return false;
    if (wrote > 0) text.remove_prefix(static_cast<size_t>(wrote));
  }
  return true;
}

// Each thread takes the next piece, answers it, and waits for its turn to write.
class Crew {
 public:
  Crew(const Rules& rules, int input, int output, Diagnostics& diagnostics)
      : rules_(rules), reader_(input), output_(output), diagnostics_(diagnostics) {
    for (uint32_t i = 0; i < rules.size(); ++i) names_.push_back(json_quoted(rules.name(i)));
  }

  // The second thread starts with the second piece.
  Answered run() {
    std::thread other;
    const bool may_share = std::thread::hardware_concurrency() > 1;
    work([&](size_t ticket) {
      if (ticket == 1 && may_share) other = std::thread([this] { work([](size_t) {}); });
    });
    if (other.joinable()) other.join();
    result_.written = !stopped_;
    if (!reader_.error().empty())
      diagnostics_.add(DiagnosticKind::FileNotReadable, "can't read standard input: " + reader_.error());
    return result_;
  }

 private:
  template <class Begin>
  void work(Begin begin) {
    Answerer answerer(rules_, names_);
    Piece piece;
    size_t ticket = 0;
    while (take(piece, ticket)) {
      begin(ticket);
      finish(piece, ticket, answerer);
    }
  }

  bool take(Piece& piece, size_t& ticket) {
    const std::lock_guard lock(reading_);
    if (stopped_ || !reader_.next(piece)) return false;
    ticket = next_ticket_++;
    return true;
  }

  void finish(const Piece& piece, size_t ticket, Answerer& answerer) {
    Reply reply;
    answerer.answer(piece, reply);
    std::unique_lock lock(writing_);
    turn_.wait(lock, [&] { return written_ == ticket; });
    if (!stopped_ && !write_all(output_, reply.text)) stopped_ = true;
    result_.denied = result_.denied || reply.denied;
    result_.wrong = result_.wrong || !reply.wrong.empty();
    for (const WrongLine& wrong : reply.wrong) report(wrong);
    ++written_;
    turn_.notify_all();
  }

  void report(const WrongLine& wrong) {
    diagnostics_.add(DiagnosticKind::BadUsage, "no request that could be decided: " + wrong.error)
        .at(InputPosition{"standard input", wrong.line, 1})
        .help(wrong.help);
  }

  const Rules& rules_;
  LineReader reader_;
  int output_;
  Diagnostics& diagnostics_;
  std::vector<std::string> names_;  // of the rules, as JSON writes them
  std::mutex reading_, writing_;
  std::condition_variable turn_;
  size_t next_ticket_ = 0, written_ = 0;
  std::atomic<bool> stopped_ = false;  // nobody reads the answers
  Answered result_;
};

}  // namespace

Answered answer_lines(const Rules& rules, int input, int output, Diagnostics& diagnostics) {
  return Crew(rules, input, output, diagnostics).run();
}

}  // namespace berm::calls
