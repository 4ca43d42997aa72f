// Holds the comparer of policy sets against every request there is, on pairs of small generated
// sets.
//
//     sets_judge [PAIRS] [SEED] [--undecided]
//
// Exit status 1 where engine and judge differ. A pair that shows it is made as small as it gets and
// printed as a line for `polhist diff --batch`, with what is wrong in the lines after it.

#include "judge/set_generator.h"
#include "judge/set_shrink.h"
#include "judge/set_trial.h"
#include "judge/shrink.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>

namespace polhist::judge {
namespace {

constexpr std::size_t each_documents = 4; // of so many pairs one is of documents
constexpr std::size_t most_shown = 3;     // of one kind of fault
constexpr std::size_t most_undecided = 30;

struct Counts {
    std::size_t sets = 0; // pairs of them; all below but faults is about these
    std::size_t documents = 0;
    std::map<std::string, std::size_t> verdicts;
    std::map<std::string, std::size_t> faults;
    std::size_t beyond = 0;
    std::size_t skipped = 0;
    std::size_t evaluated = 0;
    double engine_seconds = 0;
    double slowest = 0;
};

bool has(const SetTrial& trial, Fault fault) {
    return fault == Fault::undecided
               ? trial.verdict == access::Verdict::undecided
               : std::ranges::find(trial.findings, fault, &Finding::fault) != trial.findings.end();
}

PolicySet alone(const Policy& policy) {
    return {{{LayerName::identity, {policy}}}, std::nullopt, false};
}

void print(const std::string& id, const SetPair& pair, const SetTrial& trial, Fault fault) {
    fmt::print(
        "{{\"id\":\"{}\",\"old\":{},\"new\":{}}}\n", id, to_json(pair.before), to_json(pair.after));
    for (const Finding& finding : trial.findings) {
        if (finding.fault == fault) {
            fmt::print("  {}: {}\n", name_of(fault), finding.what);
        }
    }
    std::fflush(stdout);
}

class Run {
public:
    explicit Run(bool undecided) : undecided_(undecided) {}

    bool all(std::size_t pairs, std::uint64_t seed) {
        for (std::size_t i = 0; i < pairs; ++i) {
            const auto profile = static_cast<Profile>(i % profile_names.size());
            const std::uint64_t one = seed * 1'000'003 + i;
            if (i / profile_names.size() % each_documents == 0) {
                documents(profile, one);
            } else {
                sets(profile, one);
            }
        }
        print_counts();
        return counts_.faults.empty();
    }

private:
    void sets(Profile profile, std::uint64_t seed) {
        const SetPair pair = SetGenerator(profile, seed).pair();
        const SetTrial trial = try_sets(pair);
        count(trial);
        if (undecided_ && has(trial, Fault::undecided) && shown_undecided_ < most_undecided) {
            ++shown_undecided_;
            show(pair, Fault::undecided, profile, seed);
        }
        for (const Fault fault : faults_of(trial)) {
            if (is_to_show(fault)) {
                show(pair, fault, profile, seed);
            }
        }
    }

    static void show(const SetPair& pair, Fault fault, Profile profile, std::uint64_t seed) {
        const SetPair smallest =
            shrink(pair, [&](const SetPair& other) { return has(try_sets(other), fault); });
        print(id_of(fault, profile, seed), smallest, try_sets(smallest), fault);
    }

    void documents(Profile profile, std::uint64_t seed) {
        const Pair pair = Generator(profile, seed).pair();
        const SetTrial trial = try_documents(pair);
        ++counts_.documents;
        for (const Fault fault : faults_of(trial)) {
            if (is_to_show(fault)) {
                const Pair smallest = shrink(
                    pair, [&](const Pair& other) { return has(try_documents(other), fault); });
                print(id_of(fault, profile, seed),
                      {alone(smallest.before), alone(smallest.after)},
                      try_documents(smallest),
                      fault);
            }
        }
    }

    void count(const SetTrial& trial) {
        ++counts_.sets;
        ++counts_.verdicts[std::string(name_of(trial.verdict))];
        counts_.beyond += trial.beyond ? 1 : 0;
        counts_.skipped += trial.skipped ? 1 : 0;
        counts_.evaluated += trial.evaluated;
        counts_.engine_seconds += trial.engine_seconds;
        counts_.slowest = std::max(counts_.slowest, trial.engine_seconds);
    }

    static std::vector<Fault> faults_of(const SetTrial& trial) {
        std::vector<Fault> faults;
        for (const Finding& finding : trial.findings) {
            add_once(faults, finding.fault);
        }
        return faults;
    }

    bool is_to_show(Fault fault) { return ++counts_.faults[name_of(fault)] <= most_shown; }

    static std::string id_of(Fault fault, Profile profile, std::uint64_t seed) {
        return fmt::format(
            "{} {} {}", name_of(fault), profile_names.at(static_cast<std::size_t>(profile)), seed);
    }

    void print_counts() {
        counts_.verdicts.try_emplace("undecided", 0); // the last of them
        fmt::print("{} pairs of sets:", counts_.sets);
        for (const auto& [verdict, number] : counts_.verdicts) {
            fmt::print(" {} {}", verdict, number);
        }
        fmt::print(" ({:.2f} %); skipped {}, beyond {}, {} answers, engine {:.1f} s, slowest "
                   "{:.3f} s; {} pairs of documents\n",
                   100.0 * static_cast<double>(counts_.verdicts["undecided"]) /
                       static_cast<double>(std::max<std::size_t>(counts_.sets, 1)),
                   counts_.skipped,
                   counts_.beyond,
                   counts_.evaluated,
                   counts_.engine_seconds,
                   counts_.slowest,
                   counts_.documents);
        for (const auto& [fault, number] : counts_.faults) {
            fmt::print("  {}: {}\n", fault, number);
        }
    }

    bool undecided_; // show them
    std::size_t shown_undecided_ = 0;
    Counts counts_;
};

} // namespace
} // namespace polhist::judge

int main(int count, char** arguments) {
    try {
        std::vector<std::string> given(arguments + 1, arguments + count);
        const bool undecided = std::erase(given, "--undecided") != 0;
        const std::size_t pairs = given.empty() ? 1000 : std::stoul(given[0]);
        const std::uint64_t seed = given.size() < 2 ? 1 : std::stoull(given[1]);
        return polhist::judge::Run(undecided).all(pairs, seed) ? 0 : 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "sets_judge: {}\n", error.what());
        return 2;
    }
}
