// A value or an Error.

#pragma once

#include <polhist/error.h>

#include <stdexcept>
#include <utility>
#include <variant>

namespace polhist::api {

// Thrown by Result::value where there is an error. `what()` is its message.
class BadResult : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

// Holds a T or an Error, and owns it. Functions that return one throw nothing but std::bad_alloc.
//
// Example:
//     auto document = Document::parse(text);
//     if (!document) {
//         std::cerr << document.error().message << '\n';
//     }
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}

    Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const { return held_.index() == 0; }

    explicit operator bool() const { return has_value(); }

    // The value. Throws BadResult where there is an error.
    [[nodiscard]] const T& value() const& {
        require_value();
        return std::get<0>(held_);
    }

    [[nodiscard]] T value() && {
        require_value();
        return std::get<0>(std::move(held_));
    }

    // The same as value().
    const T& operator*() const& { return value(); }

    T operator*() && { return std::move(*this).value(); }

    const T* operator->() const { return &value(); }

    // The error. Throws std::bad_variant_access where there is a value.
    [[nodiscard]] const Error& error() const& { return std::get<1>(held_); }

    [[nodiscard]] Error error() && { return std::get<1>(std::move(held_)); }

private:
    void require_value() const {
        if (!has_value()) {
            throw BadResult(std::get<1>(held_).message);
        }
    }

    std::variant<T, Error> held_;
};

} // namespace polhist::api
