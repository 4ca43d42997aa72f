// Documentation English, taken apart as far as a machine can without understanding it.

#pragma once

#include "policy/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::ledger {

// The actions a text names, as spelt: `iam:GetRole`, `ec2:Describe*`. Condition keys and ARNs are
// none.
std::vector<std::string> actions_in(std::string_view text);

// The names a text claims a document to have: what stands in double quotes; what begins with `/`;
// names such as `AWS-RunShellScript`; and a word after `starts with`, `begins with`, `named` or
// `document is` that does not look like plain English (`ec2imagebuilder-`, `ImageBuilder`).
std::vector<std::string> terms_in(std::string_view text);

// The sentences of a text, cut again where a further infinitive begins (`…, to verify`, `… and to
// create`), so that a verb and its objects stay together.
std::vector<std::string_view> phrases_of(std::string_view text);

// The words of a text in lower case and singular. A word with a hyphen counts in one piece and in
// its parts (`de-register`: deregister, de, register). Names of actions are no words.
std::vector<std::string> words_of(std::string_view text);

// An action by its words: `ec2:BatchGetImagesForAccount` is `ec2`, `get`, `image`, `account`.
// Wildcards are passed over, `Re` belongs to the verb, and words that prose rarely repeats (`All`,
// `For`, `Attribute`) are no nouns.
struct ActionWords {
    std::string service; // lower case
    std::string verb;
    std::vector<std::string> nouns;
};

ActionWords words_of_action(std::string_view action);

// Whether a verb only reads: `describe`, `get`, `list`.
bool is_reading(std::string_view verb);

// The patterns of every Action and NotAction of a document, as spelt.
std::vector<std::string_view> action_patterns(const policy::Document& document);

} // namespace polhist::ledger
