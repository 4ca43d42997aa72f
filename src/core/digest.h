// SHA-256, and the SHA-1 that git names its objects by; by OpenSSL.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace polhist {

// The digest of `bytes` as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

// SHA-256 of bytes that come one part after another.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    Sha256(Sha256&&) = delete;
    Sha256& operator=(Sha256&&) = delete;

    void add(std::string_view bytes);

    // The digest of all that was added, once.
    std::string hex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// The SHA-1 of `first` and then `second`. For names that git gives, and for nothing else.
std::array<std::uint8_t, 20> sha1(std::string_view first, std::string_view second);

} // namespace polhist
