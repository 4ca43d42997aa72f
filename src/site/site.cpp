#include "site/site.h"

#include "assets/assets.h"
#include "site/action_pages.h"
#include "site/actions.h"
#include "site/overview_pages.h"
#include "site/policy_pages.h"

#include <fmt/format.h>

namespace polhist::site {
namespace {

// The document of the first state; an empty one where there is none.
Result<std::shared_ptr<const policy::Document>> first_document(const answers::Log& log) {
    if (log.entries.empty()) {
        return std::make_shared<const policy::Document>();
    }
    return log.entries.size() > 1 ? Result<std::shared_ptr<const policy::Document>>(
                                        log.entries[log.entries.size() - 2].step->from.document)
                                  : answers::load(*log.entries.front().version);
}

class Builder {
public:
    Builder(const timeline::Archive& archive,
            const ledger::Ledger& ledger,
            const Options& options,
            const Write& write)
        : archive_(archive),
          ledger_(ledger),
          options_(options),
          write_(write) {}

    Result<void> run() {
        const std::vector<std::string> names = archive_.unique_names();
        for (std::size_t i = 0; i < names.size(); ++i) {
            options_.show_progress(static_cast<double>(i) / static_cast<double>(names.size()));
            if (const auto added = add_policy(names[i]); !added) {
                return added;
            }
        }
        if (const auto written = write_action_pages(actions_.all(), records_, write_); !written) {
            return written;
        }
        if (const auto written = write_overview(records_, options_.base_url, write_); !written) {
            return written;
        }
        for (const std::string_view name : {"page.css", "search.js", "compare.js"}) {
            if (const auto written = write_(std::string(name), assets::bytes_of(name)); !written) {
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
        const auto log = answers::log_of(*history, ledger_, options_.budget);
        if (!log) {
            return tl::make_unexpected(log.error());
        }
        const auto first = first_document(*log);
        if (!first) {
            return tl::make_unexpected(first.error());
        }
        actions_.add(*log, **first);
        auto record = write_policy({name, *history, *log, options_.base_url}, write_);
        if (!record) {
            return tl::make_unexpected(std::move(record.error()));
        }
        records_.push_back(std::move(*record));
        return {};
    }

    const timeline::Archive& archive_;
    const ledger::Ledger& ledger_;
    const Options& options_;
    const Write& write_;
    std::vector<PolicyRecord> records_;
    Actions actions_;
};

} // namespace

Result<void> build(const timeline::Archive& archive,
                   const ledger::Ledger& ledger,
                   const Options& options,
                   const Write& write) {
    return Builder(archive, ledger, options, write).run();
}

} // namespace polhist::site
