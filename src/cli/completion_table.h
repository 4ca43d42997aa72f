// The commands of the program as a table, for scripts that complete them.

#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace polhist::cli {

struct CompletedOption {
    std::vector<std::string> names; // `-o`, `--output`
    std::string description;
    std::vector<std::string> values; // where only these are allowed
    bool takes_value = false;
};

struct CompletedCommand {
    std::string path; // ` check no-new-access`; empty for the program itself
    std::string name; // `no-new-access`
    std::string description;
    std::vector<CompletedOption> options;
    std::vector<std::string> commands; // paths of those inside it
    std::vector<std::string> words;    // what its first arguments may be, where only these are
};

// The program first, then each command before those inside it.
std::vector<CompletedCommand> completion_table(const CLI::App& app);

std::string bash_completion(const std::vector<CompletedCommand>& commands);
std::string zsh_completion(const std::vector<CompletedCommand>& commands);
std::string fish_completion(const std::vector<CompletedCommand>& commands);

} // namespace polhist::cli
