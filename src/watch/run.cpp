#include "watch/run.h"

#include "core/digest.h"
#include "watch/known.h"
#include "watch/record.h"
#include "watch/turn.h"

#include <fmt/format.h>

namespace polhist::watch {
namespace {

std::string policies_phrase(std::size_t count) {
    return fmt::format("{} polic{}", count, count == 1 ? "y" : "ies");
}

// One run, from its state to its state.
class Run {
public:
    Run(Desk desk, const RunOptions& options)
        : desk_(desk),
          options_(options),
          state_(desk.book.state(desk.subscription.name)) {}

    bool go() {
        const bool looked = look();
        const bool delivered = deliver();
        const auto kept = desk_.book.write_state(desk_.subscription.name, state_);
        if (!kept) {
            desk_.world.trouble(kept.error().message);
        }
        return looked && delivered && kept;
    }

private:
    // What the source gives is only for this source; settings may change.
    [[nodiscard]] std::string source_name() const {
        const Subscription& of = desk_.subscription;
        return sha256(of.source + '\n' + of.scope +
                      (of.base_url.empty() ? "" : '\n' + of.base_url));
    }

    bool look() {
        auto fetched = fetch();
        if (!fetched) {
            return source_failed(fetched.error().message);
        }
        state_.memory = std::move(fetched->memory);
        if (!fetched->unfinished.empty()) {
            return keep_part(std::move(*fetched));
        }
        if (!fetched->imported) {
            saw(std::move(fetched->mark));
            return true;
        }
        return take(snapshot_of(std::move(*fetched->imported)), std::move(fetched->mark));
    }

    Result<Fetched> fetch() {
        auto source = desk_.world.source(desk_.subscription.source);
        if (!source) {
            return tl::make_unexpected(std::move(source.error()));
        }
        FetchOptions options;
        options.now = desk_.world.now();
        options.scope = desk_.subscription.scope;
        options.allow_private = desk_.subscription.allow_private;
        options.base_url = desk_.subscription.base_url;
        options.pace = desk_.subscription.pace;
        options.known = [this](const timeline::PolicyKey& policy) {
            return known_versions(desk_.store, policy);
        };
        if (state_.source == source_name()) {
            options.memory = state_.memory;
            // The mark speaks of what the store had then.
            options.mark = state_.commit == desk_.store.head() ? state_.mark : "";
        }
        return (*source)->fetch(options);
    }

    // Documents that a source brought before it had to stop need not be brought by the next run.
    bool keep_part(Fetched fetched) {
        state_.source = source_name();
        state_.mark.clear();
        std::string why = std::move(fetched.unfinished);
        if (fetched.imported) {
            Snapshot snapshot = snapshot_of(std::move(*fetched.imported));
            const auto kept =
                watch::record(desk_.store,
                              std::move(snapshot.claims),
                              fmt::format("{}: {} of a source that was not read to its end",
                                          desk_.subscription.name,
                                          policies_phrase(snapshot.policies.size())));
            why += kept ? "" : fmt::format("; {}", kept.error().message);
        }
        return source_failed(why);
    }

    bool take(Snapshot snapshot, std::string mark) {
        for (const std::string& note : snapshot.notes) {
            desk_.world.note(note);
        }
        for (const std::string& rejected : snapshot.rejected) {
            desk_.world.trouble(rejected);
        }
        const bool whole = snapshot.rejected.empty();
        auto recorded = record(std::move(snapshot));
        if (!recorded) {
            return source_failed(recorded.error().message);
        }
        if (whole) {
            saw(std::move(mark));
            return true;
        }
        state_.mark.clear();
        return source_failed("part of the source could not be read; the rest was recorded");
    }

    Result<void> record(Snapshot snapshot) {
        const auto table = looks();
        if (!table) {
            return tl::make_unexpected(table.error());
        }
        const std::size_t policies = snapshot.policies.size();
        auto look =
            look_at(std::move(snapshot),
                    **table,
                    {desk_.subscription.observer(), desk_.world.now(), options_.accept_loss});
        if (!look) {
            return tl::make_unexpected(std::move(look.error()));
        }
        const auto recorded = watch::record(desk_.store,
                                            std::move(look->claims),
                                            fmt::format("{}: {}, {} changed, {} gone",
                                                        desk_.subscription.name,
                                                        policies_phrase(policies),
                                                        look->changed - look->gone,
                                                        look->gone));
        if (!recorded) {
            return tl::make_unexpected(recorded.error());
        }
        if (look->baseline && look->changed > 0) {
            looks_->first = look->at;
            desk_.world.note(fmt::format("{}: the first look at {}; from now on changes are told",
                                         desk_.subscription.name,
                                         policies_phrase(policies)));
        }
        return {};
    }

    // What the subscription saw before this run.
    Result<const Table*> looks() {
        if (!looks_) {
            auto table = table_of(desk_.store, desk_.subscription.observer());
            if (!table) {
                return tl::make_unexpected(std::move(table.error()));
            }
            looks_ = std::move(*table);
        }
        return &*looks_;
    }

    void saw(std::string mark) {
        state_.looked = desk_.world.now();
        state_.mark = std::move(mark);
        state_.source = source_name();
        state_.commit = desk_.store.head();
        state_.failing.reset();
        state_.error.clear();
    }

    bool source_failed(const std::string& why) {
        state_.failing = state_.failing.value_or(desk_.world.now());
        state_.error = why;
        desk_.world.trouble(fmt::format("{}: {}", desk_.subscription.name, why));
        return false;
    }

    bool deliver() {
        const auto baseline = [this] {
            return looks().map([](const Table* table) { return table->first; });
        };
        return Deliverer(desk_, baseline, {options_.at_once, options_.program}).deliver(state_);
    }

    Desk desk_;
    const RunOptions& options_;
    State state_;
    std::optional<Table> looks_;
};

} // namespace

bool run(Desk desk, const RunOptions& options) {
    const auto turn = Turn::take(desk.book.folder(desk.subscription.name));
    // Another run may have written while this one waited.
    const auto ready = turn ? desk.store.refresh() : tl::make_unexpected(turn.error());
    if (!ready) {
        desk.world.trouble(ready.error().message);
        return false;
    }
    return Run(desk, options).go();
}

} // namespace polhist::watch
