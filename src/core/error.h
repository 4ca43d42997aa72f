// Expected failures as values.
//
// An Error is one finished line for a person: where it went wrong (`FILE:LINE:COLUMN` when a file
// is to blame), what is wrong with what, and what to do. Exceptions never cross a folder; `assert`
// is for our own mistakes.

#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace polhist {

struct Error {
    std::string message;
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(std::string message) {
    return tl::make_unexpected(Error{std::move(message)});
}

} // namespace polhist
