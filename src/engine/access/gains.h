// What one document allows (or denies) and the other does not.

#pragma once

#include "access/actions.h"
#include "access/changed.h"
#include "access/listed.h"
#include "access/listed_class.h"
#include "access/pair.h"

#include <array>
#include <optional>

namespace polhist::access {

class Gains {
public:
    Gains(Pair& pair, const Changed& changed);

    // One witness for each Allow of `side` that gives something the other document does not allow,
    // by statement; and what could not be decided of those without one.
    void find(Side side, std::vector<Witness>& out, std::vector<Doubt>& doubts);

    // The same for each Deny of `side` that denies something the other document does not.
    void find_denied(Side side, std::vector<Witness>& out, std::vector<Doubt>& doubts);

private:
    // Statements of one body that an action meets; `compiled` is one of them.
    struct Alike {
        Body body;
        LayerMask layers; // of sets, that it is an Allow of
        const CompiledStatement* compiled;
        std::vector<const policy::Statement*> statements;
    };

    // A layer of a policy set, and Allows of it of which one must match; no other of the layer
    // matches more.
    struct Choice {
        LayerMask layer;
        std::vector<const Alike*> allows;
    };

    // Actions that meet the same statements.
    struct Group {
        Met met;
        std::vector<std::string> members;          // one of each class of them
        std::optional<ListedActions::List> listed; // once a question is asked
        BySide<std::vector<Alike>> allows;
        BySide<std::vector<Alike>> denies;
        BySide<std::optional<std::vector<const Alike*>>> denies_alone; // once they are asked for
        BySide<std::optional<std::vector<Choice>>> choices;            // of sets, likewise
    };

    enum class Told { nothing, witness, unsure };

    enum class Axis { allowed, denied };

    class InLayers; // the search for one Allow of a policy set: layered_gains.cpp

    // A list that is being filled, and where the first of a body stands in it, from 1 on; 0:
    // nowhere.
    struct AlikeList {
        std::vector<Alike>& alikes;
        std::uint32_t& first;
    };

    // One search: which statements must match, and which must not.
    struct Question {
        Group& group;
        Side side;
        Axis axis;
        std::vector<const Alike*> asserted;
        std::vector<const Alike*> refuted;

        // What is asked for: one that AWS lists, where it lists any.
        std::string action = {};
        const Listed* listed = nullptr;
        bool fits = false; // whether the list knows of requests for it that are asserted
        std::size_t attempts_left = 1200; // to repair requests that were found
        std::size_t looks_for_listed = 4; // requests that may be none that AWS lists
    };

    void add_group(const Met& met);
    void choose_action(Question& question);
    bool fits(const Question& question, const Listed& listed);
    static void exchange_action(const Question& question, Request& request);
    static void add_witness(const std::vector<const policy::Statement*>& statements,
                            Witness witness,
                            std::vector<Witness>& out);
    static void
    add_alike(Body body, LayerMask layers, const CompiledStatement& statement, AlikeList list);
    void find_all(Side side, Axis axis, std::vector<Witness>& out, std::vector<Doubt>& doubts);
    Told find_allowed_in(Group& group, Side side, const Alike& allow, std::vector<Witness>& out);
    static const std::vector<const Alike*>& denies_alone(Group& group, Side side);
    static std::vector<Body> bodies_of(const std::vector<const Alike*>& list);
    Told find_in_layers(Group& group, Side side, const Alike& allow, std::vector<Witness>& out);
    Told find_denied_in(Group& group, Side side, const Alike& deny, std::vector<Witness>& out);
    Search search(Question question, Witness& witness);
    [[nodiscard]] static bool meets(const Question& question, const Request& request);
    [[nodiscard]] bool
    holds(const Question& question, const Request& request, bool unclear_exempt) const;
    [[nodiscard]] bool is_allowed(const Group& group, Side side, const AskedRequest& asked) const;
    [[nodiscard]] Outcome
    outcome_of(Side side, const Compiled& policy, const Request& request) const;
    [[nodiscard]] bool is_unclear(const Question& question, const Request& request) const;
    std::optional<Grade> confirm(Question& question, Candidate& candidate);
    [[nodiscard]] std::vector<std::string> absent_keys(const Question& question,
                                                       const Candidate& candidate) const;
    [[nodiscard]] static bool is_tested(const Group& group, std::string_view key);
    bool takes_crossing(const Question& question, const Request& request);
    [[nodiscard]] bool is_shown(const Question& question, Request request) const;

    Pair& pair_;
    ActionIndex index_;
    ListedActions listed_actions_;
    bool complete_ = true; // whether all classes of actions were found
    std::vector<Group> groups_;
    std::vector<std::uint32_t> first_alike_;    // by body and list, while a group is made; else 0
    std::optional<BySide<Compiled>> fieldwise_; // with stars kept inside the fields of ARNs
};

} // namespace polhist::access
