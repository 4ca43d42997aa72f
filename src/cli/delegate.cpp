#include "cli/delegate.h"

#include "cli/output.h"
#include "cli/programs.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace polhist::cli {
namespace {

namespace fs = std::filesystem;

// The folder that this program is in.
fs::path own_folder() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

} // namespace

void hand_over(const Session& session) {
    const fs::path folder = own_folder();
    // Beside this one where it was built, in its own place where it was installed.
    const std::array<std::string, 2> paths{
        folder / "polhist-store", (folder / POLHIST_LIBEXEC / "polhist-store").lexically_normal()};
    int reason = ENOENT;
    for (const std::string& path : paths) {
        execv(path.c_str(), session.arguments);
        reason = errno == ENOENT ? reason : errno;
    }
    complain(fmt::format("the part of polhist that reads and writes stores cannot be started: "
                         "neither `{}` nor `{}` is there to run ({}); install polhist again",
                         paths[0],
                         paths[1],
                         std::strerror(reason)));     // NOLINT(concurrency-mt-unsafe): one thread
    std::exit(static_cast<int>(ExitStatus::trouble)); // NOLINT(concurrency-mt-unsafe)
}

void add_delegated_commands(CLI::App& app, Session& session) {
    const std::array<std::pair<const char*, const char*>, 13> commands{
        {{"feed", feed_purpose},
         {"site", site_purpose},
         {"principals", principals_purpose},
         {"import", import_purpose},
         {"merge", merge_purpose},
         {"fsck", fsck_purpose},
         {"drift", drift_purpose},
         {"subscribe", subscribe_purpose},
         {"subscriptions", subscriptions_purpose},
         {"unsubscribe", unsubscribe_purpose},
         {"run", run_purpose},
         {"status", status_purpose},
         {"completion", completion_purpose}}};
    for (const auto& [name, purpose] : commands) {
        CLI::App* command = app.add_subcommand(name, purpose);
        // Its arguments, `--help` too, are for the other program to judge.
        command->set_help_flag();
        command->prefix_command();
        command->callback([&session] {
            session.is_handed_over = true;
            session.command = [&session]() -> ExitStatus { hand_over(session); };
        });
    }
}

} // namespace polhist::cli
