#include "access/actions.h"

#include "access/glob.h"
#include "policy/document.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace polhist::access {
namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-";

bool is_action(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) {
        return false;
    }
    const auto valid = [&](char byte) { return letters.find(byte) != std::string_view::npos; };
    return std::ranges::all_of(text.substr(0, colon), valid) &&
           std::ranges::all_of(text.substr(colon + 1), valid);
}

// A wildcard pattern, folded. `head` is what stands before its first wildcard; a plain one has
// nothing but a `*` behind it.
struct Glob {
    std::string text;
    std::size_t head = 0;
    std::vector<std::size_t> statements;

    [[nodiscard]] bool is_plain() const { return head + 1 == text.size() && text[head] == '*'; }
};

struct Literal {
    std::string spelling;
    std::vector<std::size_t> statements;
};

constexpr std::size_t outside = SIZE_MAX;

// The heads of plain globs as a tree of characters.
struct Node {
    std::map<char, std::size_t> next;
    std::vector<std::size_t> globs; // whose head ends here
    Met below;                      // the statements of all globs from here on
};

// How far an action has been spelt, of `service:name`.
enum class Phase { no_service, service, no_name, name };

// Where the spelling of an action has come to: the node of the tree, or `outside` of it; the places
// it may have come to in each glob that is not plain; and the statements that it meets however it
// goes on. Globs of such statements alone are no longer followed, nor is a tree of nothing else.
struct Place {
    Phase phase = Phase::no_service;
    std::size_t node = 0;
    std::set<std::pair<std::size_t, std::size_t>> inner; // glob, position in its text
    Met met;

    auto operator<=>(const Place&) const = default;
};

struct Step {
    Place place;
    std::size_t parent = 0;
    char byte = 0;
    std::string others; // characters that would have led to the same place
};

class Classifier {
public:
    Classifier(const std::vector<ActionPatterns>& statements, Budget& budget)
        : statements_(statements),
          budget_(budget) {}

    ActionClasses run() {
        gather();
        plant();
        for (const auto& [action, literal] : literals_) {
            Met met = met_by(action);
            for (const std::size_t statement : literal.statements) {
                met[statement] = true;
            }
            add_class(literal.spelling, std::move(met));
        }
        spell();
        return std::move(result_);
    }

private:
    void gather() {
        std::unordered_map<std::string, std::size_t> known;
        for (std::size_t i = 0; i < statements_.size(); ++i) {
            for (const std::string& pattern : *statements_[i].patterns) {
                std::string folded = policy::folded(pattern);
                if (!has_wildcard(folded)) {
                    Literal& literal = literals_[folded];
                    literal.spelling = literal.spelling.empty() ? pattern : literal.spelling;
                    literal.statements.push_back(i);
                    continue;
                }
                const auto [found, fresh] = known.emplace(folded, globs_.size());
                if (fresh) {
                    const std::size_t head = folded.find_first_of("*?");
                    globs_.push_back({std::move(folded), head, {}});
                }
                globs_[found->second].statements.push_back(i);
            }
        }
        std::erase_if(literals_, [](const auto& literal) { return !is_action(literal.first); });
    }

    void plant() {
        tree_[0].below = Met(statements_.size(), false);
        for (std::size_t i = 0; i < globs_.size(); ++i) {
            if (!globs_[i].is_plain()) {
                inner_.push_back(i);
                continue;
            }
            std::size_t at = 0;
            for (const char byte : std::string_view(globs_[i].text).substr(0, globs_[i].head)) {
                const auto [child, fresh] = tree_[at].next.emplace(byte, tree_.size());
                at = child->second;
                if (fresh) {
                    tree_.emplace_back().below = Met(statements_.size(), false);
                }
                add_statements(i, tree_[at].below);
            }
            add_statements(i, tree_[0].below);
            tree_[at].globs.push_back(i);
        }
    }

    void add_statements(std::size_t glob, Met& met) const {
        for (const std::size_t statement : globs_[glob].statements) {
            met[statement] = true;
        }
    }

    [[nodiscard]] bool adds_nothing(std::size_t glob, const Met& met) const {
        return std::ranges::all_of(globs_[glob].statements,
                                   [&](std::size_t statement) { return met[statement]; });
    }

    // The globs that take in an action.
    [[nodiscard]] std::vector<std::size_t> globs_matching(std::string_view action) const {
        std::vector<std::size_t> found = tree_[0].globs;
        std::size_t at = 0;
        for (const char byte : action) {
            const auto child = tree_[at].next.find(byte);
            if (child == tree_[at].next.end()) {
                break;
            }
            at = child->second;
            found.insert(found.end(), tree_[at].globs.begin(), tree_[at].globs.end());
        }
        for (const std::size_t glob : inner_) {
            if (matches_action(globs_[glob].text, action)) {
                found.push_back(glob);
            }
        }
        return found;
    }

    [[nodiscard]] Met met_by(std::string_view action) const {
        Met met(statements_.size(), false);
        for (const std::size_t glob : globs_matching(action)) {
            add_statements(glob, met);
        }
        return met;
    }

    void add_class(std::string action, Met met) {
        for (std::size_t i = 0; i < met.size(); ++i) {
            met[i] = met[i] != statements_[i].negated;
        }
        if (std::ranges::find(met, true) != met.end()) {
            result_.classes.push_back({std::move(action), std::move(met)});
        }
    }

    // Spells actions letter by letter, breadth first, and notes each new set of statements met.
    void spell() {
        std::map<Place, std::size_t> seen;
        Place start;
        start.met = Met(statements_.size(), false);
        for (const std::size_t glob : inner_) {
            enter(start, glob, 0);
        }
        arrive(start);
        steps_.push_back({start, 0, 0, {}});
        seen.emplace(start, 0);
        for (std::size_t at = 0; at < steps_.size(); ++at) {
            constexpr std::size_t usual_characters = 16; // that go on from a place
            if (!budget_.spend(usual_characters *
                               (statements_.size() + 8 * steps_[at].place.inner.size() + 8))) {
                result_.complete = false;
                return;
            }
            if (steps_[at].place.phase == Phase::name) {
                note(at);
            }
            for (Step& next : steps_from(at)) {
                if (seen.emplace(next.place, steps_.size()).second) {
                    steps_.push_back(std::move(next));
                }
            }
        }
    }

    void note(std::size_t at) {
        Met met = steps_[at].place.met;
        for (const auto& [glob, position] : steps_[at].place.inner) {
            if (position == globs_[glob].text.size()) {
                add_statements(glob, met);
            }
        }
        if (noted_.contains(met)) {
            return;
        }
        std::string word = word_to(at);
        for (std::size_t i = 0; i < steps_[at].others.size() && literals_.contains(word); ++i) {
            word.back() = steps_[at].others[i];
        }
        if (!literals_.contains(word)) { // else another word may show it
            noted_.insert(met);
            add_class(readable(word, met), std::move(met));
        }
    }

    [[nodiscard]] std::string word_to(std::size_t at) const {
        std::string word;
        for (std::size_t back = at; back != 0; back = steps_[back].parent) {
            word += steps_[back].byte;
        }
        return {word.rbegin(), word.rend()};
    }

    // The same class, told by a longer word that reads better, where there is one.
    [[nodiscard]] std::string readable(const std::string& word, const Met& met) const {
        for (const std::string_view ending : {"example", "-example"}) {
            const std::string longer = word.substr(0, word.size() - 1) + std::string(ending);
            if (is_action(longer) && !literals_.contains(longer) && met_by(longer) == met) {
                return longer;
            }
        }
        return word;
    }

    void enter(Place& place, std::size_t glob, std::size_t position) const {
        const std::string& text = globs_[glob].text;
        place.inner.emplace(glob, position);
        if (position < text.size() && text[position] == '*') {
            enter(place, glob, position + 1);
        }
    }

    [[nodiscard]] std::vector<Step> steps_from(std::size_t at) const {
        const Place& place = steps_[at].place;
        std::string special; // characters that some pattern looks for here
        if (place.node != outside) {
            for (const auto& [byte, child] : tree_[place.node].next) {
                special += byte;
            }
        }
        for (const auto& [glob, position] : place.inner) {
            if (position < globs_[glob].text.size()) {
                special += globs_[glob].text[position];
            }
        }
        std::string others;
        for (const char letter : letters) {
            if (special.find(letter) == std::string::npos) {
                others += letter;
            }
        }
        std::vector<Step> steps;
        std::string tried;
        for (const char byte : special + ':' + others.substr(0, 1)) {
            if (tried.find(byte) == std::string::npos) {
                tried += byte;
                const bool other = others.starts_with(byte);
                add_step(at, byte, other ? others : std::string(), steps);
            }
        }
        return steps;
    }

    void
    add_step(std::size_t at, char byte, const std::string& others, std::vector<Step>& out) const {
        const Place& from = steps_[at].place;
        const auto phase = after(from.phase, byte);
        if (!phase) {
            return;
        }
        Place to{*phase, outside, {}, from.met};
        if (from.node != outside) {
            const auto child = tree_[from.node].next.find(byte);
            to.node = child == tree_[from.node].next.end() ? outside : child->second;
        }
        for (const auto& [glob, position] : from.inner) {
            const std::string& text = globs_[glob].text;
            if (position == text.size()) {
                continue;
            }
            if (text[position] == '*') {
                enter(to, glob, position);
            } else if (text[position] == '?' || text[position] == byte) {
                enter(to, glob, position + 1);
            }
        }
        arrive(to);
        out.push_back({std::move(to), at, byte, others});
    }

    // Takes in what is met from here on, and lets go of what can add nothing to it.
    void arrive(Place& place) const {
        if (place.node != outside) {
            for (const std::size_t glob : tree_[place.node].globs) {
                add_statements(glob, place.met);
            }
        }
        for (const auto& [glob, position] : place.inner) {
            const std::string& text = globs_[glob].text;
            if (position + 1 == text.size() && text[position] == '*') {
                add_statements(glob, place.met);
            }
        }
        std::erase_if(place.inner,
                      [&](const auto& at) { return adds_nothing(at.first, place.met); });
        if (place.node != outside) {
            const Met& below = tree_[place.node].below;
            bool nothing = true;
            for (std::size_t i = 0; i < below.size(); ++i) {
                nothing = nothing && (!below[i] || place.met[i]);
            }
            place.node = nothing ? outside : place.node;
        }
    }

    static std::optional<Phase> after(Phase phase, char byte) {
        if (byte == ':') {
            return phase == Phase::service ? std::optional(Phase::no_name) : std::nullopt;
        }
        if (letters.find(byte) == std::string_view::npos) {
            return std::nullopt;
        }
        const bool service = phase == Phase::no_service || phase == Phase::service;
        return service ? Phase::service : Phase::name;
    }

    const std::vector<ActionPatterns>& statements_;
    Budget& budget_;
    std::map<std::string, Literal> literals_;
    std::vector<Glob> globs_;
    std::vector<std::size_t> inner_; // globs that are not plain
    std::vector<Node> tree_{Node{}};
    std::vector<Step> steps_;
    std::set<Met> noted_;
    ActionClasses result_;
};

} // namespace

ActionClasses classify(const std::vector<ActionPatterns>& statements, Budget& budget) {
    return Classifier(statements, budget).run();
}

} // namespace polhist::access
