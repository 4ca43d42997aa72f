#include "net/address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <string>

namespace polhist::net {
namespace {

struct Block4 {
    std::uint32_t network;
    int bits;
};

constexpr std::array<Block4, 14> nearby4{{
    {0x00000000, 8},  // this network
    {0x0a000000, 8},  // private
    {0x64400000, 10}, // shared with a carrier
    {0xa9fe0000, 16}, // link-local, also where clouds keep credentials
    {0xac100000, 12}, // private
    {0xc0000000, 24}, // protocol assignments
    {0xc0000200, 24}, // documentation
    {0xc0586300, 24}, // relays
    {0xc0a80000, 16}, // private
    {0xc6120000, 15}, // benchmarks
    {0xc6336400, 24}, // documentation
    {0xcb007100, 24}, // documentation
    {0xe0000000, 4},  // multicast
    {0xf0000000, 4},  // reserved, broadcast
}};

Reach reach_of4(std::uint32_t address) {
    constexpr std::uint32_t loopback = 127;
    if (address >> 24U == loopback) {
        return Reach::loopback;
    }
    const auto inside = [&](const Block4& block) {
        return (address ^ block.network) >> static_cast<unsigned>(32 - block.bits) == 0;
    };
    return std::ranges::any_of(nearby4, inside) ? Reach::nearby : Reach::everywhere;
}

std::uint32_t read4(const std::uint8_t* bytes) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return ntohl(value);
}

Reach reach_of6(const in6_addr& address) {
    const std::uint8_t* bytes = static_cast<const std::uint8_t*>(address.s6_addr);
    const auto starts = [&](std::initializer_list<int> beginning) {
        return std::equal(beginning.begin(), beginning.end(), bytes);
    };
    if (IN6_IS_ADDR_LOOPBACK(&address)) {
        return Reach::loopback;
    }
    // IPv4 as it stands inside of IPv6: mapped, behind NAT64, 6to4.
    if (IN6_IS_ADDR_V4MAPPED(&address) || starts({0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) {
        return reach_of4(read4(bytes + 12));
    }
    if (starts({0x20, 0x02})) {
        return reach_of4(read4(bytes + 2));
    }
    // What is given out to the world today is 2000::/3; of it 2001::/23 and 2001:db8::/32 are not.
    const bool global = (bytes[0] & 0xe0U) == 0x20;
    const bool special =
        starts({0x20, 0x01}) && ((bytes[2] & 0xfeU) == 0 || starts({0x20, 0x01, 0x0d, 0xb8}));
    return global && !special ? Reach::everywhere : Reach::nearby;
}

} // namespace

Reach reach_of(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, &address, sizeof four);
        return reach_of4(ntohl(four.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 six{};
        std::memcpy(&six, &address, sizeof six);
        return reach_of6(six.sin6_addr);
    }
    return Reach::nearby;
}

Reach reach_of_host(std::string_view host) {
    std::string name(host);
    if (name.starts_with('[') && name.ends_with(']')) {
        name = name.substr(1, name.size() - 2);
    }
    in_addr four{};
    in6_addr six{};
    if (inet_pton(AF_INET, name.c_str(), &four) == 1) {
        return reach_of4(ntohl(four.s_addr));
    }
    if (inet_pton(AF_INET6, name.c_str(), &six) == 1) {
        return reach_of6(six);
    }
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    return name == "localhost" || name.ends_with(".localhost") ? Reach::loopback
                                                               : Reach::everywhere;
}

} // namespace polhist::net
