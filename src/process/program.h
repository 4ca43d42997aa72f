// Other programs, run within bounds.
//
// A program is given as a list of words and never goes through a shell unless the list says so. It
// runs in a process group of its own, which is ended as a whole when its time is up, when it prints
// too much, or when it has ended itself and left something behind that holds its output.

#pragma once

#include "core/error.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace polhist::process {

struct Command {
    std::vector<std::string> words;                               // the first is found along PATH
    std::string_view input;                                       // what it reads
    std::vector<std::pair<std::string, std::string>> environment; // beside ours, or instead
    std::size_t most = std::size_t{64} * 1024;                    // bytes it may print
    std::chrono::seconds patience{60};
};

struct Outcome {
    int status = 0;     // its exit status; 128 and the signal for one that was killed
    std::string output; // what it printed
    std::string errors; // what it printed on standard error, the first 16 KiB of it
};

// Runs a program to its end. An error says that it could not be started, took too long or printed
// too much; a program that fails is none. A program that does not read all of `input` is none
// either, where SIGPIPE is ignored, which is the business of whoever calls this.
Result<Outcome> run(const Command& command);

// The first line that says anything, for messages; empty where there is none.
std::string first_line(std::string_view text);

} // namespace polhist::process
