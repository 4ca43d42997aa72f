#include "cli/command.h"

#include "cli/output.h"
#include "core/spelling.h"
#include "ledger/documented.h"
#include "store/store.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <memory>

namespace polhist::cli {
namespace {

constexpr std::string_view program_footer =
    "Examples:\n"
    "  polhist diff AWSServiceRoleForImageBuilder 2021-04-02 2021-08-11\n"
    "  polhist diff old.json new.json --exit-code\n"
    "  polhist changelog --since 2021-01-01\n"
    "  polhist when ssm:DescribeAssociationExecutions\n"
    "  polhist list\n"
    "\n"
    "WHEN is a day (2021-08-11, in force at its end, UTC), an RFC 3339 instant, v13,\n"
    "v1@INSTANT, sha-<12 hex>, latest or first; WHEN~N is N versions before it.\n"
    "\n"
    "Exit status: 0 done, 1 a gate did not pass, 2 trouble.\n";

void add_global_options(CLI::App& app, Session& session) {
    app.add_option(
           "--store", session.store, "Use this store, not the one of POLHIST_STORE or of your home")
        ->type_name("PATH");
    app.add_option("--color", session.colour, "When to colour: auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->type_name("WHEN");
    app.add_flag("-q,--quiet", session.quiet, "No messages but errors");
}

// Every command answers `--version`, and takes the global options after its name too.
void finish(CLI::App& app) {
    app.require_subcommand(1);
    for (CLI::App* command : app.get_subcommands({})) {
        if (!command->get_prefix_command()) {
            command->set_version_flag("--version", "polhist " POLHIST_VERSION);
            command->fallthrough();
        }
    }
}

ExitStatus print(std::string_view text) {
    const auto written = write_stdout(text);
    return written ? ExitStatus::done : trouble(written.error());
}

// The value of a variable of the environment; empty where it is not set.
std::string environment(const char* name) {
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): one thread
    return value == nullptr ? std::string() : std::string(value);
}

// Positionals as they are told in manuals: `POLICY`, or `[POLICY]` where it may be left out.
class HelpFormatter : public CLI::Formatter {
public:
    std::string make_option_usage(const CLI::Option* option) const override {
        const std::string name =
            option->get_name(true) + (option->get_items_expected_max() > 1 ? "..." : "");
        return option->get_required() ? name : '[' + name + ']';
    }
};

// The command that the arguments lead to: of the commands in commands, the last one named.
const CLI::App& deepest(const CLI::App& app, std::string& path) {
    const auto chosen = app.get_subcommands();
    if (chosen.empty()) {
        return app;
    }
    path += ' ' + chosen.front()->get_name();
    return deepest(*chosen.front(), path);
}

// What is wrong with the arguments, and where to read on.
std::string explain(const CLI::App& app, const CLI::ParseError& error) {
    std::string path;
    const CLI::App& command = deepest(app, path);
    const auto unknown = app.remaining(true);
    std::vector<std::string> names;
    for (const CLI::App* inside : command.get_subcommands({})) {
        names.push_back(inside->get_name());
    }
    if (names.empty() || unknown.empty()) {
        return fmt::format("{}; see polhist{} --help", error.what(), path);
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    const auto meant = nearest(unknown.front(), views);
    return fmt::format("there is no {} `{}`; {}",
                       path.empty() ? "command" : path.substr(1),
                       unknown.front(),
                       meant ? fmt::format("did you mean `{}`?", *meant)
                             : fmt::format("see polhist{} --help", path));
}

struct Command {
    std::string_view name;
    void (*add)(CLI::App& app, Session& session);
};

// The commands that both programs have.
constexpr Command commands[] = {
    {"diff", add_diff},
    {"list", add_list},
    {"log", add_log},
    {"show", add_show},
    {"blame", add_blame},
    {"when", add_when},
    {"who", add_who},
    {"changelog", add_changelog},
    {"audit", add_audit},
    {"eval", add_eval},
    {"check", add_check},
    {"git-diff", add_git_diff},
};

// What the arguments ask for, as far as some commands can tell.
class CommandLine {
public:
    CommandLine(char** argv, const Program& program) : program_(program) {
        session_.arguments = argv;
        app_.set_version_flag("--version", "polhist " POLHIST_VERSION);
        app_.footer(std::string(program_footer));
        app_.formatter(std::make_shared<HelpFormatter>());
        add_global_options(app_, session_);
    }

    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;
    CommandLine(CommandLine&&) = delete;
    CommandLine& operator=(CommandLine&&) = delete;
    ~CommandLine() = default;

    void add(const Command& command) { command.add(app_, session_); }

    void add_all() {
        std::ranges::for_each(commands, [&](const Command& command) { add(command); });
        program_.add_store_commands(app_, session_);
    }

    // Whether the arguments are all understood, and ask for no help.
    bool understands(int argc, char** argv) {
        try {
            parse(argc, argv);
            return true;
        } catch (const CLI::ParseError&) {
            return false;
        }
    }

    ExitStatus parse_and_run(int argc, char** argv) {
        try {
            parse(argc, argv);
        } catch (const CLI::CallForVersion& version) {
            return print(fmt::format("{}\n", version.what()));
        } catch (const CLI::CallForHelp&) {
            return print(app_.help());
        } catch (const CLI::ParseError& error) {
            return trouble({explain(app_, error)});
        }
        return run();
    }

    // Does what was asked for.
    ExitStatus run() {
        if (session_.is_handed_over) {
            return session_.command();
        }
        if (session_.writes && session_.store_path().empty()) {
            return trouble({"there is no home to keep a store in; name a store with --store PATH"});
        }
        if (!session_.writes && !session_.storeless) {
            if (const auto opened = session_.open_store(program_); !opened) {
                return trouble(opened.error());
            }
        }
        return session_.command();
    }

private:
    void parse(int argc, char** argv) {
        finish(app_);
        app_.parse(argc, argv);
    }

    const Program& program_;
    Session session_;
    CLI::App app_{"The version history of IAM permissions: what changed between any two versions "
                  "of a policy,\nin permissions and not in text.",
                  "polhist"};
};

// An eighth of the smallest diff goes into options of commands that nobody named, so at first only
// commands that are named are there. What they do not understand, all are asked.
ExitStatus run_caught(int argc, char** argv, const Program& program) {
    try {
        CommandLine named(argv, program);
        bool some = false;
        for (const Command& command : commands) {
            if (std::ranges::find(argv, argv + argc, command.name) != argv + argc) {
                named.add(command);
                some = true;
            }
        }
        if (some && named.understands(argc, argv)) {
            return named.run();
        }
        CommandLine all(argv, program);
        all.add_all();
        return all.parse_and_run(argc, argv);
    } catch (const std::exception& error) {
        return trouble({fmt::format("stopped: {}", error.what())});
    }
}

} // namespace

std::string Session::usual_store() {
    const std::string data = environment("XDG_DATA_HOME");
    if (!data.empty()) {
        return data + "/polhist/store.git";
    }
    const std::string home = environment("HOME");
    return home.empty() ? std::string() : home + "/.local/share/polhist/store.git";
}

std::string Session::store_path() const {
    if (!store.empty()) {
        return store;
    }
    const std::string named = environment("POLHIST_STORE");
    return named.empty() ? usual_store() : named;
}

Result<void> Session::open_store(const Program& program) {
    const std::string path = store_path();
    const bool named = !store.empty() || !environment("POLHIST_STORE").empty();
    if (path.empty() || (!named && !store::Store::exists(path))) {
        return {};
    }
    if (!store::Store::exists(path)) {
        return failure(fmt::format("{}: there is no store; `polhist import` makes one", path));
    }
    return program.open(*this, path).map([&](StoredPolicies&& stored) {
        archive_.use(std::move(stored), !named);
    });
}

Result<ledger::Ledger> Session::ledger() const {
    return ledger::parse({"history/ledger.json", bundled::ledger()});
}

Result<std::vector<ledger::Ledger>> Session::ledgers() const {
    const auto pages = archive_.pages();
    if (!pages) {
        return tl::make_unexpected(pages.error());
    }
    auto shipped = ledger();
    if (!shipped) {
        return tl::make_unexpected(std::move(shipped.error()));
    }
    std::vector<ledger::Ledger> ledgers = ledger::ledgers_of(*pages);
    if (std::ranges::find(ledgers, shipped->source, &ledger::Ledger::source) == ledgers.end()) {
        ledgers.push_back(std::move(*shipped));
    }
    return ledgers;
}

output::Style Session::style() const {
    const char* no_colour = std::getenv("NO_COLOR"); // NOLINT(concurrency-mt-unsafe)
    const bool wanted =
        output.empty() && stdout_is_terminal() && (no_colour == nullptr || *no_colour == '\0');
    output::Style style;
    style.colour = colour == "always" || (colour == "auto" && wanted);
    style.width = terminal_columns();
    style.full = full;
    return style;
}

ExitStatus Session::emit(std::string_view text, ExitStatus status) const {
    const auto written = output.empty() ? write_stdout(text) : replace_file(output, text);
    return written ? status : trouble(written.error());
}

void Session::note(std::string_view message) const {
    if (!quiet) {
        complain(message);
    }
}

ExitStatus trouble(const Error& error) {
    if (!error.message.empty()) {
        complain(error.message);
    }
    return ExitStatus::trouble;
}

Result<timeline::When> when_argument(const std::string& text) {
    auto when = timeline::parse_when(text);
    if (!when) {
        return failure(
            fmt::format("`{}` names no version; write a day that exists (2021-08-11), an "
                        "RFC 3339 instant, v13, latest or first, with ~N for N before",
                        text));
    }
    return std::move(*when);
}

void add_output_options(CLI::App& command, Session& session, std::vector<std::string> formats) {
    command.add_option("--format", session.format, "Output format; the first is the default")
        ->check(CLI::IsMember(std::move(formats)));
    command.add_option("-o,--output", session.output, "Write to this file, whole or not at all")
        ->type_name("FILE");
    command.add_flag("--full", session.full, "Show long lists whole");
}

void add_engine_options(CLI::App& command, Session& session) {
    constexpr std::uint64_t most = 1'000'000'000'000'000;
    command
        .add_option("--budget",
                    session.budget,
                    "Units of work before a verdict is left undecided; 20 million if not given")
        ->check(CLI::Range(std::uint64_t{1}, most).description(""))
        ->type_name("N");
}

void add_witness_option(CLI::App& command, Session& session) {
    command
        .add_option("--witness",
                    session.witness,
                    "Give requests as arguments of `aws iam simulate-custom-policy`")
        ->check(CLI::IsMember({"aws"}));
}

int run(int argc, char** argv, const Program& program) {
    // A reader that goes away and a file that may not grow are errors of the write, not of us.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    return static_cast<int>(run_caught(argc, argv, program));
}

} // namespace polhist::cli
