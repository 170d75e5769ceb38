// Text with holes: what makes one instance of a resource differ from the next. Writing many instances is then mostly
// copying.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace berm::bench {

// What the holes of one resource are filled from.
struct Instance {
  uint64_t seed = 0;
  uint64_t stack = 0;   // of which stack
  uint64_t number = 0;  // which instance of it
  uint64_t index = 0;   // of a counted resource in it
};

// Well mixed, for choices of one instance that have nothing to do with each other.
uint64_t mixed(const Instance& instance, uint64_t label);

// Holes, written `<NAME…>`; `"<#NAME…>"` leaves the quotes out:
//   key n i                 the instance's name and number, the resource's index
//   account region env team month release
//   release+                the release behind it
//   hex:LABEL:N upper:LABEL:N uuid:LABEL   identifiers, the same for the same label in one instance; a label that ends
//                           in `_i` differs by index
//   digits:LABEL:N octet:LABEL pick:LABEL:A|B|…
//   gt                      `>` as Terraform writes it
class Text {
 public:
  Text() = default;
  // Throws std::invalid_argument for a hole that is none.
  explicit Text(std::string_view text);
  void write(const Instance& instance, std::string& out) const;
  // Whether some hole differs between instances.
  static bool varies(std::string_view text);

 private:
  enum class Hole : uint8_t {
    End,
    Key,
    Number,
    Index,
    Env,
    Team,
    Month,
    Release,
    NextRelease,
    Hex,
    Upper,
    Uuid,
    Digits,
    Octet,
    Pick
  };
  struct Piece {
    std::string before;
    Hole hole = Hole::End;
    uint64_t label = 0;
    bool by_index = false;
    size_t size = 0;                   // Hex, Upper, Digits
    std::vector<std::string> choices;  // Pick
  };
  void add(std::string_view hole);
  static void fill(const Piece& piece, const Instance& instance, std::string& out);
  std::vector<Piece> pieces_;
  std::string literal_;  // gathered before the next hole
};

}  // namespace berm::bench
