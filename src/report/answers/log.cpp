#include "answers/log.h"

#include <algorithm>

namespace polhist::answers {
namespace {

using timeline::Version;

// Steps along a history, each from the version that the one before it led to.
class StepsAlong {
public:
    StepsAlong(std::size_t budget, index::Steps* kept) : budget_(budget), kept_(kept) {}

    Result<diff::Step> between(const Version& before, const Version& after) {
        if (auto known =
                kept_ == nullptr ? std::nullopt : kept_->find(before.document, after.document)) {
            return std::move(*known);
        }
        auto from = read(before);
        auto to = from ? read(after) : from;
        if (!to) {
            return tl::make_unexpected(std::move(to.error()));
        }
        const diff::Difference difference = diff::compare(**from, **to, budget_);
        diff::Step step = diff::step_of(difference, summary(difference));
        if (kept_ != nullptr) {
            kept_->keep(before.document, after.document, step);
        }
        return step;
    }

    // The step of a policy that was withdrawn and came back: from nothing.
    Result<diff::Step> from_nothing(const Version& after) {
        return read(after).map([&](const Document& to) {
            const policy::Document nothing = policy::nothing_beside(*to);
            const diff::Difference difference = diff::compare(nothing, *to, budget_);
            return diff::step_of(difference, summary(difference));
        });
    }

    // Whether a step changed something for a service; of the first version, whether it grants it.
    Result<bool> touches(std::string_view service, const Version* before, const Version& after) {
        auto from = before == nullptr ? Result<Document>(nullptr) : read(*before);
        auto to = from ? read(after) : from;
        if (!to) {
            return tl::make_unexpected(std::move(to.error()));
        }
        if (before == nullptr) {
            return std::ranges::any_of((*to)->statements, [&](const policy::Statement& statement) {
                return is_about(statement, service);
            });
        }
        constexpr std::size_t no_verdict = 0; // only grants are asked for
        return answers::touches(diff::compare(**from, **to, no_verdict), service);
    }

private:
    using Document = std::shared_ptr<const policy::Document>;

    // The version read last is the next one's predecessor.
    Result<Document> read(const Version& version) {
        if (last_ != &version) {
            auto document = load(version);
            if (!document) {
                return document;
            }
            last_ = &version;
            document_ = std::move(*document);
        }
        return document_;
    }

    std::size_t budget_;
    index::Steps* kept_;
    const Version* last_ = nullptr;
    Document document_;
};

// The entry of a state, where the filter wants it.
Result<std::optional<LogEntry>>
entry_of(LogEntry entry, bool was_gone, const StateFilter& filter, StepsAlong& steps) {
    if (entry.before != nullptr) {
        auto step = was_gone ? steps.from_nothing(*entry.version)
                             : steps.between(*entry.before, *entry.version);
        if (!step) {
            return tl::make_unexpected(std::move(step.error()));
        }
        entry.step = std::move(*step);
    }
    if (filter.verdict && (!entry.step || entry.step->access.overall != *filter.verdict)) {
        return std::nullopt;
    }
    if (filter.service) {
        const auto touched =
            steps.touches(*filter.service, was_gone ? nullptr : entry.before, *entry.version);
        if (!touched) {
            return tl::make_unexpected(touched.error());
        }
        if (!*touched) {
            return std::nullopt;
        }
    }
    return entry;
}

} // namespace

bool in_time(const StateFilter& filter, Instant at) {
    return (!filter.since || at >= *filter.since) && (!filter.until || at <= *filter.until);
}

Result<Log>
log_of(const timeline::History& history, const StateFilter& filter, index::Steps* kept) {
    kept = filter.budget == access::usual_budget ? kept : nullptr;
    StepsAlong steps(filter.budget, kept);
    Log log;
    const Version* before = nullptr;
    bool was_gone = false;
    for (const timeline::State& state : history.states) {
        const Version& version = history.version_of(state);
        if (in_time(filter, state.since)) {
            auto entry = entry_of({&state, &version, before, {}}, was_gone, filter, steps);
            if (!entry) {
                return tl::make_unexpected(std::move(entry.error()));
            }
            if (*entry) {
                log.entries.push_back(std::move(**entry));
            }
        }
        if (state.withdrawn && in_time(filter, *state.withdrawn)) {
            log.withdrawals.push_back(*state.withdrawn);
        }
        before = &version;
        was_gone = state.withdrawn.has_value();
    }
    std::ranges::reverse(log.entries);
    std::ranges::reverse(log.withdrawals);
    log.notes = history.notes;
    log.withdrawn = history.withdrawn();
    log.horizon = horizon_of(history.known_until, filter.until);
    if (kept != nullptr) {
        kept->save();
    }
    return log;
}

} // namespace polhist::answers
