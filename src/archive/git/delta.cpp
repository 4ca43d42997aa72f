#include "git/delta.h"

#include "git/common.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

namespace polhist::git {
namespace {

constexpr std::size_t block = 16;
constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

std::uint32_t hash_of(const char* bytes) {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::memcpy(&low, bytes, sizeof low);
    std::memcpy(&high, bytes + sizeof low, sizeof high);
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U;
    constexpr unsigned top = 32;
    return static_cast<std::uint32_t>(((low * odd) ^ (high + odd) * 0xc2b2ae3d27d4eb4fU) >> top);
}

// Where blocks of the base are, by their hash; the first of equal ones.
class Blocks {
public:
    explicit Blocks(std::string_view base) {
        std::size_t slots = 64;
        while (slots < base.size() / block * 2) {
            slots *= 2;
        }
        mask_ = slots - 1;
        places_.assign(slots, nowhere);
        for (std::size_t at = 0; at + block <= base.size(); at += block) {
            std::uint32_t& place = places_[hash_of(base.data() + at) & mask_];
            if (place == nowhere) {
                place = static_cast<std::uint32_t>(at);
            }
        }
    }

    [[nodiscard]] std::uint32_t find(const char* bytes) const {
        return places_[hash_of(bytes) & mask_];
    }

private:
    std::size_t mask_ = 0;
    std::vector<std::uint32_t> places_;
};

void append_size(std::string& out, std::size_t size) {
    while (size >= 0x80) {
        out += static_cast<char>(0x80U | (size & 0x7fU));
        size >>= 7U;
    }
    out += static_cast<char>(size);
}

void append_insertion(std::string& out, std::string_view text) {
    constexpr std::size_t longest = 127;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, longest);
        out += static_cast<char>(part.size());
        out += part;
        text.remove_prefix(part.size());
    }
}

void append_copy(std::string& out, std::size_t offset, std::size_t size) {
    constexpr std::size_t longest = 0x10000;
    while (size > 0) {
        const std::size_t part = std::min(size, longest);
        const std::size_t stated = part == longest ? 0 : part;
        const std::size_t command = out.size();
        unsigned flags = 0x80;
        out += '\0';
        for (unsigned i = 0; i < 4; ++i) {
            const auto byte = static_cast<unsigned char>(offset >> (8 * i));
            if (byte != 0) {
                flags |= 1U << i;
                out += static_cast<char>(byte);
            }
        }
        for (unsigned i = 0; i < 3; ++i) {
            const auto byte = static_cast<unsigned char>(stated >> (8 * i));
            if (byte != 0) {
                flags |= 0x10U << i;
                out += static_cast<char>(byte);
            }
        }
        out[command] = static_cast<char>(flags);
        offset += part;
        size -= part;
    }
}

// Says the middle of the target, of which neither front nor end is the base's.
class Middle {
public:
    Middle(std::string_view base, std::string_view target, std::string& out, std::size_t most)
        : base_(base),
          target_(target),
          out_(out),
          most_(most) {}

    // Says the target from `from` to `to`; false where that gets too long.
    bool say(std::size_t from, std::size_t to) {
        const Blocks blocks(base_);
        std::size_t pending = from;
        std::size_t at = from;
        while (at + block <= to) {
            const std::uint32_t place = blocks.find(target_.data() + at);
            const std::size_t same =
                place == nowhere ? 0
                                 : common_front(base_.substr(place), target_.substr(at, to - at));
            if (same < block) {
                ++at;
                continue;
            }
            const std::size_t back =
                common_end(base_.substr(0, place), target_.substr(pending, at - pending));
            append_insertion(out_, target_.substr(pending, at - back - pending));
            append_copy(out_, place - back, same + back);
            at += same;
            pending = at;
            if (out_.size() >= most_) {
                return false;
            }
        }
        append_insertion(out_, target_.substr(pending, to - pending));
        return out_.size() < most_;
    }

private:
    std::string_view base_;
    std::string_view target_;
    std::string& out_;
    std::size_t most_;
};

// The numbers and commands of a delta, from the front.
class Commands {
public:
    explicit Commands(std::string_view delta) : rest_(delta) {}

    // Whether something was asked for that is not there; it was given as zeros.
    [[nodiscard]] bool are_cut_off() const { return cut_off_; }

    [[nodiscard]] bool are_left() const { return !rest_.empty(); }

    std::size_t size() {
        constexpr unsigned most_bits = 60;
        std::size_t size = 0;
        unsigned byte = 0x80;
        for (unsigned shift = 0; (byte & 0x80U) != 0 && shift < most_bits; shift += 7) {
            byte = take();
            size |= std::size_t{byte & 0x7fU} << shift;
        }
        return size;
    }

    // The text that the next command stands for.
    std::string_view text(std::string_view base) {
        const unsigned command = take();
        if ((command & 0x80U) == 0) {
            const std::string_view text = rest_.substr(0, command);
            cut_off_ = cut_off_ || text.size() < command || command == 0;
            rest_.remove_prefix(text.size());
            return text;
        }
        const std::size_t offset = number(command, 4);
        const std::size_t size = number(command >> 4U, 3);
        constexpr std::size_t longest = 0x10000; // said as 0
        const std::size_t wanted = size == 0 ? longest : size;
        const std::string_view text = base.substr(std::min(offset, base.size()), wanted);
        cut_off_ = cut_off_ || text.size() < wanted;
        return text;
    }

private:
    unsigned take() {
        if (rest_.empty()) {
            cut_off_ = true;
            return 0;
        }
        const auto byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return byte;
    }

    // A number of so many bytes, of which `flags` has a bit for each that is not zero.
    std::size_t number(unsigned flags, unsigned bytes) {
        std::size_t number = 0;
        for (unsigned i = 0; i < bytes; ++i) {
            if ((flags & (1U << i)) != 0) {
                number |= std::size_t{take()} << (8 * i);
            }
        }
        return number;
    }

    std::string_view rest_;
    bool cut_off_ = false;
};

} // namespace

std::optional<std::string>
delta_of(std::string_view base, std::string_view target, std::size_t most) {
    std::string out;
    append_size(out, base.size());
    append_size(out, target.size());
    const std::size_t front = common_front(base, target);
    const std::size_t end = common_end(base.substr(front), target.substr(front));
    append_copy(out, 0, front);
    const std::size_t middle = target.size() - end - front;
    if (middle < block) {
        append_insertion(out, target.substr(front, middle));
    } else if (!Middle(base, target, out, most).say(front, front + middle)) {
        return std::nullopt;
    }
    append_copy(out, base.size() - end, end);
    return out.size() < most ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::size_t> target_size(std::string_view delta) {
    Commands commands(delta);
    commands.size();
    const std::size_t size = commands.size();
    return commands.are_cut_off() ? std::nullopt : std::optional(size);
}

bool makes(std::string_view delta, std::string_view base, std::string_view target) {
    Commands commands(delta);
    if (commands.size() != base.size() || commands.size() != target.size()) {
        return false;
    }
    while (commands.are_left()) {
        const std::string_view text = commands.text(base);
        if (!target.starts_with(text)) {
            return false;
        }
        target.remove_prefix(text.size());
    }
    return target.empty() && !commands.are_cut_off();
}

} // namespace polhist::git
