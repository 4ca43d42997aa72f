#include "cli/completion_table.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace polhist::cli {
namespace {

// CLI11 tells the values of a set as part of the type: `…{text,json}`.
std::vector<std::string> values_of(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    const std::size_t open = type.find('{');
    const std::size_t close = type.find('}');
    std::vector<std::string> values;
    if (open == std::string::npos || close == std::string::npos) {
        return values;
    }
    std::string value;
    for (std::size_t i = open + 1; i <= close; ++i) {
        if (type[i] == ',' || i == close) {
            values.push_back(value);
            value.clear();
        } else {
            value += type[i];
        }
    }
    return values;
}

CompletedOption option_of(const CLI::Option& option) {
    CompletedOption completed;
    for (const std::string& name : option.get_snames()) {
        completed.names.push_back("-" + name);
    }
    for (const std::string& name : option.get_lnames()) {
        completed.names.push_back("--" + name);
    }
    completed.description = option.get_description();
    completed.values = values_of(option);
    completed.takes_value = option.get_items_expected_max() > 0;
    return completed;
}

void add_commands(const CLI::App& app,
                  const std::string& path,
                  const std::vector<CompletedOption>& inherited,
                  std::vector<CompletedCommand>& out) {
    CompletedCommand command{path, app.get_name(), app.get_description(), inherited, {}, {}};
    std::vector<CompletedOption> global;
    for (const CLI::Option* option : app.get_options()) {
        if (option->nonpositional()) {
            command.options.push_back(option_of(*option));
        } else {
            const std::vector<std::string> values = values_of(*option);
            command.words.insert(command.words.end(), values.begin(), values.end());
        }
    }
    for (const CLI::App* inside : app.get_subcommands({})) {
        command.commands.push_back(path + ' ' + inside->get_name());
    }
    // Options of the program are taken after the name of a command too.
    for (const CompletedOption& option : path.empty() ? command.options : inherited) {
        const auto own = [](const std::string& name) {
            return name == "--help" || name == "--version";
        };
        if (std::ranges::none_of(option.names, own)) {
            global.push_back(option);
        }
    }
    out.push_back(std::move(command));
    for (const CLI::App* inside : app.get_subcommands({})) {
        add_commands(*inside, path + ' ' + inside->get_name(), global, out);
    }
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        out += out.empty() ? "" : " ";
        out += word;
    }
    return out;
}

// In single quotes, as all three shells read it. Descriptions are ours; a quote is left out.
std::string in_quotes(std::string_view text) {
    std::string out = "'";
    for (const char byte : text) {
        out += byte == '\'' ? "" : std::string(1, byte == '\n' ? ' ' : byte);
    }
    return out + "'";
}

std::string last_word(const std::string& path) {
    return path.substr(path.rfind(' ') + 1);
}

// `' diff'|' check no-new-access'`: every path but the empty one.
std::string paths(const std::vector<CompletedCommand>& commands) {
    std::string out;
    for (const CompletedCommand& command : commands) {
        if (!command.path.empty()) {
            out += out.empty() ? "" : "|";
            out += in_quotes(command.path);
        }
    }
    return out;
}

std::string patterns(const CompletedCommand& command, const CompletedOption& option) {
    std::string out;
    for (const std::string& name : option.names) {
        out += out.empty() ? "" : "|";
        out += in_quotes(command.path + ' ' + name);
    }
    return out;
}

const CompletedCommand& command_at(const std::vector<CompletedCommand>& commands,
                                   const std::string& path) {
    return *std::ranges::find(commands, path, &CompletedCommand::path);
}

// A word of zsh's `_describe`.
std::string described(std::string_view name, std::string_view description) {
    std::string text(name);
    text += ':';
    for (const char byte : description) {
        text += byte == ':' ? "\\:" : std::string(1, byte);
    }
    return in_quotes(text);
}

} // namespace

std::vector<CompletedCommand> completion_table(const CLI::App& app) {
    std::vector<CompletedCommand> commands;
    add_commands(app, "", {}, commands);
    return commands;
}

std::string bash_completion(const std::vector<CompletedCommand>& commands) {
    std::string values;
    std::string words;
    for (const CompletedCommand& command : commands) {
        std::vector<std::string> all = command.words;
        for (const std::string& path : command.commands) {
            all.push_back(last_word(path));
        }
        for (const CompletedOption& option : command.options) {
            all.insert(all.end(), option.names.begin(), option.names.end());
            if (option.takes_value) {
                values +=
                    fmt::format("    {}) {} ;;\n",
                                patterns(command, option),
                                option.values.empty()
                                    ? "COMPREPLY=($(compgen -f -- \"$current\")); return"
                                    : fmt::format("words={}", in_quotes(joined(option.values))));
            }
        }
        words += fmt::format(
            "        {}) words={} ;;\n", in_quotes(command.path), in_quotes(joined(all)));
    }
    return fmt::format("# Completion of polhist for bash, made by `polhist completion bash`.\n"
                       "_polhist() {{\n"
                       "    local current=${{COMP_WORDS[COMP_CWORD]}} at= words= i\n"
                       "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                       "        case \"$at ${{COMP_WORDS[i]}}\" in\n"
                       "        {}) at+=\" ${{COMP_WORDS[i]}}\" ;;\n"
                       "        esac\n"
                       "    done\n"
                       "    case \"$at ${{COMP_WORDS[COMP_CWORD - 1]}}\" in\n"
                       "{}"
                       "    *)\n"
                       "        case \"$at\" in\n"
                       "{}"
                       "        esac\n"
                       "        ;;\n"
                       "    esac\n"
                       "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                       "    [[ -z $at || $current == -* || ${{#COMPREPLY[@]}} -gt 0 ]] ||\n"
                       "        COMPREPLY=($(compgen -f -- \"$current\"))\n"
                       "}}\n"
                       "complete -o filenames -F _polhist polhist\n",
                       paths(commands),
                       values,
                       words);
}

std::string zsh_completion(const std::vector<CompletedCommand>& commands) {
    std::string values;
    std::string words;
    for (const CompletedCommand& command : commands) {
        std::string inside;
        std::string options;
        for (const std::string& path : command.commands) {
            inside += ' ' + described(last_word(path), command_at(commands, path).description);
        }
        for (const std::string& word : command.words) {
            inside += ' ' + in_quotes(word);
        }
        for (const CompletedOption& option : command.options) {
            for (const std::string& name : option.names) {
                options += ' ' + described(name, option.description);
            }
            if (option.takes_value) {
                values += fmt::format(
                    "    ({}) {}; return ;;\n",
                    patterns(command, option),
                    option.values.empty() ? "_files" : "compadd -- " + joined(option.values));
            }
        }
        words += fmt::format("    ({})\n        inside=({})\n        options=({}) ;;\n",
                             in_quotes(command.path),
                             inside,
                             options);
    }
    return fmt::format("#compdef polhist\n"
                       "# Completion of polhist for zsh, made by `polhist completion zsh`.\n"
                       "_polhist() {{\n"
                       "    local at= i\n"
                       "    local -a inside options\n"
                       "    for ((i = 2; i < CURRENT; i++)); do\n"
                       "        case \"$at $words[i]\" in\n"
                       "        ({}) at+=\" $words[i]\" ;;\n"
                       "        esac\n"
                       "    done\n"
                       "    case \"$at $words[CURRENT-1]\" in\n"
                       "{}"
                       "    esac\n"
                       "    case \"$at\" in\n"
                       "{}"
                       "    esac\n"
                       "    if [[ $words[CURRENT] == -* ]]; then\n"
                       "        _describe -o option options\n"
                       "    elif (( $#inside )); then\n"
                       "        _describe command inside\n"
                       "    else\n"
                       "        _files\n"
                       "    fi\n"
                       "}}\n"
                       "if [[ $funcstack[1] == _polhist ]]; then\n"
                       "    _polhist \"$@\"\n"
                       "else\n"
                       "    compdef _polhist polhist\n"
                       "fi\n",
                       paths(commands),
                       values,
                       words);
}

std::string fish_completion(const std::vector<CompletedCommand>& commands) {
    std::string known;
    std::string lines;
    for (const CompletedCommand& command : commands) {
        known += command.path.empty() ? "" : ' ' + in_quotes(command.path);
        const std::string when = fmt::format("-n '__polhist_at \"{}\"'", command.path);
        for (const std::string& path : command.commands) {
            lines += fmt::format("complete -c polhist {} -f -a {} -d {}\n",
                                 when,
                                 last_word(path),
                                 in_quotes(command_at(commands, path).description));
        }
        if (!command.words.empty()) {
            lines += fmt::format(
                "complete -c polhist {} -f -a {}\n", when, in_quotes(joined(command.words)));
        }
        for (const CompletedOption& option : command.options) {
            lines += fmt::format("complete -c polhist {}", when);
            for (const std::string& name : option.names) {
                lines += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            }
            if (!option.values.empty()) {
                lines += " -x -a " + in_quotes(joined(option.values));
            } else if (option.takes_value) {
                lines += " -r";
            }
            lines += " -d " + in_quotes(option.description) + '\n';
        }
    }
    return fmt::format("# Completion of polhist for fish, made by `polhist completion fish`.\n"
                       "function __polhist_at\n"
                       "    set -l at ''\n"
                       "    for word in (commandline -opc)[2..]\n"
                       "        if contains -- \"$at $word\"{}\n"
                       "            set at \"$at $word\"\n"
                       "        end\n"
                       "    end\n"
                       "    test \"$at\" = \"$argv[1]\"\n"
                       "end\n"
                       "{}",
                       known,
                       lines);
}

} // namespace polhist::cli
