// A set of the numbers from 0 to some size, a bit for each.

#pragma once

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace polhist::access {

class Bits {
public:
    Bits() = default;

    explicit Bits(std::size_t size) : words_((size + word_bits - 1) / word_bits, 0) {}

    [[nodiscard]] bool operator[](std::size_t at) const {
        return ((words_[at / word_bits] >> (at % word_bits)) & 1U) != 0;
    }

    void add(std::size_t at) { words_[at / word_bits] |= std::uint64_t{1} << (at % word_bits); }

    void remove(std::size_t at) {
        words_[at / word_bits] &= ~(std::uint64_t{1} << (at % word_bits));
    }

    [[nodiscard]] bool empty() const {
        for (const std::uint64_t word : words_) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    // Both have the same size.
    [[nodiscard]] bool has_all(const Bits& other) const {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if ((other.words_[i] & ~words_[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    // Adds what is only in the other, takes away what is in both.
    Bits& operator^=(const Bits& other) {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            words_[i] ^= other.words_[i];
        }
        return *this;
    }

    // Gives each number of the set to `visit`, in order.
    template <typename Visit>
    void for_each(Visit visit) const {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            for (std::uint64_t left = words_[i]; left != 0; left &= left - 1) {
                visit(i * word_bits + static_cast<std::size_t>(std::countr_zero(left)));
            }
        }
    }

    auto operator<=>(const Bits&) const = default;

    [[nodiscard]] std::size_t hash() const {
        std::uint64_t hash = 0xcbf29ce484222325ULL;
        for (const std::uint64_t word : words_) {
            hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
            hash ^= hash >> 32U;
        }
        return hash;
    }

private:
    static constexpr std::size_t word_bits = 64;

    std::vector<std::uint64_t> words_;
};

struct BitsHash {
    std::size_t operator()(const Bits& bits) const { return bits.hash(); }
};

} // namespace polhist::access
