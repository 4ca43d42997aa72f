// Which addresses of the network lie on this machine or in a private network.

#pragma once

#include <string_view>

struct sockaddr;

namespace polhist::net {

enum class Reach {
    everywhere,
    loopback, // this machine
    nearby,   // private, link-local, shared, multicast, reserved: nothing that the world can reach
};

// Of an IPv4 or IPv6 address; IPv4 inside of IPv6 counts as what it is. Any other family: nearby.
// Sources: the IANA registries of special-purpose IPv4 and IPv6 addresses.
Reach reach_of(const sockaddr& address);

// Of a host as a URL has it. A name other than `localhost` is `everywhere` as far as anybody knows
// before it is looked up.
Reach reach_of_host(std::string_view host);

} // namespace polhist::net
