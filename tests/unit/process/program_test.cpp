#include "process/program.h"

#include <doctest/doctest.h>

#include <csignal>

namespace polhist::process {
namespace {

Command shell(const std::string& text) {
    Command command;
    command.words = {"sh", "-c", text};
    return command;
}

TEST_CASE("what a program gives") {
    const auto outcome = run(shell("echo out; echo err >&2; exit 3"));
    REQUIRE(outcome);
    CHECK(outcome->status == 3);
    CHECK(outcome->output == "out\n");
    CHECK(outcome->errors == "err\n");
    CHECK(run(shell("kill -9 $$"))->status == 137);
}

TEST_CASE("what a program is given") {
    std::signal(SIGPIPE, SIG_IGN); // as the program does
    Command command = shell("cat; echo $X");
    const std::string input(1'000'000, 'x');
    command.input = input;
    command.environment = {{"X", "y"}};
    command.most = 2'000'000;
    CHECK(run(command)->output == input + "y\n");
    command = shell("exec true");
    command.input = input;
    CHECK(run(command)->status == 0); // it reads nothing, and that is its business
}

TEST_CASE("bounds") {
    Command command = shell("sleep 100 & sleep 100");
    command.patience = std::chrono::seconds(1);
    CHECK(run(command).error().message == "`sh` took over 1 seconds and was stopped");
    command = shell("yes");
    command.most = 1000;
    CHECK(run(command).error().message == "`sh` printed over 1000 bytes and was stopped");
    // What it leaves behind does not hold us up.
    command = shell("sleep 100 & echo done");
    CHECK(run(command)->output == "done\n");
    command.words = {"no-such-program-here"};
    CHECK(run(command).error().message ==
          "`no-such-program-here` cannot be started: No such file or directory");
}

TEST_CASE("the first line that says anything") {
    CHECK(first_line("\n\n  fatal: no\033[31m\nmore") == "fatal: no\\u001b[31m");
    CHECK(first_line(" \n") == "");
}

} // namespace
} // namespace polhist::process
