#include "watch/aws_cli.h"

#include "process/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::watch {
namespace {

constexpr std::chrono::seconds patience(10 * 60);
constexpr unsigned most_tries = 6;

process::Command command_of(const std::vector<std::string>& words, std::size_t most) {
    process::Command command;
    command.words = {"aws", "iam"};
    command.words.insert(command.words.end(), words.begin(), words.end());
    command.words.insert(command.words.end(), {"--output", "json", "--color", "off"});
    command.environment = {{"AWS_PAGER", ""}, {"AWS_CLI_AUTO_PROMPT", "off"}};
    command.most = most;
    command.patience = patience;
    return command;
}

// What cannot be started is most often not there; cron looks in fewer places than a shell does.
Error not_started(const Error& error) {
    return {error.message.find("cannot be started") == std::string::npos
                ? error.message
                : error.message + "; install the AWS CLI, or name its folder in PATH (cron has a "
                                  "PATH of its own: set it in the crontab)"};
}

} // namespace

Result<std::string> AwsCli::iam(const std::vector<std::string>& words, std::size_t most) {
    const process::Command command = command_of(words, most);
    const std::string name = fmt::format("aws iam {}", words.front());
    for (unsigned tries = 1;; ++tries) {
        if (!pace_.wait()) {
            return failure(fmt::format("{}: time was up", name));
        }
        auto outcome = process::run(command);
        if (!outcome) {
            return tl::make_unexpected(not_started(outcome.error()));
        }
        if (outcome->status == 0) {
            pace_.relax();
            return std::move(outcome->output);
        }
        if (tries == most_tries || !is_throttled(outcome->errors)) {
            return failure(fmt::format("{} ended with status {}: {}",
                                       name,
                                       outcome->status,
                                       process::first_line(outcome->errors)));
        }
        pace_.back_off(std::nullopt);
    }
}

bool is_throttled(std::string_view errors) {
    constexpr std::array<std::string_view, 7> signs{"(Throttling",
                                                    "(RequestLimitExceeded)",
                                                    "(TooManyRequestsException)",
                                                    "(SlowDown)",
                                                    "(ServiceUnavailable)",
                                                    "(503)",
                                                    "Rate exceeded"};
    return std::ranges::any_of(
        signs, [&](std::string_view sign) { return errors.find(sign) != std::string_view::npos; });
}

bool is_about_nothing(std::string_view errors) {
    return errors.find("(NoSuchEntity)") != std::string_view::npos;
}

} // namespace polhist::watch
