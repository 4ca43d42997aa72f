// Numbers and texts as bytes of the index: little-endian, each text behind its length.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::index {

class Encoder {
public:
    Encoder& number(std::uint64_t value); // as few bytes as it takes, seven bits in each
    Encoder& word(std::uint32_t value);   // four bytes
    Encoder& wide(std::uint64_t value);   // eight bytes
    Encoder& text(std::string_view value);
    Encoder& texts(const std::vector<std::string>& values);

    // Bytes that tell by themselves where they end.
    Encoder& bare(std::string_view value);

    // A text that is mostly hexadecimal digits, in half the bytes.
    Encoder& hex(std::string_view value);

    // A number that may be less than zero, or not there.
    Encoder& maybe(std::optional<std::int64_t> value);

    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

// Reads what an Encoder wrote. Bytes that are none of it make it fail, for good: from then on it
// gives zeros and empty texts, and `good` says so. It never reads past the end.
class Decoder {
public:
    explicit Decoder(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t number();
    std::uint32_t word();
    std::uint64_t wide();
    std::string_view text();
    std::vector<std::string> texts();
    std::string hex();
    std::optional<std::int64_t> maybe();

    // A number of things that take at least a byte each, so that nobody can ask for more room than
    // there are bytes.
    std::size_t count();

    // A number less than `end`.
    std::size_t below(std::size_t end);

    void fail();

    [[nodiscard]] bool good() const { return good_; }

    // Whether all was read, and nothing of it was wrong.
    [[nodiscard]] bool done() const { return good_ && rest_.empty(); }

private:
    std::string_view take(std::size_t size);

    std::string_view rest_;
    bool good_ = true;
};

} // namespace polhist::index
