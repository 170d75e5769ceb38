// Makes small ir expressions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"

namespace berm::check {

const ir::Expr* make_text(ir::Module& module, std::string text, ir::Type type, Span span);
const ir::Expr* make_texts(ir::Module& module, const std::vector<std::string>& texts, Span span);
const ir::Expr* make_key(ir::Module& module, std::string key, ir::Type type, Span span, bool multivalued = false);
const ir::Expr* make(ir::Module& module, ir::Op op, ir::Type type, std::vector<const ir::Expr*> children, Span span);
// key == text, key like pattern
const ir::Expr* key_equal(ir::Module& module, std::string key, ir::Type type, std::string text, Span span);
const ir::Expr* key_like(ir::Module& module, std::string key, ir::Type type, std::string pattern, Span span);

// key == true
const ir::Expr* key_true(ir::Module& module, std::string key, Span span);
// The key has one of the values; of one value, key == value.
const ir::Expr* key_in(ir::Module& module, std::string key, ir::Type type, const std::vector<std::string>& values,
                       Span span);
const ir::Expr* key_missing(ir::Module& module, std::string key, ir::Type type, Span span);

// Null stands for true: `and_of` leaves it out, the negation of it is not made by these.
const ir::Expr* and_of(ir::Module& module, const std::vector<const ir::Expr*>& conditions, Span span);
// `conditions` has no null.
const ir::Expr* or_of(ir::Module& module, const std::vector<const ir::Expr*>& conditions, Span span);
// Without a span where nobody wrote the negation, as in an exception.
const ir::Expr* not_of(ir::Module& module, const ir::Expr* condition, Span span = {});

}  // namespace berm::check
