// What the program tells the shell.

#pragma once

namespace polhist::cli {

enum class ExitStatus {
    done = 0,        // and, for a gate, passed
    gate_failed = 1, // a difference or verdict that the user asked to stop at
    trouble = 2,     // bad usage, unreadable input, output that could not be written
};

} // namespace polhist::cli
