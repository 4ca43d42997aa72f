// A file descriptor that is closed at the end, at the latest.

#pragma once

#include <cstddef>

namespace polhist {

class Descriptor {
public:
    // Takes over an open descriptor; a negative number is none, as `open` gives it on failure.
    explicit Descriptor(int number) : number_(number) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();

    [[nodiscard]] int number() const { return number_; }

    // Whether closing it now went well: only then is what was written taken.
    bool close();

private:
    int number_;
};

// Reads once, waiting where nothing is there yet. Gives the count, 0 at the end; -1 with `errno`.
std::ptrdiff_t read_some(int descriptor, char* to, std::size_t size);

} // namespace polhist
