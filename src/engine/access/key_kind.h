// Which values a condition key can have in a request.
//
// This is part of what a verdict is relative to, so it holds only what AWS says plainly: a key that
// an address operator tests has one address, a truth value is `true` or `false`, a date is an
// instant, a key that is listed with one value never has several, and one of type ARN has six
// fields. What else no real request has is for access/reality.h.

#pragma once

#include "access/operator.h"
#include "access/pattern.h"
#include "reference/condition_keys.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace polhist::access {

enum class ValueKind { text, truth, number, instant, address };

struct KeyKind {
    ValueKind values = ValueKind::text;
    bool several = false;   // a request can have several values
    bool empty_text = true; // the empty text is a value; AWS takes it for none in a set
    bool arns = false;      // every value is an ARN
    bool mixed = false;     // compared in ways that read its values differently
    bool usual = false;     // real requests have it: one with a value is looked for first
    bool seconds = false;   // an instant is written as seconds since 1970
};

// The operators that test a key, as far as its kind depends on them.
struct KeyUse {
    bool by_text = false; // String, Arn and Binary operators
    bool by_truth = false;
    bool by_number = false;
    bool by_date = false;
    bool by_network = false;
    bool as_set = false;

    void add(const Operator& comparison);
};

// The kind of a key, by its folded name.
KeyKind
kind_of(std::string_view key, const std::optional<reference::KnownKey>& known, const KeyUse& use);

// What a value of a key must be like, whatever tests say: one of these patterns. Empty: anything.
std::span<const Pattern> shapes_of(const KeyKind& kind, std::string_view key);

// Whether a key of this kind can have a value.
bool admits(const KeyKind& kind, std::string_view key, std::string_view value);

} // namespace polhist::access
