// What the documents of one policy say, action by action, so that a question about an action reads
// none of them: each different statement of all versions once, without the actions it names (a
// frame), and for each action pattern the frames and versions that it stands in. Neighbouring
// versions are much alike, so an outline is far smaller than what it is of.

#pragma once

#include "policy/document.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace polhist::index {

// Neighbouring versions: the first, and the one behind the last.
struct Run {
    std::size_t first = 0;
    std::size_t end = 0;
};

// Where a pattern stands: the versions, by frame.
using Places = std::map<std::size_t, std::vector<Run>>;

class OutlineWriter {
public:
    // Adds the document of the next version.
    void add(const policy::Document& document);

    [[nodiscard]] std::string bytes() const;

private:
    // A frame that stands in one document twice is two frames.
    using Frame = std::pair<std::string, std::size_t>;

    std::vector<std::string> frames_; // encoded
    std::map<Frame, std::size_t> numbers_;
    std::vector<std::string> versions_; // encoded
    std::unordered_map<std::string, Places> patterns_;
};

class Outline {
public:
    // What the versions say of one action.
    class Excerpts {
    public:
        // The version's document with the statements that may concern the action, less the actions
        // that do not overlap it. Statements keep their numbers and Sids; the Id, warnings and
        // places in the text are not there. The version must be one.
        [[nodiscard]] policy::Document of(std::size_t version) const;

    private:
        friend class Outline;

        struct Mention {
            std::string_view pattern;
            std::vector<Run> runs;
        };

        explicit Excerpts(const Outline& outline)
            : outline_(&outline),
              mentions_(outline.frames_.size()) {}

        const Outline* outline_;
        std::vector<std::vector<Mention>> mentions_; // by frame, sorted as in a statement
    };

    // `bytes` must stay. Nothing where they are no outline of that many versions.
    static std::optional<Outline> in(std::string_view bytes, std::size_t versions);

    // What concerns an action (a pattern). The outline must stay. Nothing where it is damaged.
    [[nodiscard]] std::optional<Excerpts> about(std::string_view action) const;

private:
    struct Version {
        policy::Language language = policy::Language::v2008;
        bool language_stated = false;
        std::vector<std::size_t> frames; // of its statements, in their order
    };

    std::vector<policy::Statement> frames_;
    std::vector<Version> versions_;
    std::string_view patterns_; // encoded: each with its places, sorted as in a statement
};

} // namespace polhist::index
