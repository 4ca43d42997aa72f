#include "index/bytes.h"

namespace polhist::index {
namespace {

constexpr unsigned bits = 7;
constexpr std::uint64_t more = 0x80;
constexpr std::string_view digits = "0123456789abcdef";

std::uint64_t little_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        value = value << 8U | static_cast<unsigned char>(bytes[i]);
    }
    return value;
}

bool is_hexadecimal(std::string_view text) {
    return text.size() % 2 == 0 && text.find_first_not_of(digits) == std::string_view::npos;
}

} // namespace

Encoder& Encoder::number(std::uint64_t value) {
    while (value >= more) {
        bytes_ += static_cast<char>(value | more);
        value >>= bits;
    }
    bytes_ += static_cast<char>(value);
    return *this;
}

Encoder& Encoder::word(std::uint32_t value) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
        bytes_ += static_cast<char>(value >> shift);
    }
    return *this;
}

Encoder& Encoder::wide(std::uint64_t value) {
    return word(static_cast<std::uint32_t>(value)).word(static_cast<std::uint32_t>(value >> 32U));
}

Encoder& Encoder::text(std::string_view value) {
    number(value.size());
    bytes_ += value;
    return *this;
}

Encoder& Encoder::texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const std::string& value : values) {
        text(value);
    }
    return *this;
}

Encoder& Encoder::bare(std::string_view value) {
    bytes_ += value;
    return *this;
}

Encoder& Encoder::hex(std::string_view value) {
    const bool packed = is_hexadecimal(value);
    number(packed ? 1 : 0);
    if (!packed) {
        return text(value);
    }
    number(value.size() / 2);
    for (std::size_t i = 0; i < value.size(); i += 2) {
        bytes_ += static_cast<char>(digits.find(value[i]) << 4U | digits.find(value[i + 1]));
    }
    return *this;
}

Encoder& Encoder::maybe(std::optional<std::int64_t> value) {
    number(value ? 1 : 0);
    return value ? wide(static_cast<std::uint64_t>(*value)) : *this;
}

std::string_view Decoder::take(std::size_t size) {
    if (!good_ || size > rest_.size()) {
        fail();
        return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
}

void Decoder::fail() {
    good_ = false;
    rest_ = {};
}

std::uint64_t Decoder::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += bits) {
        const std::string_view byte = take(1);
        if (byte.empty()) {
            return 0;
        }
        const std::uint64_t part = static_cast<unsigned char>(byte.front());
        value |= (part & (more - 1)) << shift;
        if (part < more) {
            return value;
        }
    }
    fail();
    return 0;
}

std::uint32_t Decoder::word() {
    return static_cast<std::uint32_t>(little_endian(take(sizeof(std::uint32_t))));
}

std::uint64_t Decoder::wide() {
    return little_endian(take(sizeof(std::uint64_t)));
}

std::string_view Decoder::text() {
    return take(number());
}

std::vector<std::string> Decoder::texts() {
    std::vector<std::string> values(count());
    for (std::string& value : values) {
        value = text();
    }
    return values;
}

std::string Decoder::hex() {
    if (below(2) == 0) {
        return std::string(text());
    }
    const std::string_view packed = take(number());
    std::string found(2 * packed.size(), '0');
    for (std::size_t i = 0; i < packed.size(); ++i) {
        const auto byte = static_cast<unsigned char>(packed[i]);
        found[2 * i] = digits[byte >> 4U];
        found[2 * i + 1] = digits[byte & 0xFU];
    }
    return found;
}

std::optional<std::int64_t> Decoder::maybe() {
    return below(2) == 0 ? std::nullopt : std::optional(static_cast<std::int64_t>(wide()));
}

std::size_t Decoder::count() {
    return below(rest_.size() + 1);
}

std::size_t Decoder::below(std::size_t end) {
    const std::uint64_t value = number();
    if (value >= end) {
        fail();
        return 0;
    }
    return value;
}

} // namespace polhist::index
