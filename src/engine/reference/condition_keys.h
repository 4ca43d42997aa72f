// What AWS documents about condition keys: the type of their values, whether a request can have
// several, and which keys are in every request.
//
// Global keys were written by hand from "AWS global condition context keys" in the IAM User Guide,
// keys of services come from the Service Authorization Reference (src/engine/reference/README.md).

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace polhist::reference {

enum class KeyType : std::uint8_t { unknown, text, boolean, number, date, arn, address, binary };

struct KnownKey {
    KeyType type = KeyType::unknown;
    bool several = false; // a request can have several values
    bool in_every_request = false;
};

// What is known of a key, by its name in lower case.
std::optional<KnownKey> known_key(std::string_view folded);

// Whether a key, in lower case, is a claim of an identity provider: `saml:aud`,
// `accounts.google.com:sub`. AWS lists those of few of them.
bool is_of_identity_provider(std::string_view folded);

struct KeyRow {
    std::string_view name; // lower case
    KeyType type;
    bool several;
    bool in_every_request;
};

std::span<const KeyRow> key_rows(); // sorted by name

// Rows whose name has a `*` for any text that is not empty: `aws:requesttag/*`.
std::span<const KeyRow> key_patterns();

} // namespace polhist::reference
