#include "tests/conformance/scp/reference.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

namespace berm::conformance {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

bool is_none(const std::string& cell) { return cell == "-"; }

Case case_of(const std::vector<std::string>& cells) {
  Case one{cells.at(0), cells.at(1), split(cells.at(2), ','), {}, {}};
  if (!is_none(cells.at(3))) {
    for (const std::string& number : split(cells[3], ',')) one.statements.push_back(std::stoul(number));
  }
  if (is_none(cells.at(4))) return one;
  for (const std::string& pair : split(cells[4], ';')) {
    const size_t at = pair.find(" => ");
    one.substitutions.emplace_back(pair.substr(0, at), pair.substr(at + 4));
  }
  return one;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// A correction that no longer finds what it corrects is an error: the fixture has changed.
std::string correct(std::string& text, const std::string& id, const std::filesystem::path& folder) {
  for (const auto& cells : read_tsv(folder / "corrections.tsv")) {
    if (cells.at(0) != id) continue;
    const std::regex find(cells.at(1));
    if (!std::regex_search(text, find)) return "nothing to correct by " + cells[1];
    text = std::regex_replace(text, find, is_none(cells.at(2)) ? "" : cells[2]);
  }
  return "";
}

void keep_compared(access::Document& document, const std::vector<size_t>& wanted) {
  std::vector<access::Statement> kept;
  for (size_t i = 0; i < document.statements.size(); ++i) {
    access::Statement& statement = document.statements[i];
    const bool listed = wanted.empty() || std::find(wanted.begin(), wanted.end(), i + 1) != wanted.end();
    if (!listed || statement.effect != access::Effect::Deny) continue;
    statement.principals.clear();
    kept.push_back(std::move(statement));
  }
  document.statements = std::move(kept);
}

}  // namespace

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::vector<std::string>> read_tsv(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream in(read_text(path));
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') rows.push_back(split(line, '\t'));
  }
  return rows;
}

std::vector<Case> read_cases(const std::filesystem::path& folder) {
  std::vector<Case> cases;
  for (const auto& cells : read_tsv(folder / "mapping.tsv")) cases.push_back(case_of(cells));
  return cases;
}

std::filesystem::path policies_folder() {
  const char* fixtures = std::getenv("BERM_FIXTURES");
  const std::filesystem::path root = fixtures ? fixtures : BERM_SOURCE_DIR "/../shared/fixtures";
  return root / "policies";
}

Reference read_reference(const Case& one, const std::filesystem::path& folder) {
  std::string text = read_text(policies_folder() / one.path);
  for (const auto& [from, to] : one.substitutions) replace_all(text, from, to);
  Reference reference;
  reference.error = correct(text, one.id, folder);
  if (!reference.error.empty()) return reference;
  access::ReadResult read = access::read_policy(text);
  reference.error = read.error;
  reference.document = std::move(read.document);
  if (reference.document) keep_compared(*reference.document, one.statements);
  return reference;
}

}  // namespace berm::conformance
