#include "cli/command.h"
#include "cli/completion_table.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

ExitStatus run_completion(const Session& session, const CLI::App& app, const std::string& shell) {
    const std::vector<CompletedCommand> commands = completion_table(app);
    if (shell == "bash") {
        return session.emit(bash_completion(commands));
    }
    return session.emit(shell == "zsh" ? zsh_completion(commands) : fish_completion(commands));
}

constexpr std::string_view footer =
    "Examples:\n"
    "  . <(polhist completion bash)\n"
    "  polhist completion zsh >~/.zfunc/_polhist\n"
    "  polhist completion fish >~/.config/fish/completions/polhist.fish\n";

} // namespace

void add_completion(CLI::App& app, Session& session) {
    const auto shell = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("completion", completion_purpose);
    command->add_option("SHELL", *shell, "bash, zsh or fish")
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->type_name("")
        ->required();
    command->footer(std::string(footer));
    command->callback([&session, &app, shell] {
        session.storeless = true;
        session.command = [&session, &app, shell] { return run_completion(session, app, *shell); };
    });
}

} // namespace polhist::cli
