#include "answers/log.h"

#include "policy/envelope.h"

#include <fmt/format.h>

#include <charconv>

namespace polhist::answers {
namespace {

using timeline::History;
using timeline::Version;

std::optional<unsigned> number_of(const Version& version) {
    unsigned number = 0;
    if (!policy::is_version_id(version.id)) {
        return std::nullopt;
    }
    std::from_chars(version.id.data() + 1, version.id.data() + version.id.size(), number);
    return number;
}

void note_missing(unsigned first, unsigned last, std::vector<std::string>& notes) {
    if (first == last) {
        notes.push_back(fmt::format("v{} was never seen", first));
    } else if (first < last) {
        notes.push_back(fmt::format("v{} to v{} were never seen", first, last));
    }
}

// Versions are sorted by number, so a gap is between neighbours (or before the first).
std::vector<std::string> notes_on(const History& history) {
    std::vector<std::string> notes;
    unsigned expected = 1;
    for (const Version& version : history.versions) {
        if (const auto number = number_of(version)) {
            note_missing(expected, *number - 1, notes);
            expected = *number + 1;
        }
        if (!version.created) {
            notes.push_back(fmt::format("{} has no date: it can be named, but no date leads to it",
                                        version.id));
        }
    }
    return notes;
}

} // namespace

Result<Log> log_of(const History& history, const ledger::Ledger& ledger, std::size_t budget) {
    auto changes = steps(history, ledger, budget);
    if (!changes) {
        return tl::make_unexpected(std::move(changes.error()));
    }
    Log log;
    for (std::size_t i = history.states.size(); i-- > 0;) {
        const timeline::State& state = history.states[i];
        std::optional<Comparison> step;
        if (i > 0) {
            step = std::move((*changes)[i - 1]);
        }
        log.entries.push_back({&state, &history.version_of(state), std::move(step)});
    }
    log.notes = notes_on(history);
    return log;
}

} // namespace polhist::answers
