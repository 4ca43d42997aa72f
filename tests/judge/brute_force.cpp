// Holds the comparer against every request there is, on pairs of small generated policies.
//
//     brute_force [PAIRS] [SEED] [--profile NAME]... [--undecided] [--examples N]
//
// Exit status 1 where engine and judge differ. Each difference is shown once for each cause, as far
// as causes can be told by the shape of the smallest pair that shows it.

#include "judge/evaluator.h"
#include "judge/generator.h"
#include "judge/shrink.h"
#include "judge/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <map>
#include <set>

namespace polhist::judge {
namespace {

struct Options {
    std::size_t pairs = 10'000;
    std::uint64_t seed = 1;
    std::vector<Profile> profiles;
    bool undecided = false;
    std::size_t examples = 12; // shown of each profile
};

struct Counts {
    std::map<std::string, std::size_t> verdicts;
    std::map<std::string, std::size_t> faults;
    std::size_t pairs = 0;
    std::size_t beyond = 0;
    std::size_t skipped = 0;
    std::map<std::string, std::size_t> denies;
    std::map<std::string, std::size_t> overall;
    CoverCounts covers;
    double engine_seconds = 0;
    double slowest = 0;
    double seconds = 0;
    std::size_t shown = 0;
};

bool has(const Trial& trial, Fault fault) {
    return fault == Fault::undecided
               ? trial.undecided
               : std::ranges::find(trial.findings, fault, &Finding::fault) != trial.findings.end();
}

// What the smallest pair of a failure is made of: two with equal shapes are taken for one cause.
std::string shape_of(const Pair& pair, Fault fault) {
    std::multiset<std::string> parts;
    const auto add = [&](const Policy& policy, const char* side) {
        for (const Rule& rule : policy.rules) {
            std::string part = std::string(side) + (rule.deny ? " Deny" : " Allow");
            part += rule.not_action ? " NotAction" : "";
            part += rule.not_resource ? " NotResource" : "";
            part += rule.not_principal ? " NotPrincipal" : rule.has_principals ? " Principal" : "";
            for (const std::string& resource : rule.resources) {
                part += variables_in(resource).empty() ? "" : " ${}";
            }
            std::multiset<std::string> tests;
            for (const Test& test : rule.tests) {
                const Comparison comparison = comparison_of(test.comparison);
                const bool variable = std::ranges::any_of(
                    test.values, [](const auto& value) { return !variables_in(value).empty(); });
                tests.insert((comparison.for_all   ? " all:"
                              : comparison.for_any ? " any:"
                                                   : " ") +
                             std::string(comparison.negated ? "not-" : "") + comparison.base +
                             (variable ? "${}" : ""));
            }
            for (const std::string& test : tests) {
                part += test;
            }
            parts.insert(part);
        }
    };
    add(pair.before, "");
    add(pair.after, "");
    std::string shape = name_of(fault);
    for (const std::string& part : parts) {
        shape += "; " + part;
    }
    return shape;
}

class Run {
public:
    explicit Run(Options options) : options_(std::move(options)) {}

    bool all() {
        for (const Profile profile : options_.profiles) {
            one(profile);
        }
        print_table();
        return failed_;
    }

private:
    void one(Profile profile) {
        const auto start = std::chrono::steady_clock::now();
        Counts& counts = counts_.emplace_back();
        const std::size_t pairs = options_.pairs / options_.profiles.size();
        for (std::size_t i = 0; i < pairs; ++i) {
            const std::uint64_t seed = options_.seed * 1'000'003 + i;
            Generator generator(profile, seed);
            const Pair pair = generator.pair();
            const bool thorough = i % 4 == 0;
            const Trial trial = try_pair(pair, thorough, values_of(profile));
            count(counts, trial);
            if (trial.undecided && options_.undecided) {
                show(counts, pair, Fault::undecided, profile, seed, false);
            }
            for (const Finding& finding : trial.findings) {
                ++counts.faults[name_of(finding.fault)];
                failed_ = true;
                show(counts, pair, finding.fault, profile, seed, thorough);
            }
        }
        counts.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }

    static void count(Counts& counts, const Trial& trial) {
        ++counts.pairs;
        ++counts.verdicts[trial.verdict];
        counts.beyond += trial.beyond ? 1 : 0;
        counts.skipped += trial.skipped ? 1 : 0;
        ++counts.denies[trial.denies];
        ++counts.overall[trial.overall];
        counts.covers.asked += trial.covers.asked;
        counts.covers.undecided += trial.covers.undecided;
        counts.covers.beyond += trial.covers.beyond;
        counts.engine_seconds += trial.engine_seconds;
        counts.slowest = std::max(counts.slowest, trial.engine_seconds);
    }

    void show(Counts& counts,
              const Pair& pair,
              Fault fault,
              Profile profile,
              std::uint64_t seed,
              bool thorough) {
        if (counts.shown >= options_.examples) {
            return;
        }
        const Pair smallest = shrink(pair, [&](const Pair& candidate) {
            return has(try_pair(candidate, thorough, values_of(profile)), fault);
        });
        if (!shapes_.insert(shape_of(smallest, fault)).second) {
            return;
        }
        ++counts.shown;
        fmt::print("{} [{}] seed {}\n  old {}\n  new {}\n",
                   name_of(fault),
                   profile_names.at(static_cast<std::size_t>(profile)),
                   seed,
                   to_json(smallest.before),
                   to_json(smallest.after));
        const Trial trial = try_pair(smallest, thorough, values_of(profile));
        fmt::print(
            "  engine: {}, denies {}, overall {}\n", trial.verdict, trial.denies, trial.overall);
        for (const Finding& finding : trial.findings) {
            fmt::print("  {}: {}\n", name_of(finding.fault), finding.what);
        }
        fmt::print("\n");
        std::fflush(stdout);
    }

    static void print_words(const char* what, const std::map<std::string, std::size_t>& words) {
        fmt::print("{:17} {}:", "", what);
        for (const auto& [word, number] : words) {
            fmt::print(" {} {}", word, number);
        }
        fmt::print("\n");
    }

    void print_table() const {
        fmt::print(
            "{:17} {:>8} {:>7} {:>7} {:>7} {:>7} {:>7} {:>6} {:>7} {:>7} {:>7} {:>8} {:>9}\n",
            "profile",
            "pairs",
            "equiv",
            "broad",
            "narrow",
            "mixed",
            "undec",
            "beyond",
            "skipped",
            "covers",
            "c-undec",
            "c-beyond",
            "pairs/s");
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            const Counts& counts = counts_[i];
            const auto verdict = [&](const char* name) {
                const auto found = counts.verdicts.find(name);
                return found == counts.verdicts.end() ? 0 : found->second;
            };
            fmt::print("{:17} {:8} {:7} {:7} {:7} {:7} {:7} {:6} {:7} {:7} {:7} {:8} {:9.0f}\n",
                       profile_names.at(static_cast<std::size_t>(options_.profiles[i])),
                       counts.pairs,
                       verdict("equivalent"),
                       verdict("broader"),
                       verdict("narrower"),
                       verdict("mixed"),
                       verdict("undecided"),
                       counts.beyond,
                       counts.skipped,
                       counts.covers.asked,
                       counts.covers.undecided,
                       counts.covers.beyond,
                       static_cast<double>(counts.pairs) / counts.seconds);
            print_words("denies", counts.denies);
            print_words("overall", counts.overall);
            fmt::print("{:17} engine {:.1f} us a pair, slowest {:.1f} ms;",
                       "",
                       1e6 * counts.engine_seconds / static_cast<double>(counts.pairs),
                       1e3 * counts.slowest);
            for (const auto& [fault, number] : counts.faults) {
                fmt::print(" {} {}", fault, number);
            }
            fmt::print("{}\n", counts.faults.empty() ? " no fault" : "");
        }
    }

    Options options_;
    std::vector<Counts> counts_;
    std::set<std::string> shapes_;
    bool failed_ = false;
};

Profile profile_named(const std::string& name) {
    const auto found = std::ranges::find(profile_names, name);
    if (found == profile_names.end()) {
        throw std::invalid_argument(
            fmt::format("no profile `{}`; there are {}", name, fmt::join(profile_names, ", ")));
    }
    return static_cast<Profile>(found - profile_names.begin());
}

Options read(const std::vector<std::string>& arguments) {
    Options options;
    std::size_t position = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--profile") {
            options.profiles.push_back(profile_named(arguments.at(++i)));
        } else if (arguments[i] == "--undecided") {
            options.undecided = true;
        } else if (arguments[i] == "--examples") {
            options.examples = std::stoul(arguments.at(++i));
        } else if (position++ == 0) {
            options.pairs = std::stoul(arguments[i]);
        } else {
            options.seed = std::stoull(arguments[i]);
        }
    }
    const bool unnamed = options.profiles.empty();
    for (std::size_t i = 0; unnamed && i < default_profiles; ++i) {
        options.profiles.push_back(static_cast<Profile>(i));
    }
    return options;
}

} // namespace
} // namespace polhist::judge

int main(int count, char** arguments) {
    try {
        const std::vector<std::string> given(arguments + 1, arguments + count);
        return polhist::judge::Run(polhist::judge::read(given)).all() ? 1 : 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "brute_force: {}\n", error.what());
        return 2;
    }
}
