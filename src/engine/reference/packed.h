// The tables of actions as they stand in the program: see embed_actions.py.

#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace polhist::reference {

// Where a deflated text stands among the bytes, and how long it is once inflated.
struct PackedText {
    std::size_t begin;
    std::size_t size;
    std::size_t inflated;
};

struct PackedService {
    std::string_view name; // lower case, as all are
    PackedText text;
};

std::span<const unsigned char> packed_bytes();

// What the texts of services point back to.
const PackedText& dictionary();

std::span<const PackedService> packed_services(); // sorted by name

} // namespace polhist::reference
