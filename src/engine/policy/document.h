// A policy document as it means, not as it is written.
//
// Lists that JSON may spell as one string are lists; every list is sorted and without repetition
// (actions, condition operators and keys compared without letter case, all else exactly), so two
// documents that differ only in such spelling hold equal values. Statements keep the order of the
// text. What a grant of it is stands in policy/grant.h.
//
// Source of the rules: "IAM JSON policy elements reference" in the IAM User Guide.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::policy {

enum class Effect { allow, deny };

std::string_view name_of(Effect effect); // `Allow`, `Deny`

// The language a document is written in. Only in that of 2012 are `${…}` variables.
enum class Language { v2008, v2012 };

std::string_view name_of(Language language); // `2008-10-17`, `2012-10-17`

// The patterns of Action, or with `negated` of NotAction; likewise Resource and NotResource.
struct Patterns {
    bool negated = false;
    std::vector<std::string> values;
};

// One principal: `AWS` and an ARN, an account or `*`; `Service`; `Federated`; `CanonicalUser`.
// Everyone, written `"*"` or `{"AWS": "*"}`, is kind `AWS`, value `*`.
struct Principal {
    std::string kind;
    std::string value;

    auto operator<=>(const Principal&) const = default;
};

struct Principals {
    bool negated = false;
    std::vector<Principal> values;
};

// One test: an operator and key as spelt, and the values as text (`true` is `"true"`).
struct Condition {
    std::string comparison; // the operator, with its set prefix and `IfExists`
    std::string key;
    std::vector<std::string> values;
};

struct Statement {
    std::size_t index = 0;  // in `Statement`, from 0
    std::size_t offset = 0; // of its `{` in the text that was read
    std::optional<std::string> sid;
    Effect effect = Effect::allow;
    std::optional<Principals> principals;
    Patterns actions;
    std::optional<Patterns> resources; // trust policies have none
    std::vector<Condition> conditions; // sorted by operator, key, values; no test twice
};

// Something accepted that is probably not meant, as a finished line with file and position.
using Warning = std::string;

struct Document {
    Language language = Language::v2008; // what a document without `Version` is read as
    bool language_stated = false;
    std::optional<std::string> id;
    std::vector<Statement> statements;
    std::vector<Warning> warnings;
};

// What stands for a document where there is none beside `other`: it allows and denies nothing, in
// the same language, since another one would be told as a change.
Document nothing_beside(const Document& other);

// Whether a text is what `Version` may be: `2012-10-17` or `2008-10-17`.
bool is_language(std::string_view text);

// Ordering without letter case (ASCII), and equality by it.
int compare_folded(std::string_view left, std::string_view right);

// ASCII letters in lower case.
std::string folded(std::string_view text);

// Order of two tests: operator and key without letter case, then values.
int compare(const Condition& left, const Condition& right);

// `Statement[10]`, with the Sid behind it where there is one: `Statement[10] "AllowTagging"`.
// The text is as the document has it: print it through `visible`.
std::string label_of(const Statement& statement);

} // namespace polhist::policy
