// Options that choose states by time, verdict and service.

#pragma once

#include "answers/log.h"
#include "cli/command.h"

#include <string>

namespace polhist::cli {

struct StateArguments {
    std::string since;
    std::string until;
    std::string verdict;
    std::string service;
};

// `--since`, `--until`, `--verdict` and `--service`.
void add_state_options(CLI::App& command, StateArguments& arguments);

Result<answers::StateFilter> filter_of(const Session& session, const StateArguments& arguments);

} // namespace polhist::cli
