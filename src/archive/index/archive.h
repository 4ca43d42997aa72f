// The index as the place where histories come from. It answers what the store would, without it.

#pragma once

#include "index/chain.h"
#include "timeline/history.h"

#include <functional>

namespace polhist::index {

class Archive final : public timeline::Archive {
public:
    // `damaged` is called before a damaged part would make an answer wrong, and best never returns;
    // where it does, what was asked for is an error, or empty.
    Archive(Chain chain, std::function<void()> damaged)
        : chain_(std::move(chain)),
          damaged_(std::move(damaged)) {}

    // A name that several scopes have stands there once for each, as `aws:NAME`.
    [[nodiscard]] std::vector<std::string> names() const override;
    [[nodiscard]] std::size_t count() const override;
    [[nodiscard]] bool has(std::string_view name) const override;
    [[nodiscard]] std::optional<std::string> name_of_arn(std::string_view arn) const override;
    [[nodiscard]] std::vector<std::string>
    names_that_may_allow(std::string_view action) const override;

    [[nodiscard]] Result<std::vector<std::string>>
    names_unknown_at(const std::optional<Instant>& at) const override;
    [[nodiscard]] Result<std::optional<Instant>> known_until() const override;

    // A name may say its scope, `aws:NAME`. One that several scopes have is an error otherwise,
    // which lists them.
    [[nodiscard]] Result<timeline::History> history(std::string_view name) const override;

    // What documentation pages say: updates and prose.
    [[nodiscard]] Result<timeline::Claims> pages() const;

private:
    struct Place {
        const Segment* segment = nullptr;
        std::size_t at = 0;
        timeline::PolicyKey key;
    };

    [[nodiscard]] std::vector<Place> named(std::string_view name) const;
    [[nodiscard]] std::optional<Record> record_at(const Place& place) const;
    [[nodiscard]] Result<std::vector<Coverage>> coverages() const;
    [[nodiscard]] const LastPolls* last_polls() const;

    Chain chain_;
    std::function<void()> damaged_;
    mutable std::optional<LastPolls> polls_; // once they were asked for
};

} // namespace polhist::index
