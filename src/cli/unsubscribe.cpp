#include "cli/command.h"
#include "cli/watch.h"
#include "watch/crontab.h"
#include "watch/registration.h"
#include "watch/systemd.h"
#include "watch/turn.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

// Takes the line out of the crontab and the units away, where they are.
Result<void> uninstall(const Session& session, const std::string& name, const std::string& store) {
    const auto removed = watch::remove_units("polhist-" + name, watch::units_folder());
    if (!removed) {
        return tl::make_unexpected(removed.error());
    }
    if (*removed) {
        session.note(
            fmt::format("took the units polhist-{} away; `systemctl --user daemon-reload`", name));
    }
    const auto changed = watch::install_line(name, store, {});
    if (!changed) {
        // Without cron there is no line. Elsewhere, a line that stays would fail every hour.
        session.note(fmt::format("the crontab was not looked at: {}", changed.error().message));
    } else if (*changed) {
        session.note("took its line out of your crontab");
    }
    return {};
}

std::size_t pending(const watch::State& state) {
    std::size_t count = 0;
    for (const auto& [id, sink] : state.sinks) {
        count += sink.pending;
    }
    return count;
}

ExitStatus run_unsubscribe(const Session& session, const std::string& name) {
    keep_private();
    const auto path = existing_store(session);
    if (!path) {
        return trouble(path.error());
    }
    watch::Book book(*path);
    const auto subscription = book.read(name);
    if (!subscription) {
        return trouble(subscription.error());
    }
    if (const auto gone = uninstall(session, name, *path); !gone) {
        return trouble(gone.error());
    }
    const auto turn = watch::Turn::take(book.folder(name));
    if (!turn) {
        return trouble(turn.error());
    }
    auto store = store::Store::open(*path, store::Access::writing);
    if (!store) {
        return trouble(store.error());
    }
    const std::size_t waiting = pending(book.state(name));
    if (const auto dismissed = watch::dismiss(*store, book, *subscription); !dismissed) {
        return trouble(dismissed.error());
    }
    session.note(fmt::format("unsubscribed `{}`; what it recorded stays in the store{}",
                             name,
                             waiting == 0 ? std::string()
                                          : fmt::format(", {} alerts are told nobody", waiting)));
    return ExitStatus::done;
}

} // namespace

void add_unsubscribe(CLI::App& app, Session& session) {
    const auto name = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("unsubscribe", unsubscribe_purpose);
    command->add_option("NAME", *name, "The subscription")->type_name("")->required();
    command->footer(
        "Takes its line out of your crontab, or its units away. What it recorded stays.\n"
        "\n"
        "Examples:\n"
        "  polhist unsubscribe account\n");
    command->callback([&session, name] {
        session.writes = true;
        session.command = [&session, name] { return run_unsubscribe(session, *name); };
    });
}

} // namespace polhist::cli
