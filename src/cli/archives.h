// The policies that a reading command sees: those of a store and, for what it lacks, those that
// ship with polhist.

#pragma once

#include "bundled/bundled.h"
#include "timeline/claim.h"
#include "timeline/principals.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace polhist::cli {

// A store as reading commands see it.
struct StoredPolicies {
    std::unique_ptr<timeline::Archive> archive;
    std::function<Result<timeline::Claims>()> pages; // what documentation pages say
    std::string index;                               // the folder of its index
    // Its users, groups and roles; empty where an index answers, which knows none.
    std::function<Result<std::vector<timeline::PrincipalHistory>>()> principals = {};
};

class Archives final : public timeline::Archive {
public:
    // `say` is told when a shipped document stands in for one that the store lacks.
    explicit Archives(std::function<void(const std::string&)> say) : say_(std::move(say)) {}

    // From now on a store is asked first. With `fall_back`, what it lacks comes from the shipped
    // documents; without a store, everything does.
    void use(StoredPolicies store, bool fall_back);

    [[nodiscard]] std::vector<std::string> names() const override;
    [[nodiscard]] std::size_t count() const override;
    [[nodiscard]] std::vector<std::string>
    names_that_may_allow(std::string_view action) const override;
    [[nodiscard]] Result<std::vector<std::string>>
    names_unknown_at(const std::optional<Instant>& at) const override;
    [[nodiscard]] Result<std::optional<Instant>> known_until() const override;
    [[nodiscard]] bool has(std::string_view name) const override;
    [[nodiscard]] std::optional<std::string> name_of_arn(std::string_view arn) const override;
    [[nodiscard]] Result<timeline::History> history(std::string_view name) const override;

    // What the documentation pages in the store claim; nothing without a store.
    [[nodiscard]] Result<timeline::Claims> pages() const;

    // Users, groups and roles in the store; none without a store.
    [[nodiscard]] Result<std::vector<timeline::PrincipalHistory>> principals() const;

    // The folder of the index of the store; empty without a store.
    [[nodiscard]] std::string index() const { return store_ ? store_->index : std::string(); }

private:
    std::function<void(const std::string&)> say_;
    bundled::Archive shipped_;
    std::optional<StoredPolicies> store_;
    bool fall_back_ = true;
};

} // namespace polhist::cli
