#include "site/site.h"

#include "assets/assets.h"
#include "site/action_pages.h"
#include "site/actions.h"
#include "site/overview_pages.h"
#include "site/policy_pages.h"
#include "site/states.h"

#include <fmt/format.h>

namespace polhist::site {
namespace {

class Builder {
public:
    Builder(const timeline::Archive& archive,
            std::span<const ledger::Ledger> ledgers,
            const Options& options,
            const Write& write)
        : archive_(archive),
          ledgers_(ledgers),
          options_(options),
          write_(write) {}

    Result<void> run() {
        const std::vector<std::string> names = archive_.names();
        for (std::size_t i = 0; i < names.size(); ++i) {
            options_.show_progress(static_cast<double>(i) / static_cast<double>(names.size()));
            if (auto added = add_policy(names[i]); !added) {
                return added;
            }
        }
        if (auto written = write_action_pages(actions_.all(), records_, write_); !written) {
            return written;
        }
        if (auto written = write_overview(records_, known_until_, options_.base_url, write_);
            !written) {
            return written;
        }
        for (const std::string_view name : {"page.css", "search.js", "compare.js"}) {
            if (auto written = write_(std::string(name), assets::file(name).bytes); !written) {
                return written;
            }
        }
        return {};
    }

private:
    Result<void> add_policy(const std::string& name) {
        const auto history = archive_.history(name);
        if (!history) {
            return tl::make_unexpected(history.error());
        }
        const auto states = states_of(*history, ledgers_, options_.budget);
        if (!states) {
            return tl::make_unexpected(states.error());
        }
        known_until_ = std::max(known_until_, history->known_until);
        actions_.add(*states);
        auto record = write_policy({name, *history, *states, options_.base_url}, write_);
        if (!record) {
            return tl::make_unexpected(std::move(record.error()));
        }
        records_.push_back(std::move(*record));
        return {};
    }

    const timeline::Archive& archive_;
    std::span<const ledger::Ledger> ledgers_;
    const Options& options_;
    const Write& write_;
    std::vector<PolicyRecord> records_;
    Actions actions_;
    std::optional<Instant> known_until_;
};

} // namespace

Result<void> build(const timeline::Archive& archive,
                   std::span<const ledger::Ledger> ledgers,
                   const Options& options,
                   const Write& write) {
    return Builder(archive, ledgers, options, write).run();
}

} // namespace polhist::site
