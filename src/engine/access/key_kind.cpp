#include "access/key_kind.h"

#include "access/value.h"

#include <algorithm>
#include <array>
#include <vector>

namespace polhist::access {
namespace {

using reference::KeyType;

constexpr std::string_view principal_arn = "aws:principalarn";

// Keys that signed requests have: nearly all.
constexpr std::array<std::string_view, 4> usual_keys{
    "aws:principalaccount", principal_arn, "aws:principaltype", "aws:resourceaccount"};

// A pattern of an ARN: `#` stands for a digit.
Pattern shape(std::string_view text) {
    Pattern pattern = compile(text, Reading::arn, false);
    for (Token& token : pattern.tokens) {
        if (token.byte == '#') {
            token = {Token::Kind::digit};
        }
    }
    return pattern;
}

// All that these ends make of ARNs.
std::vector<Pattern> arns_ending(std::span<const std::string_view> ends) {
    std::vector<Pattern> shapes;
    for (const std::string_view account : {"############", "", "aws"}) {
        for (const std::string_view end : ends) {
            shapes.push_back(shape("arn:*:*:*:" + std::string(account) + ":" + std::string(end)));
        }
    }
    return shapes;
}

ValueKind values_of(KeyType type, const KeyUse& use) {
    const bool truths_alone = use.by_truth && !use.by_text && !use.by_number && !use.by_date &&
                              !use.by_network && type == KeyType::unknown;
    if (type == KeyType::boolean || truths_alone) {
        return ValueKind::truth;
    }
    if (use.by_network) {
        return ValueKind::address;
    }
    if (use.by_date || (type == KeyType::date && use.by_number)) {
        const bool other = use.by_text || use.by_truth || (use.by_number && type != KeyType::date);
        return type == KeyType::date || !other ? ValueKind::instant : ValueKind::text;
    }
    const bool numbers_alone = use.by_number && !use.by_text && !use.by_truth;
    return numbers_alone ? ValueKind::number : ValueKind::text;
}

bool is_mixed(ValueKind values, KeyType type, const KeyUse& use) {
    const bool as_words = use.by_text || use.by_truth;
    switch (values) {
    case ValueKind::truth:
        return false;
    case ValueKind::address:
        return as_words || use.by_number || use.by_date;
    case ValueKind::instant:
        return as_words || (use.by_number && type != KeyType::date);
    case ValueKind::number:
        return false;
    case ValueKind::text:
        break;
    }
    return use.by_number || use.by_date;
}

} // namespace

void KeyUse::add(const Operator& comparison) {
    as_set = as_set || comparison.quantifier != Quantifier::none;
    switch (comparison.type) {
    case Type::string:
    case Type::arn:
    case Type::binary:
        by_text = true;
        break;
    case Type::boolean:
        by_truth = true;
        break;
    case Type::number:
        by_number = true;
        break;
    case Type::date:
        by_date = true;
        break;
    case Type::network:
        by_network = true;
        break;
    case Type::null:
        break;
    }
}

KeyKind
kind_of(std::string_view key, const std::optional<reference::KnownKey>& known, const KeyUse& use) {
    const KeyType type = known ? known->type : KeyType::unknown;
    KeyKind kind;
    kind.values = values_of(type, use);
    kind.mixed = is_mixed(kind.values, type, use);
    kind.several = known ? known->several : use.as_set;
    kind.empty_text = !use.as_set && !kind.several;
    kind.arns = type == KeyType::arn && kind.values == ValueKind::text;
    kind.usual = (known && known->in_every_request) ||
                 std::ranges::find(usual_keys, key) != usual_keys.end();
    kind.seconds = key == "aws:epochtime";
    return kind;
}

std::span<const Pattern> shapes_of(const KeyKind& kind, std::string_view key) {
    static const std::vector<Pattern> truths{compile("true", Reading::exact, false),
                                             compile("false", Reading::exact, false)};
    constexpr std::string_view anything[] = {"?*"};
    static const std::vector<Pattern> arns = arns_ending(anything);
    constexpr std::string_view callers[] = {"role/*", "user/*", "root", "federated-user/*"};
    static const std::vector<Pattern> principals = arns_ending(callers);
    static const std::vector<Pattern> some{compile("?*", Reading::glob, false)};
    if (kind.values == ValueKind::truth) {
        return truths;
    }
    if (kind.arns) {
        return key == principal_arn ? principals : arns;
    }
    return kind.empty_text ? std::span<const Pattern>{} : some;
}

bool admits(const KeyKind& kind, std::string_view key, std::string_view value) {
    if (kind.values == ValueKind::address && !parse_address(value)) {
        return false;
    }
    if (kind.values == ValueKind::instant && !parse_condition_date(value)) {
        return false;
    }
    if (kind.values == ValueKind::number && !Decimal::parse(value)) {
        return false;
    }
    const auto shapes = shapes_of(kind, key);
    return shapes.empty() ||
           std::ranges::any_of(shapes, [&](const Pattern& shape) { return matches(shape, value); });
}

} // namespace polhist::access
