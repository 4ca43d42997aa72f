#include "cli/gate.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace polhist::cli {

using access::Verdict;

void Gate::add_options(CLI::App& command) {
    command.add_flag("--exit-code", exit_code, "Exit with 1 when anything changed");
    command
        .add_option("--fail-on",
                    fail_on,
                    "Exit with 1 on this overall verdict: broader, narrower, undecided or any "
                    "(repeatable)")
        ->check(CLI::IsMember({"broader", "narrower", "any", "undecided"}))
        ->expected(1)
        ->take_all()
        ->type_name("VERDICT");
    command.add_flag(
        "--fail-on-drift", fail_on_drift, "Count what changed outside of a plan as well");
}

bool Gate::stops(const diff::Difference& difference) const {
    return (exit_code && !diff::is_quiet(difference)) || stops_at(difference.access.overall);
}

bool Gate::stops_at(Verdict verdict) const {
    const auto is_hit = [verdict](const std::string& level) {
        return access::is_meant_by(level, verdict);
    };
    return (exit_code && verdict != Verdict::equivalent) || std::ranges::any_of(fail_on, is_hit);
}

bool Gate::stops_at_uncompared() const {
    return exit_code || std::ranges::any_of(
                            fail_on, [](const std::string& level) { return level != "narrower"; });
}

std::string Gate::levels() const {
    std::string levels = exit_code ? "--exit-code" : "";
    for (const std::string& level : fail_on) {
        levels += fmt::format("{}--fail-on {}", levels.empty() ? "" : " ", level);
    }
    return levels;
}

ExitStatus Gate::judge(bool stopped, const Session& session) const {
    if (!levels().empty()) {
        session.note(fmt::format("{}: {}", levels(), stopped ? "not passed" : "passed"));
    }
    return stopped ? ExitStatus::gate_failed : ExitStatus::done;
}

ExitStatus Gate::judge(const std::vector<std::string>& stops, const Session& session) const {
    if (!levels().empty() && !stops.empty()) {
        constexpr std::size_t most_named = 10;
        std::string names;
        for (std::size_t i = 0; i < std::min(stops.size(), most_named); ++i) {
            names += fmt::format("{}{}", i == 0 ? "" : ", ", stops[i]);
        }
        names += stops.size() > most_named ? fmt::format(" and {} more", stops.size() - most_named)
                                           : std::string();
        session.note(fmt::format("{}: not passed, because of {}", levels(), names));
        return ExitStatus::gate_failed;
    }
    return judge(!stops.empty(), session);
}

} // namespace polhist::cli
