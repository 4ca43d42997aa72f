#include "judge/scalar.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cstdlib>
#include <ctime>

namespace polhist::judge {

std::optional<long double> number_of(std::string_view text) {
    const std::string copy(text);
    char* end = nullptr;
    const long double number = std::strtold(copy.c_str(), &end);
    const bool plain = copy.find_first_not_of("+-.0123456789eE") == std::string::npos;
    return plain && !copy.empty() && *end == '\0' ? std::optional(number) : std::nullopt;
}

std::optional<long double> date_of(std::string_view text) {
    const std::string copy(text);
    std::tm time{};
    const char* rest = strptime(copy.c_str(), "%Y-%m-%d", &time);
    if (rest == nullptr) {
        const bool whole = copy.find_first_not_of("-0123456789") == std::string::npos;
        return whole ? number_of(text) : std::nullopt;
    }
    long double offset = 0;
    long double fraction = 0;
    if (*rest == 'T') {
        rest = strptime(rest, "T%H:%M:%S", &time);
        if (rest == nullptr) {
            return std::nullopt;
        }
        if (*rest == '.') {
            char* end = nullptr;
            fraction = std::strtold(rest, &end);
            rest = end;
        }
        if (*rest == '+' || *rest == '-') {
            const long double hours = std::strtold(std::string(rest, 3).c_str(), nullptr);
            offset = hours * 3600;
            rest += 6;
        } else if (*rest == 'Z') {
            ++rest;
        }
    }
    return *rest == '\0'
               ? std::optional(static_cast<long double>(timegm(&time)) + fraction - offset)
               : std::nullopt;
}

std::optional<Network> network_of(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string host(text.substr(0, slash));
    Network network;
    network.family = host.find(':') == std::string::npos ? AF_INET : AF_INET6;
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(network.family, host.c_str(), bytes.data()) != 1) {
        return std::nullopt;
    }
    std::size_t length = network.family == AF_INET ? 32 : 128;
    if (slash != std::string_view::npos) {
        const std::string digits(text.substr(slash + 1));
        const bool plain = digits.find_first_not_of("0123456789") == std::string::npos;
        if (digits.empty() || digits.size() > 3 || !plain || std::stoul(digits) > length) {
            return std::nullopt;
        }
        length = std::stoul(digits);
    }
    for (std::size_t bit = 0; bit < length; ++bit) {
        network.bits += ((bytes.at(bit / 8) >> (7 - bit % 8)) & 1) != 0 ? '1' : '0';
    }
    return network;
}

std::optional<std::string> binary_of(std::string_view text) {
    const bool whole = text.size() % 4 == 0;
    while (whole && text.ends_with('=')) {
        text.remove_suffix(1);
    }
    const bool plain = std::ranges::all_of(
        text, [](char byte) { return std::isalnum(static_cast<unsigned char>(byte)) != 0; });
    return whole && plain ? std::optional(std::string(text)) : std::nullopt;
}

} // namespace polhist::judge
