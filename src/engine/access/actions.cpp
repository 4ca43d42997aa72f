#include "access/actions.h"

#include "access/glob.h"
#include "policy/document.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace polhist::access {
namespace {

// How far an action has been spelt, of `service:name`.
enum class Phase : std::uint8_t { no_service, service, no_name, name };

// Letters of actions, each told by its place in `action_letters`.
using Letters = std::uint64_t;

// The letter that a character is, as a set of one; empty for any other.
Letters letter(char byte) {
    static const auto letters = [] {
        std::array<Letters, 256> table{};
        for (std::size_t i = 0; i < action_letters.size(); ++i) {
            table.at(static_cast<unsigned char>(action_letters[i])) = Letters{1} << i;
        }
        return table;
    }();
    return letters.at(static_cast<unsigned char>(byte));
}

char first_of(Letters letters) {
    return action_letters[static_cast<std::size_t>(std::countr_zero(letters))];
}

std::optional<Phase> after(Phase phase, char byte) {
    if (byte == ':') {
        return phase == Phase::service ? std::optional(Phase::no_name) : std::nullopt;
    }
    if (letter(byte) == 0) {
        return std::nullopt;
    }
    const bool service = phase == Phase::no_service || phase == Phase::service;
    return service ? Phase::service : Phase::name;
}

// The literals that begin with what has been spelt: a range of the sorted ones, and how many
// characters they share. Empty where there are none, or where they are not followed.
struct Shared {
    std::size_t first = 0;
    std::size_t end = 0;
    std::size_t length = 0;

    bool operator==(const Shared&) const = default;
};

// Sets of statements, each told by a number: few are different among very many places.
class Sets {
public:
    using Number = std::uint32_t;

    Number number_of(Met met) {
        const auto [known, fresh] = numbers_.emplace(std::move(met), Number(sets_.size()));
        if (fresh) {
            sets_.push_back(&known->first);
        }
        return known->second;
    }

    [[nodiscard]] const Met& operator[](Number number) const { return *sets_[number]; }

    // Whether a set, which must stay, holds nothing that the numbered one does not.
    bool has_all(Number number, const Met& other) {
        const auto [known, fresh] = within_.emplace(std::pair(&other, number), true);
        if (fresh) {
            known->second = (*this)[number].has_all(other);
        }
        return known->second;
    }

private:
    std::unordered_map<Met, Number, BitsHash> numbers_;
    std::vector<const Met*> sets_;
    std::map<std::pair<const Met*, Number>, bool> within_;
};

// The places in other globs than plain ones, sorted: the number of the glob, position in its text.
using InnerPlaces = std::vector<std::pair<std::size_t, std::size_t>>;

// Where the spelling of an action has come to: the node of the tree of plain globs; the places it
// may have come to in each other glob; the literals that begin like it; and the statements that
// name it however it goes on. Globs of such statements alone are no longer followed, nor is a tree
// of nothing else. `asked`: it is asked for however it goes on.
struct Place {
    Phase phase = Phase::no_service;
    bool asked = false;
    std::uint32_t node = 0;
    Sets::Number named = 0;
    Shared literals;
    InnerPlaces inner;

    bool operator==(const Place&) const = default;

    // Whether all that begins like this is alike.
    [[nodiscard]] bool is_settled() const {
        return phase == Phase::name && node == ActionIndex::outside && inner.empty();
    }
};

struct PlaceHash {
    std::size_t operator()(const Place& place) const {
        std::size_t hash = place.node;
        const auto mix = [&](std::size_t number) {
            constexpr std::size_t odd = 0x9e3779b97f4a7c15U;
            hash = (hash ^ number) * odd;
            hash ^= hash >> 32U;
        };
        mix(place.named * 8 + static_cast<std::size_t>(place.phase) * 2 + (place.asked ? 1 : 0));
        mix(place.literals.first);
        mix(place.literals.end);
        for (const auto& [glob, position] : place.inner) {
            mix(glob);
            mix(position);
        }
        return hash;
    }
};

struct Step {
    Place place;
    std::size_t parent = 0;
    char byte = 0;
    Letters others = 0; // that would have led to the same place
};

// Spells actions letter by letter, breadth first, and notes each new set of statements.
class Speller {
public:
    // `within`: asked for is what it takes in, otherwise what changed patterns do.
    Speller(const ActionIndex& index, const ActionGlob* within, Budget& budget)
        : index_(index),
          within_(within),
          budget_(budget) {}

    ActionClasses run() {
        note_literals();
        if (within_ != nullptr || index_.all_changed() || index_.some_glob_changed()) {
            spell();
            if (!unshown_.empty()) {
                follow_literals();
                spell();
            }
        }
        return std::move(result_);
    }

private:
    static constexpr std::size_t within_number = SIZE_MAX; // of the glob `within`

    [[nodiscard]] const ActionGlob& glob(std::size_t number) const {
        return number == within_number && within_ != nullptr ? *within_ : index_.globs()[number];
    }

    [[nodiscard]] bool is_asked_for(std::size_t number) const {
        return within_ != nullptr ? number == within_number : index_.globs()[number].changed;
    }

    void note_literals() {
        if (within_ == nullptr) {
            for (const ActionLiteral& literal : index_.literals()) {
                note_literal(literal);
            }
            return;
        }
        const auto found =
            index_.literals_from(std::string_view(within_->text).substr(0, within_->head));
        // Sorting and matching them is paid for, those that the pattern does not match as well.
        result_.complete = budget_.spend(found.size() / 2 + 1);
        for (const std::uint32_t at : found) {
            note_literal(index_.literals()[at]);
        }
    }

    void note_literal(const ActionLiteral& literal) {
        if (!result_.complete || !is_asked_for(literal)) {
            return;
        }
        result_.complete = result_.complete && budget_.spend(index_.statements());
        if (result_.complete) {
            const auto [action, fresh] = noted_literals_.insert(policy::folded(*literal.spelling));
            if (fresh && is_action(*action)) {
                add_class(*literal.spelling, index_.named_by(*action));
            }
        }
    }

    [[nodiscard]] bool is_asked_for(const ActionLiteral& literal) const {
        if (within_ != nullptr) {
            return matches_action(within_->text, *literal.spelling);
        }
        if (index_.all_changed() || literal.changed || !index_.some_glob_changed()) {
            return index_.all_changed() || literal.changed;
        }
        return std::ranges::any_of(index_.globs_matching(*literal.spelling),
                                   [&](std::size_t number) { return is_asked_for(number); });
    }

    void add_class(std::string action, Met met) {
        met ^= index_.negated();
        if (within_ != nullptr || !met.empty()) {
            result_.classes.push_back({std::move(action), std::move(met)});
        }
    }

    // From now on literals are told from all else, so that no word is taken for one.
    void follow_literals() {
        for (const ActionLiteral& literal : index_.literals()) {
            literals_.push_back(policy::folded(*literal.spelling));
        }
        std::ranges::sort(literals_);
        literals_.erase(std::unique(literals_.begin(), literals_.end()), literals_.end());
        unshown_.clear();
        steps_.clear();
    }

    void spell() {
        if (!budget_.spend(index_.inner_globs().size() + 1)) {
            result_.complete = false;
            return;
        }
        std::unordered_set<Place, PlaceHash> seen;
        Place start;
        start.asked = within_ == nullptr && index_.all_changed();
        start.literals = {0, literals_.size(), 0};
        start.named = sets_.number_of(Met(index_.statements()));
        for (const std::size_t number : index_.inner_globs()) {
            enter(start, number, 0);
        }
        if (within_ != nullptr) {
            enter(start, within_number, 0);
        }
        arrive(start);
        steps_.push_back({start, 0, 0, 0});
        seen.insert(std::move(start));
        for (std::size_t at = 0; at < steps_.size(); ++at) {
            constexpr std::size_t usual_characters = 16; // that go on from a place
            if (!budget_.spend(usual_characters *
                               (index_.statements() + 8 * steps_[at].place.inner.size() + 8))) {
                result_.complete = false;
                return;
            }
            if (steps_[at].place.phase == Phase::name) {
                note(at);
            }
            for (Step& next : steps_from(at)) {
                if (seen.insert(next.place).second) {
                    steps_.push_back(std::move(next));
                }
            }
        }
    }

    // Notes what names the words that end here, if one of them can be shown that is no literal.
    void note(std::size_t at) {
        const Place& place = steps_[at].place;
        Sets::Number named = place.named;
        bool asked = place.asked;
        for (const auto& [number, position] : place.inner) {
            if (position == glob(number).text.size()) {
                named = with_statements(named, glob(number));
                asked = asked || is_asked_for(number);
            }
        }
        if (!asked || noted_.contains(named)) {
            return;
        }
        std::string word = word_to(at);
        for (Letters others = steps_[at].others; others != 0 && index_.is_literal(word);
             others &= others - 1) {
            word.back() = first_of(others);
        }
        while (place.is_settled() && index_.is_literal(word)) {
            word += word.back();
        }
        if (index_.is_literal(word)) {
            unshown_.insert(named);
            return;
        }
        noted_.insert(named);
        unshown_.erase(named);
        add_class(readable(word, sets_[named]), sets_[named]);
    }

    // The number of a set with the statements of a glob added.
    Sets::Number with_statements(Sets::Number named, const ActionGlob& glob) {
        const Met& met = sets_[named];
        if (std::ranges::all_of(glob.statements, [&](std::size_t i) { return met[i]; })) {
            return named;
        }
        Met more = met;
        index_.add_statements(glob, more);
        return sets_.number_of(std::move(more));
    }

    [[nodiscard]] std::string word_to(std::size_t at) const {
        std::string word;
        for (std::size_t back = at; back != 0; back = steps_[back].parent) {
            word += steps_[back].byte;
        }
        return {word.rbegin(), word.rend()};
    }

    // The same class, told by a longer word that reads better, where there is one.
    [[nodiscard]] std::string readable(const std::string& word, const Met& named) const {
        for (const std::string_view ending : {"example", "-example"}) {
            std::string longer = word.substr(0, word.size() - 1) + std::string(ending);
            const bool asked = within_ == nullptr || matches_action(within_->text, longer);
            if (asked && is_action(longer) && !index_.is_literal(longer) &&
                index_.named_by(longer) == named) {
                return longer;
            }
        }
        return word;
    }

    void enter(Place& place, std::size_t number, std::size_t position) const {
        const std::string& text = glob(number).text;
        const std::pair entered(number, position);
        const auto at = std::ranges::lower_bound(place.inner, entered);
        if (at == place.inner.end() || *at != entered) {
            place.inner.insert(at, entered);
        }
        if (position < text.size() && text[position] == '*') {
            enter(place, number, position + 1);
        }
    }

    // The characters that some pattern looks for at a place.
    [[nodiscard]] std::string special_at(const Place& place) const {
        std::string special;
        if (place.node != ActionIndex::outside) {
            for (std::uint32_t child = index_.node(place.node).child; child != ActionIndex::outside;
                 child = index_.node(child).sibling) {
                special += index_.node(child).byte;
            }
        }
        for (const auto& [number, position] : place.inner) {
            if (position < glob(number).text.size()) {
                special += glob(number).text[position];
            }
        }
        for (Shared rest = place.literals; rest.first < rest.end;) {
            const std::string& literal = literals_[rest.first];
            if (literal.size() > rest.length) {
                special += literal[rest.length];
                rest.first = narrowed(rest, literal[rest.length]).end;
            } else {
                ++rest.first;
            }
        }
        return special;
    }

    // The literals of a range that go on with a character.
    [[nodiscard]] Shared narrowed(const Shared& range, char byte) const {
        const auto next_byte = [&](const std::string& literal) {
            return literal.size() > range.length ? literal[range.length] : '\0';
        };
        const auto begin = literals_.begin();
        const auto first = std::lower_bound(
            begin + static_cast<std::ptrdiff_t>(range.first),
            begin + static_cast<std::ptrdiff_t>(range.end),
            byte,
            [&](const std::string& literal, char sought) { return next_byte(literal) < sought; });
        const auto end = std::upper_bound(
            first,
            begin + static_cast<std::ptrdiff_t>(range.end),
            byte,
            [&](char sought, const std::string& literal) { return sought < next_byte(literal); });
        if (first == end) {
            return {};
        }
        return {static_cast<std::size_t>(first - begin),
                static_cast<std::size_t>(end - begin),
                range.length + 1};
    }

    std::vector<Step> steps_from(std::size_t at) {
        std::vector<Step> steps;
        if (within_ != nullptr && at < within_->head) {
            // So far each place had one way on: as many steps as characters.
            add_step(at, within_->text[at], 0, steps);
            return steps;
        }
        Letters others = (Letters{1} << action_letters.size()) - 1;
        bool colon = false;
        for (const char byte : special_at(steps_[at].place) + ':') {
            const bool fresh = byte == ':' ? !colon : (others & letter(byte)) != 0;
            colon = colon || byte == ':';
            others &= ~letter(byte);
            if (fresh) {
                add_step(at, byte, 0, steps);
            }
        }
        if (others != 0) {
            add_step(at, first_of(others), others, steps);
        }
        return steps;
    }

    void add_step(std::size_t at, char byte, Letters others, std::vector<Step>& out) {
        const Place& from = steps_[at].place;
        const auto phase = after(from.phase, byte);
        if (!phase) {
            return;
        }
        Place to{*phase, from.asked, ActionIndex::outside, from.named, {}, {}};
        if (from.node != ActionIndex::outside) {
            to.node = index_.child(from.node, byte);
        }
        for (const auto& [number, position] : from.inner) {
            const std::string& text = glob(number).text;
            if (position == text.size()) {
                continue;
            }
            if (text[position] == '*') {
                enter(to, number, position);
            } else if (text[position] == '?' || text[position] == byte) {
                enter(to, number, position + 1);
            }
        }
        to.literals = narrowed(from.literals, byte);
        arrive(to);
        if (may_be_asked_for(to)) {
            out.push_back({std::move(to), at, byte, others});
        }
    }

    // Whether some action that goes on from here is asked for.
    [[nodiscard]] bool may_be_asked_for(const Place& place) const {
        return place.asked ||
               (within_ == nullptr && place.node != ActionIndex::outside &&
                index_.node(place.node).changed_below) ||
               std::ranges::any_of(place.inner,
                                   [&](const auto& at) { return is_asked_for(at.first); });
    }

    void meet(std::size_t number, Place& place) {
        place.named = with_statements(place.named, glob(number));
        place.asked = place.asked || is_asked_for(number);
    }

    // Takes in what is met from here on, and lets go of what can add nothing to it.
    void arrive(Place& place) {
        if (place.node != ActionIndex::outside) {
            for (std::uint32_t number = index_.node(place.node).glob;
                 number != ActionIndex::outside;
                 number = index_.globs()[number].next) {
                meet(number, place);
            }
        }
        for (const auto& [number, position] : place.inner) {
            const std::string& text = glob(number).text;
            if (position + 1 == text.size() && text[position] == '*') {
                meet(number, place);
            }
        }
        const Met& named = sets_[place.named];
        std::erase_if(place.inner, [&](const auto& at) {
            const bool asks = is_asked_for(at.first) && !place.asked;
            return !asks && std::ranges::all_of(glob(at.first).statements,
                                                [&](std::size_t i) { return named[i]; });
        });
        if (place.node != ActionIndex::outside && adds_nothing(place)) {
            place.node = ActionIndex::outside;
        }
        if (place.is_settled()) {
            place.literals = {}; // a longer word is as good as any
        }
    }

    // Whether the globs below the node of a place add nothing to it.
    bool adds_nothing(const Place& place) {
        const ActionIndex::Node& node = index_.node(place.node);
        if (within_ == nullptr && node.changed_below && !place.asked) {
            return false;
        }
        return sets_.has_all(place.named, *node.below);
    }

    const ActionIndex& index_;
    const ActionGlob* within_;
    Budget& budget_;
    std::vector<std::string> literals_; // sorted; only where they are followed
    std::vector<Step> steps_;
    Sets sets_;
    std::set<std::string> noted_literals_;
    std::unordered_set<Sets::Number> noted_;
    std::unordered_set<Sets::Number> unshown_; // met by words that were all literals so far
    ActionClasses result_;
};

} // namespace

ActionClasses changed_classes(const ActionIndex& index, Budget& budget) {
    return Speller(index, nullptr, budget).run();
}

ActionClasses classes_within(const ActionIndex& index, const std::string& pattern, Budget& budget) {
    const ActionGlob within(policy::folded(pattern));
    return Speller(index, &within, budget).run();
}

} // namespace polhist::access
