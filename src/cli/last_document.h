// The document that a line of a batch ended with, kept for the line after it.
//
// Pairs of neighbours mostly come one after another: what is `new` in a line is `old` in the next,
// byte for byte. It is then neither parsed nor read again.

#pragma once

#include "answers/comparison.h"
#include "json/tree.h"

#include <optional>
#include <string>
#include <string_view>

namespace polhist::cli {

class LastDocument {
public:
    // The line with `0` in the place of its `old`, if that is the document kept; else nothing. If
    // the shorter line cannot be answered, the whole one says why. Has to be asked for each line,
    // before `find`.
    std::optional<std::string> shorten(std::string_view line);

    // The document that a value stands for in a line that was shortened.
    [[nodiscard]] const answers::Endpoint* find(const json::Value& value) const;

    // Keeps the document that was read from a value, unless it has warnings, which tell places.
    void keep(const json::Value& value, const answers::Endpoint& read);

private:
    std::string text_; // empty: none is kept
    answers::Endpoint document_;
    std::optional<std::size_t> stands_at_; // the `0` in the line that was shortened
};

} // namespace polhist::cli
