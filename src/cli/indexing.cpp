#include "cli/indexing.h"

#include "index/chain.h"
#include "index/refresh.h"
#include "store/archive.h"
#include "store/changes.h"

#include <algorithm>

namespace polhist::cli {
namespace {

using timeline::PolicyKey;

// A store as the index sees it.
class StoreSource final : public index::Source {
public:
    explicit StoreSource(const store::Store& store) : store_(store), polls_(store.polls()) {}

    [[nodiscard]] std::string head() const override { return store_.head(); }

    [[nodiscard]] std::optional<index::Changed>
    changed_since(const std::string& commit) const override {
        auto changes = store::changes_since(store_, commit);
        return changes ? std::optional(index::Changed{
                             std::move(changes->policies), changes->pages, changes->polls})
                       : std::nullopt;
    }

    [[nodiscard]] Result<void>
    each(const std::function<Result<void>(index::Entry)>& use) const override {
        if (!polls_) {
            return tl::make_unexpected(polls_.error());
        }
        return store_.each([&](const PolicyKey& policy, const timeline::Claims& claims) {
            return use(entry_from(policy, claims));
        });
    }

    [[nodiscard]] Result<index::Entry> entry(const PolicyKey& policy) const override {
        if (!polls_) {
            return tl::make_unexpected(polls_.error());
        }
        return store_.claims_of(policy).map(
            [&](const timeline::Claims& claims) { return entry_from(policy, claims); });
    }

    [[nodiscard]] Result<timeline::Claims> pages() const override { return store_.pages(); }

    [[nodiscard]] Result<std::vector<timeline::Poll>> polls() const override { return polls_; }

private:
    [[nodiscard]] index::Entry entry_from(const PolicyKey& policy,
                                          const timeline::Claims& claims) const {
        index::Entry entry{store::history_from(store_, policy, claims, *polls_), {}};
        for (const timeline::PolicyClaim& claim : claims.policies) {
            if (!claim.arn.empty()) {
                entry.arns.push_back(claim.arn);
            }
        }
        std::ranges::sort(entry.arns);
        entry.arns.erase(std::unique(entry.arns.begin(), entry.arns.end()), entry.arns.end());
        return entry;
    }

    const store::Store& store_;
    Result<std::vector<timeline::Poll>> polls_;
};

} // namespace

void refresh_index(const store::Store& store, const std::string& path, std::size_t most) {
    static_cast<void>(index::refresh(index::folder_in(path), StoreSource(store), most));
}

} // namespace polhist::cli
