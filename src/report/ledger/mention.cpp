#include "ledger/mention.h"

#include "access/glob.h"
#include "core/spelling.h"
#include "ledger/service.h"
#include "ledger/wording.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace polhist::ledger {
namespace {

using Words = std::vector<std::string>;

// What prose says for the verb of an action.
struct Synonym {
    std::string_view verb;
    std::string_view said;
};

constexpr std::array synonyms{
    Synonym{"add", "apply"},     Synonym{"add", "create"},    Synonym{"copy", "replicate"},
    Synonym{"create", "add"},    Synonym{"create", "make"},   Synonym{"delete", "remove"},
    Synonym{"modify", "change"}, Synonym{"modify", "share"},  Synonym{"modify", "update"},
    Synonym{"publish", "send"},  Synonym{"publish", "write"}, Synonym{"put", "create"},
    Synonym{"put", "store"},     Synonym{"put", "upload"},    Synonym{"run", "launch"},
    Synonym{"run", "start"},     Synonym{"send", "issue"},    Synonym{"start", "launch"},
    Synonym{"start", "run"},     Synonym{"update", "change"}, Synonym{"update", "modify"},
};

constexpr std::array<std::string_view, 6> said_for_reading{
    "describe", "get", "list", "read", "retrieve", "view"};

bool says_verb(const Words& words, std::string_view verb) {
    return std::ranges::any_of(words, [&](const std::string& word) {
        const auto fits = [&](const Synonym& synonym) {
            return synonym.verb == verb && synonym.said == word;
        };
        const bool reads =
            is_reading(verb) && std::ranges::find(said_for_reading, word) != said_for_reading.end();
        return word == verb || reads || std::ranges::any_of(synonyms, fits);
    });
}

bool says_noun(const Words& words, std::string_view noun) {
    constexpr std::size_t long_noun = 8; // letters, from which one of them may be wrong
    return std::ranges::any_of(words, [&](const std::string& word) {
        return word == noun || (noun.size() >= long_noun && spelling_distance(word, noun) == 1);
    });
}

std::size_t count_said(const Words& words, const Words& nouns) {
    return static_cast<std::size_t>(std::ranges::count_if(
        nouns, [&](const std::string& noun) { return says_noun(words, noun); }));
}

// Whether `rule` holds for the words of a phrase of `text`.
template <typename Rule>
bool any_phrase(std::string_view text, Rule rule) {
    return std::ranges::any_of(phrases_of(text),
                               [&](std::string_view phrase) { return rule(words_of(phrase)); });
}

// One noun alone is too common a word to be sure that this action is meant.
bool says_all(std::string_view text, const ActionWords& action) {
    return action.nouns.size() > 1 && any_phrase(text, [&](const Words& words) {
               return says_verb(words, action.verb) &&
                      count_said(words, action.nouns) == action.nouns.size();
           });
}

bool says_most(std::string_view text, const ActionWords& action) {
    const Words service = words_of(action.service);
    return any_phrase(text, [&](const Words& words) {
        const auto stands_for_all = [&](const std::string& noun) {
            return noun == service.front() && says_noun(words, noun);
        };
        return says_verb(words, action.verb) &&
               (3 * count_said(words, action.nouns) >= 2 * action.nouns.size() ||
                std::ranges::any_of(action.nouns, stands_for_all));
    });
}

// Whether a paragraph grants a service's actions as a group that holds this one.
bool covers(std::string_view paragraph, const ActionWords& action) {
    const std::string text = policy::folded(paragraph);
    const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
    const bool group = is_reading(action.verb) ? says("read-only access")
                                               : says("write permissions") || says("write access");
    return group || says("administrative access") || says("full access") ||
           says(action.verb + " actions");
}

bool is_named(const Prose& prose, std::string_view action) {
    return std::ranges::any_of(paragraphs_of(prose), [&](std::string_view paragraph) {
        return std::ranges::any_of(actions_in(paragraph), [&](const std::string& name) {
            return access::matches_action(name, action);
        });
    });
}

} // namespace

const ServiceProse* section_on(const Prose& prose, std::string_view service) {
    const auto found = std::ranges::find_if(prose.services, [&](const ServiceProse& section) {
        return prefix_of(section.service) == service;
    });
    return found != prose.services.end() ? &*found : nullptr;
}

bool mentions_action(const Prose& prose, std::string_view action) {
    const ActionWords words = words_of_action(action);
    const ServiceProse* section = section_on(prose, words.service);
    const auto in_section = [&](std::string_view paragraph) {
        return covers(paragraph, words) || says_most(paragraph, words);
    };
    const auto in_other = [&](const ServiceProse& other) {
        return std::ranges::any_of(
            other.text, [&](std::string_view paragraph) { return says_all(paragraph, words); });
    };
    return is_named(prose, action) ||
           (section != nullptr && std::ranges::any_of(section->text, in_section)) ||
           std::ranges::any_of(prose.services, in_other);
}

bool mentions_resource(const ServiceProse& section,
                       std::string_view service,
                       std::string_view type) {
    const std::string title = policy::folded(title_of(service));
    Words names = words_of(service);
    std::ranges::move(words_of(type), std::back_inserter(names));
    return std::ranges::any_of(section.text, [&](const std::string& paragraph) {
        return policy::folded(paragraph).find(title) != std::string::npos ||
               count_said(words_of(paragraph), names) > 0;
    });
}

std::vector<std::string_view> paragraphs_of(const Prose& prose) {
    std::vector<std::string_view> paragraphs{prose.summary, prose.introduction};
    for (const ServiceProse& section : prose.services) {
        paragraphs.insert(paragraphs.end(), section.text.begin(), section.text.end());
    }
    return paragraphs;
}

} // namespace polhist::ledger
