// What every command is given, and how commands are added to the program.
//
// A command file registers its arguments with CLI11 and a function that parses them, calls an
// answer, renders it and hands the text to `emit`. It holds no logic of its own.

#pragma once

#include "access/compare.h"
#include "cli/archives.h"
#include "cli/exit_status.h"
#include "cli/programs.h"
#include "core/error.h"
#include "ledger/ledger.h"
#include "output/style.h"
#include "timeline/when.h"

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace polhist::cli {

// The options of every command, and what they lead to.
class Session {
public:
    // Set by the arguments.
    std::string store;
    std::string colour = "auto";
    bool quiet = false;
    std::string format = "text";
    std::string output;
    bool full = false;
    std::size_t budget = access::usual_budget;
    std::string witness;         // `aws`, or empty
    bool writes = false;         // the command opens the store itself
    bool storeless = false;      // the command needs none
    bool is_handed_over = false; // the command is for the other program, which opens what it takes
    char** arguments = nullptr;  // of the program, as it was given them

    // The command that the arguments chose.
    std::function<ExitStatus()> command;

    [[nodiscard]] const timeline::Archive& archive() const { return archive_; }

    // Opens the store that a reading command is to read, if there is one.
    [[nodiscard]] Result<void> open_store(const Program& program);

    // Users, groups and roles in that store; none without one.
    [[nodiscard]] Result<std::vector<timeline::PrincipalHistory>> principals() const {
        return archive_.principals();
    }

    // The folder of the index of that store; empty where there is none.
    [[nodiscard]] std::string index() const { return archive_.index(); }

    // Where the store is or, for a command that writes, is to be made.
    [[nodiscard]] std::string store_path() const;

    // Where the store of a user is when nothing else is said; empty without a home.
    [[nodiscard]] static std::string usual_store();

    // The ledger that ships with polhist.
    [[nodiscard]] Result<ledger::Ledger> ledger() const;

    // Those of the pages in the store, and the one that ships where the store has no state of its
    // page.
    [[nodiscard]] Result<std::vector<ledger::Ledger>> ledgers() const;

    // How text is to look on standard output or in the file of `-o`.
    [[nodiscard]] output::Style style() const;

    // Hands the result to standard output or the file of `-o`. Gives `status`, or trouble.
    [[nodiscard]] ExitStatus emit(std::string_view text,
                                  ExitStatus status = ExitStatus::done) const;

    // A message on standard error, unless the user wants none.
    void note(std::string_view message) const;

private:
    Archives archive_{[this](const std::string& message) { note(message); }};
};

// Says what went wrong and gives `trouble`.
ExitStatus trouble(const Error& error);

// A WHEN from the command line.
Result<timeline::When> when_argument(const std::string& text);

// `--format` with the formats a command has, `-o` and `--full`.
void add_output_options(CLI::App& command, Session& session, std::vector<std::string> formats);

// `--budget`, of commands that compute verdicts.
void add_engine_options(CLI::App& command, Session& session);

// `--witness`, of commands that show requests.
void add_witness_option(CLI::App& command, Session& session);

void add_check(CLI::App& app, Session& session);
void add_import(CLI::App& app, Session& session);
void add_merge(CLI::App& app, Session& session);
void add_fsck(CLI::App& app, Session& session);
void add_drift(CLI::App& app, Session& session);
void add_subscribe(CLI::App& app, Session& session);
void add_subscriptions(CLI::App& app, Session& session);
void add_unsubscribe(CLI::App& app, Session& session);
void add_run(CLI::App& app, Session& session);
void add_status(CLI::App& app, Session& session);
void add_diff(CLI::App& app, Session& session);
void add_list(CLI::App& app, Session& session);
void add_principals(CLI::App& app, Session& session);
void add_log(CLI::App& app, Session& session);
void add_show(CLI::App& app, Session& session);
void add_blame(CLI::App& app, Session& session);
void add_when(CLI::App& app, Session& session);
void add_who(CLI::App& app, Session& session);
void add_changelog(CLI::App& app, Session& session);
void add_audit(CLI::App& app, Session& session);
void add_completion(CLI::App& app, Session& session);
void add_feed(CLI::App& app, Session& session);
void add_git_diff(CLI::App& app, Session& session);
void add_site(CLI::App& app, Session& session);
void add_eval(CLI::App& app, Session& session);

} // namespace polhist::cli
