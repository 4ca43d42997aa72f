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

} // namespace

Result<Log> log_of(const timeline::History& history, std::size_t budget, index::Steps* kept) {
    StepsAlong steps(budget, kept);
    Log log;
    const Version* before = nullptr;
    for (const timeline::State& state : history.states) {
        const Version& version = history.version_of(state);
        LogEntry entry{&state, &version, before, {}};
        if (before != nullptr) {
            auto step = steps.between(*before, version);
            if (!step) {
                return tl::make_unexpected(std::move(step.error()));
            }
            entry.step = std::move(*step);
        }
        log.entries.push_back(std::move(entry));
        before = &version;
    }
    std::ranges::reverse(log.entries);
    log.notes = history.notes;
    if (kept != nullptr) {
        kept->save();
    }
    return log;
}

} // namespace polhist::answers
