#include "runtime/calls/legs.h"

#include "base/text.h"
#include "program/program.h"

namespace berm::calls {
namespace {

constexpr size_t kStrictBonus = 1 << 16;  // more than any form has letters

// The next piece before a `/` or `:`, which is taken off too and returned; 0 at the end.
char next_piece(std::string_view& rest, std::string_view& piece) {
  const size_t at = rest.find_first_of("/:");
  piece = rest.substr(0, at);
  const char separator = at == std::string_view::npos ? '\0' : rest[at];
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return separator;
}

// Piece by piece: nothing that differs holds a separator.
bool fits_strictly(std::string_view glob, std::string_view text) {
  for (;;) {
    std::string_view wanted, given;
    const char after = next_piece(glob, wanted);
    if (after != next_piece(text, given) || !glob_match(wanted, given)) return false;
    if (after == '\0') return true;
  }
}

bool part_fits(std::string_view glob, std::string_view written, std::string_view given) {
  return glob_match(glob, given) || glob_match(given, written);
}

// How closely an ARN fits the form; 0: not at all.
size_t fit(const Code& code, const fb::CallForm& form, const ArnParts& arn) {
  if (!part_fits(code.text(form.service_glob()), code.text(form.service()), arn[2])) return 0;
  if (!part_fits(code.text(form.region_glob()), code.text(form.region()), arn[3])) return 0;
  if (!part_fits(code.text(form.account_glob()), code.text(form.account()), arn[4])) return 0;
  const std::string_view glob = code.text(form.resource_glob());
  if (!glob_match(glob, arn[5])) return 0;
  return 1 + glob.size() + (fits_strictly(glob, arn[5]) ? kStrictBonus : 0);
}

}  // namespace

uint32_t leg_type_named(const Code& code, const fb::CallLegs& legs, std::string_view name) {
  for (uint32_t i = 0; i < legs.types().count(); ++i) {
    const uint32_t type = legs.types().begin() + i;
    if (code.text(code.fb().leg_types()->Get(type)->name()) == name) return type;
  }
  return program::kNone;
}

uint32_t leg_type_of_arn(const Code& code, const fb::CallLegs& legs, const ArnParts& arn) {
  if (arn[0] != "arn") return program::kNone;
  uint32_t best = program::kNone;
  size_t best_fit = 0;
  for (uint32_t i = 0; i < legs.types().count(); ++i) {
    const uint32_t type = legs.types().begin() + i;
    const fb::Slice& forms = code.fb().leg_types()->Get(type)->forms();
    for (uint32_t j = 0; j < forms.count(); ++j) {
      const size_t found = fit(code, *code.fb().forms()->Get(forms.begin() + j), arn);
      if (found <= best_fit) continue;
      best = type;
      best_fit = found;
    }
  }
  return best;
}

}  // namespace berm::calls
