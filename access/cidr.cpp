#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "access/evaluate.h"

namespace berm::access {
namespace {

bool parse_address(std::string_view text, Cidr& out) {
  std::string terminated(text);
  if (terminated.find('\0') != std::string::npos) return false;
  out.v6 = text.find(':') != std::string_view::npos;
  return inet_pton(out.v6 ? AF_INET6 : AF_INET, terminated.c_str(), out.bytes) == 1;
}

bool parse_prefix(std::string_view text, unsigned widest, uint8_t& out) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && out <= widest;
}

bool same_leading_bits(const Cidr& a, const Cidr& b, unsigned count) {
  if (!std::equal(a.bytes, a.bytes + count / 8, b.bytes)) return false;
  unsigned rest = count % 8;
  if (rest == 0) return true;
  unsigned mask = (0xFFu << (8 - rest)) & 0xFFu;
  return ((a.bytes[count / 8] ^ b.bytes[count / 8]) & mask) == 0;
}

}  // namespace

std::optional<Cidr> parse_cidr(std::string_view text) {
  size_t slash = text.find('/');
  Cidr cidr;
  if (!parse_address(text.substr(0, slash), cidr)) return std::nullopt;
  unsigned widest = cidr.v6 ? 128 : 32;
  cidr.prefix = static_cast<uint8_t>(widest);
  if (slash == std::string_view::npos) return cidr;
  if (!parse_prefix(text.substr(slash + 1), widest, cidr.prefix)) return std::nullopt;
  return cidr;
}

bool covers(const Cidr& outer, const Cidr& inner) {
  return outer.v6 == inner.v6 && outer.prefix <= inner.prefix && same_leading_bits(outer, inner, outer.prefix);
}

bool overlaps(const Cidr& a, const Cidr& b) { return covers(a, b) || covers(b, a); }

}  // namespace berm::access
