#include "ledger/rows.h"

#include "access/glob.h"
#include "core/spelling.h"
#include "ledger/changes.h"
#include "ledger/matching.h"
#include "ledger/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace polhist::ledger {
namespace {

// A change and the updates that tell of it, newest first.
struct Documented {
    Change change;
    std::vector<const Update*> rows;
};

// Audits the updates of one policy; the findings are collected in `found`.
class RowAudit {
public:
    RowAudit(const Ledger& ledger, const Subject& subject) : ledger_(ledger), subject_(subject) {
        for (Change& change : changes_of(subject)) {
            Telling& telling = tellings_.emplace_back();
            telling.day = change.day;
            for (const auto& [folded, action] : change.actions) {
                telling.actions.push_back(action.name);
            }
            documented_.push_back({std::move(change), {}});
        }
    }

    std::vector<Finding> run() {
        for (const Update& row : ledger_.updates) {
            if (row.policy == subject_.history->name) {
                match(row);
            }
        }
        for (const auto& [change, rows] : documented_) {
            if (change.before != nullptr) {
                check(change, rows);
            }
        }
        return std::move(found_);
    }

private:
    void report(FindingKind kind, std::string date, std::string subject, std::string message) {
        found_.push_back({subject_.history->name,
                          std::move(date),
                          kind,
                          std::move(subject),
                          std::move(message)});
    }

    void match(const Update& row) {
        const auto told = change_told_by(row, tellings_);
        if (!told) {
            report_unmatched(row);
            return;
        }
        documented_[*told].rows.push_back(&row);
        const Change& change = documented_[*told].change;
        if (row.date != change.day) {
            report(FindingKind::misdated,
                   row.date,
                   change.version,
                   fmt::format("the update is documented for {}, but {} came into force on {}",
                               row.date,
                               change.version,
                               change.day));
        }
    }

    // An update older than what is known of the policy may well be right.
    void report_unmatched(const Update& row) {
        if (row.date >= format_date(subject_.history->states.front().since)) {
            report(FindingKind::misdated,
                   row.date,
                   row.date,
                   fmt::format("the update is documented for {}, but no change is known within {} "
                               "days of it",
                               row.date,
                               farthest_days));
        }
    }

    void check(const Change& change, const std::vector<const Update*>& rows) {
        if (rows.empty()) {
            if (change.day > ledger_.tracking_since) {
                report(FindingKind::undocumented,
                       change.day,
                       change.version,
                       fmt::format("no update is documented for {}, which {}{}",
                                   change.version,
                                   told(change.grants),
                                   end_of_ledger(change)));
            }
            return;
        }
        std::vector<std::string> named;
        for (const Update* row : rows) {
            for (const std::string& name : actions_in(text_of(*row))) {
                named.push_back(resolve(name, *row, change));
            }
        }
        if (named.empty()) {
            report(FindingKind::unspecified,
                   change.day,
                   change.version,
                   fmt::format("the update documented for {} names no action; {} {}",
                               rows.front()->date,
                               change.version,
                               told(change.grants)));
            return;
        }
        for (const auto& [folded, action] : change.actions) {
            if (!names_action(named, action.name)) {
                report_unnamed(change, action, *rows.front());
            }
        }
    }

    // A page that was taken before a change cannot tell of it.
    [[nodiscard]] std::string end_of_ledger(const Change& change) const {
        return change.day > ledger_.documented_until && !ledger_.documented_until.empty()
                   ? fmt::format("; the newest update documented is of {}",
                                 ledger_.documented_until)
                   : std::string();
    }

    // The action that a row means by `name`. One that is not there is reported, and `name` stays
    // where nothing is near.
    std::string resolve(const std::string& name, const Update& row, const Change& change) {
        std::vector<std::string_view> changed;
        for (const auto& [folded, action] : change.actions) {
            changed.emplace_back(action.name);
        }
        std::vector<std::string_view> present = action_patterns(*change.before);
        std::ranges::copy(action_patterns(*change.after), std::back_inserter(present));
        const auto says = [&](std::string_view pattern) {
            return access::matches_action(pattern, name) || access::matches_action(name, pattern);
        };
        if (std::ranges::any_of(present, says)) {
            return name;
        }
        auto meant = nearest(name, changed);
        if (!meant) {
            meant = nearest(name, present);
        }
        report(meant ? FindingKind::misspelt : FindingKind::not_found,
               row.date,
               name,
               meant ? fmt::format("the update names `{}`; the documents have `{}`", name, *meant)
                     : fmt::format("the update names `{}`, which neither {} nor the version "
                                   "before it has",
                                   name,
                                   change.version));
        return meant ? std::string(*meant) : name;
    }

    void report_unnamed(const Change& change, const ChangedAction& action, const Update& row) {
        report(FindingKind::undocumented,
               change.day,
               action.name,
               fmt::format("{} {} `{}`; the update documented for {} does not name it",
                           change.version,
                           action.how,
                           action.name,
                           row.date));
    }

    const Ledger& ledger_;
    const Subject& subject_;
    std::vector<Documented> documented_;
    std::vector<Telling> tellings_; // the same changes
    std::vector<Finding> found_;
};

} // namespace

std::vector<Finding> audit_rows(const Ledger& ledger, const Subject& subject) {
    return RowAudit(ledger, subject).run();
}

} // namespace polhist::ledger
