#include "access/points.h"

#include <algorithm>
#include <arpa/inet.h>
#include <optional>

namespace polhist::access {
namespace {

std::string address_text(const Network& network) {
    std::string text(INET6_ADDRSTRLEN, '\0');
    inet_ntop(network.v6 ? AF_INET6 : AF_INET,
              network.address.data(),
              text.data(),
              static_cast<socklen_t>(text.size()));
    return text.c_str();
}

Network half_of(const Network& whole, bool upper) {
    Network half = whole;
    ++half.length;
    if (upper) {
        auto& byte = half.address.at(whole.length / 8);
        byte = static_cast<std::uint8_t>(byte | (0x80U >> (whole.length % 8)));
    }
    return half;
}

// An address of `network` that is in none of `others`, which do not contain it.
std::optional<std::string> address_outside(const Network& network,
                                           const std::vector<Network>& others) {
    bool meets = false;
    for (const Network& other : others) {
        if (other.contains(network)) {
            return std::nullopt;
        }
        meets = meets || network.contains(other);
    }
    if (!meets) {
        return address_text(network);
    }
    const auto upper = address_outside(half_of(network, true), others);
    return upper ? upper : address_outside(half_of(network, false), others);
}

std::vector<Network> inside(const Network& network, const std::vector<Network>& all) {
    std::vector<Network> found;
    std::ranges::copy_if(all, std::back_inserter(found), [&](const Network& other) {
        return network.contains(other) && !(network == other);
    });
    return found;
}

void add_addresses(const std::vector<Network>& networks, std::vector<std::string>& out) {
    for (const char* usual : {"203.0.113.10", "2001:db8::10", "10.0.0.10"}) {
        out.emplace_back(usual);
    }
    std::vector<Network> pieces = networks;
    pieces.push_back(parse_network("0.0.0.0/0").value());
    pieces.push_back(parse_network("::/0").value());
    for (const Network& piece : pieces) {
        if (auto address = address_outside(piece, inside(piece, networks))) {
            out.push_back(std::move(*address));
        }
    }
}

void add_dates(std::vector<Instant> dates, std::vector<std::string>& out) {
    constexpr std::int64_t day = 86'400'000'000;
    std::ranges::sort(dates);
    for (std::size_t i = 0; i < dates.size(); ++i) {
        const std::int64_t at = dates[i].microseconds;
        const bool last = i + 1 == dates.size();
        const std::int64_t next = last ? at + 2 * day : dates[i + 1].microseconds;
        for (const std::int64_t point : {at - day, at, at + (next - at) / 2}) {
            out.push_back(format_instant(Instant{point}));
        }
    }
}

} // namespace

void Points::add(const Predicate& predicate) {
    texts_.push_back(predicate.text);
    if (const auto* number = std::get_if<Decimal>(&predicate.value)) {
        numbers_.push_back(*number);
    } else if (const auto* date = std::get_if<Instant>(&predicate.value)) {
        dates_.push_back(*date);
    } else if (const auto* network = std::get_if<Network>(&predicate.value)) {
        networks_.push_back(*network);
    }
}

std::vector<std::string> Points::candidates(bool& complete) const {
    std::vector<std::string> found;
    if (!numbers_.empty()) {
        complete = between(numbers_, found) && complete;
    }
    if (!networks_.empty()) {
        add_addresses(networks_, found);
    }
    if (!dates_.empty()) {
        add_dates(dates_, found);
    }
    found.insert(found.end(), texts_.begin(), texts_.end());
    if (numbers_.empty() && networks_.empty() && dates_.empty()) {
        found.insert(found.end(), {"1", "2021-08-11T00:00:00Z", "203.0.113.10"});
    }
    return found;
}

} // namespace polhist::access
