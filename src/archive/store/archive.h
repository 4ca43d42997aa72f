// A store as the place where histories come from.

#pragma once

#include "store/store.h"
#include "timeline/history.h"

#include <map>
#include <optional>
#include <span>

namespace polhist::store {

class Archive final : public timeline::Archive {
public:
    explicit Archive(Store store) : store_(std::move(store)) {}

    // A name that several scopes have stands there once for each, as `aws:NAME`.
    [[nodiscard]] std::vector<std::string> names() const override;
    [[nodiscard]] bool has(std::string_view name) const override;
    [[nodiscard]] std::optional<std::string> name_of_arn(std::string_view arn) const override;

    // A name may say its scope, `aws:NAME`. One that several scopes have is an error otherwise,
    // which lists them.
    [[nodiscard]] Result<timeline::History> history(std::string_view name) const override;

    // The store cannot be read; nothing where it can.
    [[nodiscard]] std::optional<Error> trouble() const;

    [[nodiscard]] const Store& store() const { return store_; }

private:
    [[nodiscard]] Result<Known> known_of(const std::string& name) const override;
    [[nodiscard]] const Result<std::vector<PolicyKey>>& keys() const;
    [[nodiscard]] const Result<std::vector<timeline::Poll>>& polls() const;
    [[nodiscard]] std::vector<PolicyKey> named(std::string_view name) const;

    Store store_;
    // Once they were asked for.
    mutable std::optional<Result<std::vector<PolicyKey>>> keys_;
    mutable std::optional<Result<std::vector<timeline::Poll>>> polls_;

    // Of policies whose history was read: questions about all of them read each once.
    mutable std::map<std::string, Known, std::less<>> known_;
};

// The history of one policy of a store, from all claims of it and all polls. Its documents are read
// when they are asked for, until when the store must stay.
timeline::History history_from(const Store& store,
                               const PolicyKey& policy,
                               const Claims& claims,
                               std::span<const timeline::Poll> polls);

} // namespace polhist::store
