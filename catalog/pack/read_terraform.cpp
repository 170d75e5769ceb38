#include <algorithm>

#include "catalog/catalog.h"
#include "catalog/pack/read_data.h"

namespace berm::catalog::pack {
namespace {

// One line, and what stands indented below it.
struct Entry {
  std::string name;
  format::AttributeRow row{};
  uint16_t since = 0, until = 0;
  std::vector<Entry> nested;
};

AttributeType letter_type(const DataFile& file, char letter) {
  switch (letter) {
    case 's': return AttributeType::String;
    case 'n': return AttributeType::Number;
    case 'b': return AttributeType::Bool;
    case 'a': return AttributeType::Any;
    case 'o': return AttributeType::Object;
    case 'l': return AttributeType::List;
    case 't': return AttributeType::Set;
    case 'm': return AttributeType::Map;
    default: file.fail(std::string("no kind `") + letter + "`");
  }
}

void read_kind(const DataFile& file, std::string kind, format::AttributeRow& row) {
  for (; kind.ends_with('!') || kind.ends_with('^'); kind.pop_back()) {
    row.flags |= kind.back() == '!' ? format::kRequired : format::kComputedOnly;
  }
  bool collection = kind.size() == 3;
  if (!collection && kind.size() != 1) file.fail("no kind `" + kind + "`");
  AttributeType around = kind[0] == '['   ? AttributeType::List
                         : kind[0] == '<' ? AttributeType::Set
                                          : AttributeType::Map;
  AttributeType inner = letter_type(file, kind[collection ? 1 : 0]);
  row.type = static_cast<uint8_t>(collection ? around : inner);
  row.element = static_cast<uint8_t>(collection ? inner : AttributeType::Any);
}

// "3-5", or "5-" for something that is still there.
void read_majors(const std::string& text, Entry& entry) {
  size_t dash = text.find('-');
  entry.since = static_cast<uint16_t>(std::stoi(text.substr(0, dash)));
  entry.until = dash + 1 == text.size() ? 0 : static_cast<uint16_t>(std::stoi(text.substr(dash + 1)));
}

class TerraformReader {
 public:
  TerraformReader(const std::string& path, Image& image) : file_(path, image), image_(image) {}

  void read() {
    Entry root;
    std::vector<Entry*> path{&root};  // the last entry of each depth
    std::string line;
    while (file_.next(line)) {
      size_t depth = line.find_first_not_of(' ');
      if (depth + 1 > path.size()) file_.fail("indented too far");
      // One type at a time: the entries above the line may move while their neighbours are added.
      if (depth == 0) write_types(root);
      path.resize(depth + 1);
      path.back()->nested.push_back(read_line(line.substr(depth), *path.back()));
      path.push_back(&path.back()->nested.back());
    }
    write_types(root);
  }

 private:
  Entry read_line(const std::string& text, const Entry& parent) {
    std::vector<std::string> parts = fields(text, ' ');
    if (parts.size() < 2) file_.fail("name and kind belong here");
    Entry entry{parts[0], {}, parent.since, parent.until, {}};
    read_kind(file_, parts[1], entry.row);
    if (parts.size() > 2) read_majors(parts[2], entry);
    return entry;
  }

  void write_types(Entry& root) {
    for (const Entry& type : root.nested) {
      image_.terraform_types.push_back({image_.string(type.name), group(type), type.since, type.until});
    }
    root.nested.clear();
  }

  uint32_t group(const Entry& entry) {
    std::vector<format::AttributeRow> rows;
    for (const Entry& nested : entry.nested) {
      format::AttributeRow row = nested.row;
      row.name = image_.string(nested.name);
      row.since = nested.since;
      row.until = nested.until;
      row.nested = group(nested);
      if (row.nested != 0) row.flags |= format::kBlock;
      rows.push_back(row);
    }
    return image_.group(rows);
  }

  DataFile file_;
  Image& image_;
};

}  // namespace

void read_terraform(const std::string& path, Image& image) { TerraformReader(path, image).read(); }

}  // namespace berm::catalog::pack
