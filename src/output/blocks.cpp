#include "output/blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

namespace polhist::output {
namespace {

using diff::Change;
using diff::Difference;
using policy::Grant;
using Words = std::vector<std::string>;

struct SignedChange {
    char sign;
    const Change* change;
};

struct Layout {
    Quote quote;
    std::size_t fold;
};

void append(std::vector<SignedChange>& out, char sign, const std::vector<Change>& changes) {
    for (const Change& change : changes) {
        out.push_back({sign, &change});
    }
}

// Runs of one effect and action, each with its changes in order: removals before additions.
std::vector<std::vector<SignedChange>> by_action(std::vector<SignedChange> changes) {
    std::ranges::stable_sort(changes, [](const SignedChange& a, const SignedChange& b) {
        return policy::compare_actions(a.change->grant, b.change->grant) < 0;
    });
    std::vector<std::vector<SignedChange>> runs;
    for (const SignedChange& change : changes) {
        const bool same =
            !runs.empty() &&
            policy::compare_actions(runs.back().front().change->grant, change.change->grant) == 0;
        if (!same) {
            runs.emplace_back();
        }
        runs.back().push_back(change);
    }
    return runs;
}

// ` (already allowed by Statement[3])` where a run of covered changes came, ` (still …` where it
// went; nothing where one of them is not covered.
std::string note_of(std::span<const SignedChange> run, Quote quote) {
    constexpr std::size_t statements_shown = 3;
    std::map<std::size_t, std::string> by;
    for (const SignedChange& change : run) {
        if (!change.change->covered.value_or(false)) {
            return "";
        }
        for (const policy::Statement* statement : change.change->covered_by) {
            by.emplace(statement->index, statement_phrase(*statement, quote));
        }
    }
    Words statements;
    for (auto& [index, phrase] : by) {
        statements.push_back(std::move(phrase));
    }
    const bool allows = run.front().change->grant.effect() == policy::Effect::allow;
    return fmt::format(" ({} {}{}{})",
                       run.front().sign == '+' ? "already" : "still",
                       allows ? "allowed" : "denied",
                       statements.empty() ? "" : " by ",
                       joined(statements, statements_shown));
}

// ` on a, b when …; on c`: the resources and circumstances of grants of one action.
std::string places(const std::vector<SignedChange>& run, const Layout& layout) {
    std::vector<std::pair<std::string, Words>> resources; // by circumstances, as they come
    for (const SignedChange& change : run) {
        const std::string key = circumstances(change.change->grant, layout.quote);
        auto found = std::ranges::find(resources, key, &std::pair<std::string, Words>::first);
        if (found == resources.end()) {
            found = resources.insert(resources.end(), {key, {}});
        }
        found->second.push_back(resource_phrase(change.change->grant, layout.quote));
    }
    std::string text;
    for (const auto& [key, names] : resources) {
        text += text.empty() ? "" : ";";
        text += names.front().empty() ? "" : " on " + joined(names, layout.fold);
        text += key;
    }
    return text;
}

// Blocks in the order of their first action; `Key` is what alike actions share.
template <typename Value>
class Grouping {
public:
    Value& operator[](const std::string& key) {
        const auto [found, added] = positions_.emplace(key, groups_.size());
        if (added) {
            groups_.emplace_back();
        }
        return groups_[found->second];
    }

    std::vector<Value>& groups() { return groups_; }

private:
    std::map<std::string, std::size_t> positions_;
    std::vector<Value> groups_;
};

// A heading says where; the items are the actions.
std::vector<Block> action_blocks(const diff::Changes& changes, const Layout& layout) {
    Grouping<Block> blocks;
    for (const auto& [sign, list] : {std::pair{'-', &changes.removed}, {'+', &changes.added}}) {
        std::vector<SignedChange> all;
        append(all, sign, *list);
        for (const auto& run : by_action(std::move(all))) {
            const Grant& grant = run.front().change->grant;
            const std::string_view effect = name_of(grant.effect());
            Block& block = blocks[fmt::format("{}{}", effect, places(run, {layout.quote, 0}))];
            block.heading = fmt::format("{}{}", effect, places(run, layout));
            block.items.push_back({sign,
                                   action_phrase(grant, layout.quote) + note_of(run, layout.quote),
                                   service_of(grant)});
        }
    }
    return std::move(blocks.groups());
}

// Actions that share their items; the heading lists them.
struct Shared {
    policy::Effect effect = policy::Effect::allow;
    Words actions;
    std::string place;
    std::vector<Item> items;
};

std::vector<Block> blocks_of(Grouping<Shared> shared, const Layout& layout) {
    std::vector<Block> blocks;
    for (Shared& group : shared.groups()) {
        blocks.push_back(
            {fmt::format(
                 "{} {}{}", name_of(group.effect), joined(group.actions, layout.fold), group.place),
             std::move(group.items)});
    }
    return blocks;
}

// `resources` are all that `found.place` may fold.
void add_shared(Grouping<Shared>& groups,
                const Grant& grant,
                const Words& resources,
                Shared found,
                const Layout& layout) {
    std::string key = fmt::format("{}{}", name_of(grant.effect()), joined(resources, 0));
    for (const Item& item : found.items) {
        key += fmt::format("\n{}{}", item.sign, item.text);
    }
    Shared& group = groups[key];
    if (group.actions.empty()) {
        group = std::move(found);
        group.effect = grant.effect();
    }
    group.actions.push_back(action_phrase(grant, layout.quote));
}

// A heading says which actions; the items are resources.
std::vector<Block> resource_blocks(const diff::Changes& changes, const Layout& layout) {
    std::vector<SignedChange> all;
    append(all, '-', changes.removed);
    append(all, '+', changes.added);
    Grouping<Shared> groups;
    for (const auto& run : by_action(std::move(all))) {
        Shared found;
        for (const SignedChange& one : run) {
            found.items.push_back({one.sign,
                                   resource_phrase(one.change->grant, layout.quote) +
                                       circumstances(one.change->grant, layout.quote) +
                                       note_of({&one, 1}, layout.quote),
                                   ""});
        }
        add_shared(groups, run.front().change->grant, {}, std::move(found), layout);
    }
    return blocks_of(std::move(groups), layout);
}

std::string circumstances_item(const SignedChange& change, Quote quote) {
    const std::string text = circumstances(change.change->grant, quote);
    const std::string words = text.empty() ? "always" : text.substr(1);
    return words + note_of({&change, 1}, quote);
}

// A heading says which actions on which resources; the items are conditions and principals.
std::vector<Block> condition_blocks(const Difference& difference, const Layout& layout) {
    std::vector<SignedChange> all;
    append(all, '-', difference.conditions.removed);
    append(all, '+', difference.conditions.added);
    for (const diff::Rewrite& rewrite : difference.rewrites) {
        append(all, '-', rewrite.from);
        append(all, '+', rewrite.to);
    }
    Grouping<Shared> groups;
    for (const auto& run : by_action(std::move(all))) {
        // What happened, and the resources it happened on.
        std::map<std::string, std::vector<Item>> by_resource;
        for (const SignedChange& one : run) {
            by_resource[resource_phrase(one.change->grant, layout.quote)].push_back(
                {one.sign, circumstances_item(one, layout.quote), ""});
        }
        Grouping<std::pair<Words, std::vector<Item>>> by_items;
        for (auto& [resource, items] : by_resource) {
            std::string key;
            for (const Item& item : items) {
                key += fmt::format("{}{}\n", item.sign, item.text);
            }
            by_items[key].first.push_back(resource);
            by_items[key].second = std::move(items);
        }
        for (auto& [resources, items] : by_items.groups()) {
            Shared found;
            found.place = resources.front().empty() ? "" : " on " + joined(resources, layout.fold);
            found.items = std::move(items);
            add_shared(groups, run.front().change->grant, resources, std::move(found), layout);
        }
    }
    return blocks_of(std::move(groups), layout);
}

} // namespace

std::vector<Section> sections_of(const Difference& difference, Quote quote, std::size_t fold) {
    const Layout layout{quote, fold};
    std::vector<Section> sections;
    const auto add = [&](std::string_view title, std::vector<Block> blocks) {
        if (!blocks.empty()) {
            sections.push_back({title, std::move(blocks)});
        }
    };
    add("Actions", action_blocks(difference.actions, layout));
    add("Resources", resource_blocks(difference.resources, layout));
    add("Conditions", condition_blocks(difference, layout));
    return sections;
}

std::vector<Block> blocks_of(const std::vector<Grant>& grants, Quote quote, std::size_t fold) {
    diff::Changes standing;
    for (const Grant& grant : grants) {
        standing.added.push_back({grant, std::nullopt});
    }
    std::vector<Block> blocks = action_blocks(standing, {quote, fold});
    for (Block& block : blocks) {
        for (Item& item : block.items) {
            item.sign = ' ';
        }
    }
    return blocks;
}

std::vector<std::string>
grant_phrases(const std::vector<Grant>& grants, Quote quote, std::size_t fold) {
    std::vector<std::string> phrases;
    for (const Block& block : blocks_of(grants, quote, fold)) {
        Words actions;
        for (const Item& item : block.items) {
            actions.push_back(item.text);
        }
        const std::string_view place =
            std::string_view(block.heading).substr(name_of(grants.front().effect()).size());
        phrases.push_back(joined(actions, fold) + std::string(place));
    }
    return phrases;
}

} // namespace polhist::output
