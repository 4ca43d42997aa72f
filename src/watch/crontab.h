// The crontab of the user: the line of a subscription, between two comments that mark it.

#pragma once

#include "core/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::watch {

// What is to be started, and what for.
struct Job {
    std::string subscription;
    std::string store; // its folder
    std::string schedule;
    std::vector<std::string> words; // the program, by its whole path, and its arguments
};

// One line: quoted for the shell, `%` escaped for cron. Words with control characters are an error.
Result<std::string> crontab_line(const Job& job);

// A crontab in which the marked lines of a subscription are these, or where `line` is empty there
// are none. What others wrote stays as it is.
std::string with_line(std::string_view crontab,
                      std::string_view subscription,
                      std::string_view store,
                      std::string_view line);

// Changes the crontab of the user so, through crontab(1). Writes nothing where nothing changes;
// says whether something did.
Result<bool>
install_line(const std::string& subscription, const std::string& store, const std::string& line);

} // namespace polhist::watch
