// When a comparison is to stop a pipeline.

#pragma once

#include "cli/command.h"
#include "diff/difference.h"

#include <string>
#include <vector>

namespace polhist::cli {

// `--exit-code`: the grants differ, or a verdict is not `equivalent`. `--fail-on`: an overall
// verdict; `broader` and `narrower` include `mixed` and `undecided`, because both may hide one;
// `any` is every verdict but `equivalent`.
struct Gate {
    bool exit_code = false;
    std::vector<std::string> fail_on;
    bool fail_on_drift = false; // what changed outside of a plan counts too

    void add_options(CLI::App& command);

    [[nodiscard]] bool stops(const diff::Difference& difference) const;

    // Whether a comparison of this verdict stops a pipeline, whatever else it says.
    [[nodiscard]] bool stops_at(access::Verdict verdict) const;

    // Whether what was not compared stops a pipeline: all but `--fail-on narrower` alone do.
    [[nodiscard]] bool stops_at_uncompared() const;

    // The exit status for having `stopped` or not; says which level was applied.
    [[nodiscard]] ExitStatus judge(bool stopped, const Session& session) const;

    // The same for what it stopped at, which is said.
    [[nodiscard]] ExitStatus judge(const std::vector<std::string>& stops,
                                   const Session& session) const;

private:
    [[nodiscard]] std::string levels() const;
};

} // namespace polhist::cli
