// Keeping the index at the newest state of a store.

#pragma once

#include "core/error.h"
#include "index/record.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace polhist::index {

// What changed between an older commit of a store and its newest.
struct Changed {
    std::vector<timeline::PolicyKey> policies;
    bool pages = false;
    bool polls = false; // an observer looked
};

// A store, as the index sees it.
class Source {
public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    Source(Source&&) = delete;
    Source& operator=(Source&&) = delete;
    virtual ~Source() = default;

    // The newest commit: 40 hexadecimal digits.
    [[nodiscard]] virtual std::string head() const = 0;

    // Nothing where it cannot be told, or something is gone.
    [[nodiscard]] virtual std::optional<Changed> changed_since(const std::string& commit) const = 0;

    // Every policy, one after another. The first error of `use` ends it.
    [[nodiscard]] virtual Result<void>
    each(const std::function<Result<void>(Entry)>& use) const = 0;

    [[nodiscard]] virtual Result<Entry> entry(const timeline::PolicyKey& policy) const = 0;

    // What documentation pages say: updates and prose.
    [[nodiscard]] virtual Result<timeline::Claims> pages() const = 0;

    // When observers looked at all that they observe.
    [[nodiscard]] virtual Result<std::vector<timeline::Poll>> polls() const = 0;
};

// Above this many changed policies a recording run leaves the work to the first question.
constexpr std::size_t few = 64;

// Brings the index in a folder to the newest state of a store, if it is not there yet. Where few
// policies changed only they are read, and what is written is in proportion to them: older segments
// are taken into the new one while they are no more than twice as large. `most`: how many policies
// it may read; with more to do it does nothing. Errors: the store cannot be read, the index not
// written, or somebody else is writing it.
Result<void> refresh(const std::string& folder, const Source& source, std::size_t most = SIZE_MAX);

// Throws the index away, but for what was computed from documents alone.
void discard(const std::string& folder);

} // namespace polhist::index
