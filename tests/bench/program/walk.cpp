// walk FILE: what `berm sim` is measured against. Loads JSON lines and walks each with simdjson on-demand, the plain
// way.
#include <simdjson.h>

#include <cstdio>

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: walk FILE\n");
    return 3;
  }
  try {
    simdjson::padded_string text = simdjson::padded_string::load(arguments[1]);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document_stream lines = parser.iterate_many(text);
    size_t seen = 0, bytes = 0;
    for (auto line : lines) {
      for (auto member : line.get_object()) {
        bytes += member.unescaped_key().value().size();
        if (member.value().type() == simdjson::ondemand::json_type::string)
          bytes += member.value().get_string().value().size();
      }
      ++seen;
    }
    std::printf("%zu lines, %zu bytes\n", seen, bytes);
  } catch (const simdjson::simdjson_error& error) {
    std::fprintf(stderr, "walk: %s: %s\n", arguments[1], error.what());
    return 3;
  }
}
