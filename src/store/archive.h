// A store as the place where histories come from.

#pragma once

#include "store/store.h"
#include "timeline/history.h"

#include <optional>

namespace polhist::store {

class Archive final : public timeline::Archive {
public:
    explicit Archive(Store store) : store_(std::move(store)) {}

    [[nodiscard]] std::vector<std::string> names() const override;
    [[nodiscard]] std::vector<std::string> unique_names() const override;
    [[nodiscard]] bool has(std::string_view name) const override;
    [[nodiscard]] std::optional<std::string> name_of_arn(std::string_view arn) const override;

    // A name may say its scope, `aws:NAME`. One that several scopes have is an error otherwise,
    // which lists them.
    [[nodiscard]] Result<timeline::History> history(std::string_view name) const override;

    // The store cannot be read; nothing where it can.
    [[nodiscard]] std::optional<Error> trouble() const;

    [[nodiscard]] const Store& store() const { return store_; }

private:
    [[nodiscard]] const Result<std::vector<PolicyKey>>& keys() const;
    [[nodiscard]] std::vector<PolicyKey> named(std::string_view name) const;

    Store store_;
    mutable std::optional<Result<std::vector<PolicyKey>>> keys_; // once they were asked for
};

// The history of one policy of a store, with its documents.
Result<timeline::History> history_in(const Store& store, const PolicyKey& policy);

} // namespace polhist::store
