// The two programs that polhist is.
//
// `polhist` answers from documents and from the index of a store, and links only what that takes,
// so that it starts at once. Whatever takes git or more is `polhist-store`: it has the same
// commands and a few more, and is put in the place of `polhist` with the same arguments, so nobody
// sees that there are two.

#pragma once

#include "cli/archives.h"
#include "core/error.h"

#include <string>
#include <string_view>

namespace CLI { // NOLINT(readability-identifier-naming): of CLI11
class App;
} // namespace CLI

namespace polhist::cli {

class Session;

// What differs between them.
struct Program {
    // Opens the store at a path for reading commands.
    Result<StoredPolicies> (*open)(const Session& session, const std::string& path);

    // Adds the commands that only `polhist-store` does.
    void (*add_store_commands)(CLI::App& app, Session& session);
};

// Runs a program; exceptions stay inside.
int run(int argc, char** argv, const Program& program);

// Those of `polhist`: by the index, and by the other program.
Result<StoredPolicies> open_index(const Session& session, const std::string& path);
void add_delegated_commands(CLI::App& app, Session& session);

// Those of `polhist-store`. It brings the index up to date, but answers from the store.
Result<StoredPolicies> open_store(const Session& session, const std::string& path);
void add_store_commands(CLI::App& app, Session& session);

// What the commands of `polhist-store` are for.
inline constexpr const char* import_purpose = "Record what sources say in the store";
inline constexpr const char* principals_purpose =
    "Users, groups and roles, with what is attached to them";
inline constexpr const char* merge_purpose = "Take all that another store holds into this";
inline constexpr const char* fsck_purpose = "Whether the store is whole";
inline constexpr const char* feed_purpose = "The newest changes as Atom or RSS";
inline constexpr const char* site_purpose = "A static site of all policies: pages, feeds and JSON";
inline constexpr const char* completion_purpose = "A script that completes commands for a shell";
inline constexpr const char* drift_purpose = "A source now against what the store holds";
inline constexpr const char* subscribe_purpose = "Watch a source for drift";
inline constexpr const char* subscriptions_purpose = "What is watched, and who is told";
inline constexpr const char* unsubscribe_purpose = "Watch a source no more";
inline constexpr const char* run_purpose = "One look of a subscription: what cron starts";
inline constexpr const char* status_purpose = "Whether subscriptions are well";

} // namespace polhist::cli
