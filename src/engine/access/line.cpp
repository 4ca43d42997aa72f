#include "access/line.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>

namespace polhist::access {
namespace {

constexpr std::size_t cost_of_a_part = 16; // in units of Budget

// --- Addresses, in the order of IPv4 before IPv6

struct Address {
    bool v6 = false;
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Address&) const = default;
};

std::string text_of(const Address& address) {
    std::string text(INET6_ADDRSTRLEN, '\0');
    inet_ntop(address.v6 ? AF_INET6 : AF_INET,
              address.bytes.data(),
              text.data(),
              static_cast<socklen_t>(text.size()));
    return text.c_str();
}

// The address behind another; nothing behind the last of its family.
std::optional<Address> next(Address address) {
    for (std::size_t at = address.v6 ? 16 : 4; at-- > 0;) {
        if (++address.bytes.at(at) != 0) {
            return address;
        }
    }
    return std::nullopt;
}

Address last_of(const Network& network) {
    Address last{network.v6, network.address};
    for (unsigned bit = network.length; bit < (network.v6 ? 128U : 32U); ++bit) {
        auto& byte = last.bytes.at(bit / 8);
        byte = static_cast<std::uint8_t>(byte | (0x80U >> (bit % 8)));
    }
    return last;
}

// What the sweep asks of a kind of value: the stretch that a predicate accepts, and values that lie
// on a point or in a gap.
template <typename Point>
struct Stretch {
    std::optional<Point> first; // none: without a beginning
    std::optional<Point> last;
    bool with_first = true;
    bool with_last = true;
};

struct Addresses {
    using Point = Address;

    static Stretch<Point> stretch(const ValuePart& part) {
        const auto& network = std::get<Network>(part.predicate->value);
        return {Address{network.v6, network.address}, last_of(network)};
    }

    static std::vector<Point> outermost() {
        return {Address{}, last_of({false, 0, {}}), Address{true, {}}, last_of({true, 0, {}})};
    }

    static std::vector<std::string> usual() {
        return {"203.0.113.10", "2001:db8::10", "10.0.0.10"};
    }

    static Point parse(const std::string& text) {
        const Network network = parse_address(text).value();
        return {network.v6, network.address};
    }

    static std::vector<std::string> at(const Point& point) { return {text_of(point)}; }

    // Two of them, should one be taken.
    static std::vector<std::string> between(const Point* low, const Point* high) {
        std::vector<std::string> found;
        auto address = low == nullptr ? std::nullopt : next(*low);
        while (high != nullptr && address && *address < *high && found.size() < 2) {
            found.push_back(text_of(*address));
            address = next(*address);
        }
        return found;
    }
};

// --- Numbers, and instants as seconds since 1970

struct Numbers {
    using Point = Decimal;

    explicit Numbers(const KeyKind& kind) : kind_(&kind) {}

    static const Decimal& limit(const ValuePart& part, Decimal& kept) {
        if (const auto* instant = std::get_if<Instant>(&part.predicate->value)) {
            kept = Decimal::seconds(*instant);
            return kept;
        }
        return std::get<Decimal>(part.predicate->value);
    }

    static Stretch<Point> stretch(const ValuePart& part) {
        Decimal kept;
        const Decimal& at = limit(part, kept);
        switch (part.comparison->relation) {
        case Relation::less:
            return {std::nullopt, at, true, false};
        case Relation::less_or_equal:
            return {std::nullopt, at};
        case Relation::greater:
            return {at, std::nullopt, false, true};
        case Relation::greater_or_equal:
            return {at, std::nullopt};
        case Relation::equal:
        case Relation::equal_ignoring_case:
        case Relation::like:
            break;
        }
        return {at, at};
    }

    static std::vector<Point> outermost() { return {}; }

    [[nodiscard]] std::vector<std::string> usual() const {
        if (kind_->values == ValueKind::number) {
            return {"1", "0", "10"};
        }
        return spelt(Decimal::parse("1764547200")); // 2025-12-01
    }

    static Point parse(const std::string& text) {
        if (const auto number = Decimal::parse(text)) {
            return *number;
        }
        return Decimal::seconds(parse_condition_date(text).value());
    }

    [[nodiscard]] std::vector<std::string> at(const Point& point) const { return spelt(point); }

    // Whole ones first.
    [[nodiscard]] std::vector<std::string> between(const Point* low, const Point* high) const {
        std::vector<std::string> found;
        const auto add = [&](const std::optional<Decimal>& number) {
            const bool inside = number && (low == nullptr || *low < *number) &&
                                (high == nullptr || *number < *high);
            const auto texts = inside ? spelt(number) : std::vector<std::string>{};
            found.insert(found.end(), texts.begin(), texts.end());
        };
        const int step = kind_->values == ValueKind::instant ? 86'400 : 1;
        for (const int away : {step, 1, 2}) {
            add(low == nullptr ? std::nullopt : low->whole_above(away));
            add(high == nullptr ? std::nullopt : high->whole_below(away));
        }
        if (low != nullptr && high != nullptr) {
            const auto middle = Decimal::middle(*low, *high);
            add(middle);
            add(middle ? Decimal::middle(*low, *middle) : std::nullopt); // should that be taken
        } else {
            add(low != nullptr ? low->slightly_off(true) : std::nullopt);
            add(high != nullptr ? high->slightly_off(false) : std::nullopt);
        }
        return found;
    }

private:
    // As the key is written; nothing for what cannot be. Seconds are whole: with a fraction an
    // instant is a date.
    [[nodiscard]] std::vector<std::string> spelt(const std::optional<Decimal>& number) const {
        const auto text = number ? number->written() : std::nullopt;
        const bool as_number =
            kind_->values == ValueKind::number || (kind_->seconds && number && number->is_whole());
        if (!text || as_number) {
            return text ? std::vector{*text} : std::vector<std::string>{};
        }
        const auto instant = number->instant();
        auto date = instant ? format_instant(*instant) : std::string();
        const bool readable = instant && parse_condition_date(date) == instant;
        return readable ? std::vector{std::move(date)} : std::vector<std::string>{};
    }

    const KeyKind* kind_;
};

// --- The sweep

// Slots: the gap before the first point, the first point, the gap behind it, and so on.
template <typename Values>
class Sweep {
public:
    using Point = typename Values::Point;

    explicit Sweep(Values values) : values_(std::move(values)), points_(values_.outermost()) {}

    void add_points(const ValuePart& part) {
        const Stretch<Point> stretch = values_.stretch(part);
        for (const auto& end : {stretch.first, stretch.last}) {
            if (end) {
                points_.push_back(*end);
            }
        }
    }

    void sort_points() {
        std::ranges::sort(points_);
        points_.erase(std::unique(points_.begin(), points_.end()), points_.end());
    }

    [[nodiscard]] std::size_t slots() const { return 2 * points_.size() + 1; }

    // Adds one to the count of each slot that some of the parts accept.
    void count(std::span<const ValuePart> parts, std::vector<std::uint32_t>& counts) const {
        std::vector<std::int32_t> changes(slots() + 1, 0);
        for (const ValuePart& part : parts) {
            const Stretch<Point> stretch = values_.stretch(part);
            const std::size_t first =
                stretch.first ? slot_of(*stretch.first) + (stretch.with_first ? 0 : 1) : 0;
            const std::size_t last =
                stretch.last ? slot_of(*stretch.last) - (stretch.with_last ? 0 : 1) : slots() - 1;
            if (first <= last) {
                ++changes[first];
                --changes[last + 1];
            }
        }
        std::int32_t depth = 0;
        for (std::size_t slot = 0; slot < slots(); ++slot) {
            depth += changes[slot];
            counts[slot] += depth > 0 ? 1 : 0;
        }
    }

    [[nodiscard]] std::size_t slot_of_text(const std::string& text) const {
        const Point point = values_.parse(text);
        const auto at = std::ranges::lower_bound(points_, point);
        const auto index = static_cast<std::size_t>(at - points_.begin());
        return at != points_.end() && *at == point ? 2 * index + 1 : 2 * index;
    }

    [[nodiscard]] std::vector<std::string> values_in(std::size_t slot) const {
        if (slot % 2 == 1) {
            return values_.at(points_[slot / 2]);
        }
        const Point* low = slot == 0 ? nullptr : &points_[slot / 2 - 1];
        const Point* high = slot / 2 == points_.size() ? nullptr : &points_[slot / 2];
        return low == nullptr && high == nullptr ? values_.usual() : values_.between(low, high);
    }

    // Whether a slot may hold values that were not written: of a gap of addresses all that matter
    // are, and a point that can be written is one value.
    [[nodiscard]] bool may_hold_others(std::size_t slot) const {
        return !std::is_same_v<Values, Addresses> && (slot % 2 == 0 || values_in(slot).empty());
    }

    [[nodiscard]] const Values& values() const { return values_; }

private:
    [[nodiscard]] std::size_t slot_of(const Point& point) const {
        const auto at = std::ranges::lower_bound(points_, point);
        return 2 * static_cast<std::size_t>(at - points_.begin()) + 1;
    }

    Values values_;
    std::vector<Point> points_;
};

// What no value satisfies is no part of a clause, and no negative.
std::vector<ValuePart> satisfiable(std::span<const ValuePart> parts) {
    std::vector<ValuePart> found;
    std::ranges::copy_if(parts, std::back_inserter(found), [](const ValuePart& part) {
        return !std::holds_alternative<std::monostate>(part.predicate->value);
    });
    return found;
}

bool is_whole(std::string_view text) {
    const auto number = Decimal::parse(text);
    return !number || (number->is_whole() && !number->is_negative());
}

template <typename Values>
Word find(Values values, const ValueProblem& problem) {
    Sweep<Values> sweep(std::move(values));
    std::vector<std::vector<ValuePart>> clauses;
    for (const auto& clause : problem.clauses) {
        clauses.push_back(satisfiable(clause));
    }
    const std::vector<ValuePart> negatives = satisfiable(problem.negatives);
    for (const auto& clause : clauses) {
        std::ranges::for_each(clause, [&](const ValuePart& part) { sweep.add_points(part); });
    }
    std::ranges::for_each(negatives, [&](const ValuePart& part) { sweep.add_points(part); });
    sweep.sort_points();
    std::vector<std::uint32_t> met(sweep.slots(), 0);
    std::vector<std::uint32_t> denied(sweep.slots(), 0);
    for (const auto& clause : clauses) {
        sweep.count(clause, met);
    }
    sweep.count(negatives, denied);
    const auto suits = [&](std::size_t slot) {
        return met[slot] == clauses.size() && denied[slot] == 0;
    };
    const auto is_new = [&](const std::string& text) {
        return std::ranges::find(problem.unlike, text) == problem.unlike.end();
    };
    for (std::string& text : sweep.values().usual()) {
        if (suits(sweep.slot_of_text(text)) && is_new(text)) {
            return {Search::found, std::move(text)};
        }
    }
    std::optional<std::string> second_best;
    bool open = false;
    for (std::size_t slot = 0; slot < sweep.slots(); ++slot) {
        if (!suits(slot)) {
            continue;
        }
        for (std::string& text : sweep.values_in(slot)) {
            if (is_new(text) && is_whole(text)) {
                return {Search::found, std::move(text)};
            }
            if (is_new(text) && !second_best) {
                second_best = std::move(text);
            }
        }
        open = open || sweep.may_hold_others(slot);
    }
    if (second_best) {
        return {Search::found, std::move(*second_best)};
    }
    return {open ? Search::gave_up : Search::none, {}};
}

template <typename Values>
std::vector<std::string> all_values(Values values,
                                    const std::vector<const Predicate*>& predicates) {
    static const Operator equal{};
    Sweep<Values> sweep(std::move(values));
    std::vector<std::string> found = sweep.values().usual();
    for (const Predicate* predicate : predicates) {
        sweep.add_points({&equal, predicate});
    }
    sweep.sort_points();
    for (std::size_t slot = 0; slot < sweep.slots(); ++slot) {
        const auto more = sweep.values_in(slot);
        found.insert(found.end(), more.begin(), more.end());
    }
    return found;
}

} // namespace

bool lies_on_line(const Predicate& predicate, const KeyKind& kind) {
    if (std::holds_alternative<std::monostate>(predicate.value)) {
        return true;
    }
    switch (kind.values) {
    case ValueKind::number:
        return std::holds_alternative<Decimal>(predicate.value);
    case ValueKind::instant:
        return std::holds_alternative<Instant>(predicate.value) ||
               (predicate.instants && std::holds_alternative<Decimal>(predicate.value));
    case ValueKind::address:
        return std::holds_alternative<Network>(predicate.value);
    case ValueKind::text:
    case ValueKind::truth:
        break;
    }
    return false;
}

Word find_on_line(const ValueProblem& problem, const KeyKind& kind, Budget& budget) {
    std::size_t parts = problem.unlike.size();
    for_each_part(problem, [&](const ValuePart&) { ++parts; });
    if (!budget.spend(cost_of_a_part * parts)) {
        return {Search::gave_up, {}};
    }
    return kind.values == ValueKind::address ? find(Addresses{}, problem)
                                             : find(Numbers(kind), problem);
}

std::vector<std::string> values_on_line(const std::vector<const Predicate*>& predicates,
                                        const KeyKind& kind) {
    std::vector<const Predicate*> on_line;
    std::ranges::copy_if(predicates, std::back_inserter(on_line), [&](const Predicate* predicate) {
        return lies_on_line(*predicate, kind) &&
               !std::holds_alternative<std::monostate>(predicate->value);
    });
    return kind.values == ValueKind::address ? all_values(Addresses{}, on_line)
                                             : all_values(Numbers(kind), on_line);
}

} // namespace polhist::access
