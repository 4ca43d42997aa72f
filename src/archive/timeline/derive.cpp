#include "timeline/derive.h"

#include "timeline/incarnations.h"
#include "timeline/presence.h"
#include "timeline/states.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace polhist::timeline {
namespace {

// The form with the earliest instant of a source, then the one that git names first.
void choose_forms(std::vector<Version>& versions, const Claims& claims) {
    const auto rank = [](const Form& form) {
        return std::tuple(!form.at, form.at, std::string_view(form.blob));
    };
    std::map<std::string_view, const Form*> best;
    for (const Form& form : claims.forms) {
        const auto [found, fresh] = best.try_emplace(form.document, &form);
        if (!fresh && rank(form) < rank(*found->second)) {
            found->second = &form;
        }
    }
    for (Version& version : versions) {
        if (const auto found = best.find(version.document); found != best.end()) {
            version.blob = found->second->blob;
            version.json = std::string_view(found->second->bytes);
        }
    }
}

// The ARN most sources agree on; of equals, the first in order.
std::string arn_of(const Claims& claims) {
    std::map<std::string_view, std::size_t> counts;
    for (const PolicyClaim& claim : claims.policies) {
        if (!claim.arn.empty()) {
            ++counts[claim.arn];
        }
    }
    const auto most = std::ranges::max_element(
        counts, [](const auto& left, const auto& right) { return left.second < right.second; });
    return most == counts.end() ? std::string() : std::string(most->first);
}

std::vector<Instant> gaps_of(const Claims& claims) {
    std::set<std::pair<Instant, std::string_view>> gaps;
    for (const Observation& seen : claims.observations) {
        if (seen.kind == Observation::Kind::gap) {
            gaps.emplace(seen.at, seen.observer);
        }
    }
    std::vector<Instant> instants;
    instants.reserve(gaps.size());
    for (const auto& [at, observer] : gaps) {
        instants.push_back(at);
    }
    return instants;
}

std::vector<std::string> observers_of(const Claims& claims) {
    std::set<std::string> observers;
    for (const Observation& seen : claims.observations) {
        observers.insert(seen.observer);
    }
    return {observers.begin(), observers.end()};
}

void note_missing(unsigned first, unsigned last, std::vector<std::string>& notes) {
    if (first == last) {
        notes.push_back(fmt::format("v{} was never seen", first));
    } else if (first < last) {
        notes.push_back(fmt::format("v{} to v{} were never seen", first, last));
    }
}

// Versions are sorted by number, so a gap is between neighbours (or before the first).
void note_versions(const History& history, std::vector<std::string>& notes) {
    std::set<std::size_t> in_force;
    for (const State& state : history.states) {
        in_force.insert(state.version);
    }
    unsigned expected = 1;
    const Version* last = nullptr;
    for (std::size_t i = 0; i < history.versions.size(); ++i) {
        const Version& version = history.versions[i];
        if (const unsigned number = number_of(version.id); number >= expected) {
            note_missing(expected, number - 1, notes);
            expected = number + 1;
        }
        if (!version.created && !in_force.contains(i)) {
            notes.push_back(fmt::format("{} has no date: it can be named, but no date leads to it",
                                        version.id));
        }
        if (last != nullptr && last->id == version.id && last->created == version.created) {
            notes.push_back(
                fmt::format("{}: sources give two documents for it; one is corrupt", version.id));
        }
        last = &version;
    }
}

// Dates that sources claim and that are not believed, where they contradict.
void note_dates(const std::vector<Version>& versions,
                const Claims& claims,
                std::vector<std::string>& notes) {
    std::map<Instant, std::set<std::pair<unsigned, std::string_view>>> doubted;
    for (const VersionClaim& claim : claims.versions) {
        const auto same = [&](const Version& version) {
            return version.id == claim.version && version.document == claim.document;
        };
        const auto believed = [&](const Version& version) {
            return same(version) && version.created == claim.created;
        };
        if (claim.created && claim.source == SourceClass::catalogue &&
            std::ranges::any_of(versions, same) && std::ranges::none_of(versions, believed)) {
            doubted[*claim.created].emplace(number_of(claim.version), claim.version);
        }
    }
    for (const auto& [created, ids] : doubted) {
        std::string names;
        for (const auto& [number, id] : ids) {
            names += fmt::format("{}{}", names.empty() ? "" : ", ", id);
        }
        notes.push_back(fmt::format(
            "a catalogue dates {} {}, which is not believed", names, format_instant(created)));
    }
}

void note_looks(const History& history, std::vector<std::string>& notes) {
    for (const Instant gap : history.gaps) {
        notes.push_back(
            fmt::format("{}: a source had the policy without a document", format_instant(gap)));
    }
    for (const State& state : history.states) {
        if (state.withdrawn) {
            notes.push_back(fmt::format("{}: withdrawn: a source no longer had the policy",
                                        format_instant(*state.withdrawn)));
        }
    }
}

} // namespace

History derive(const PolicyKey& key, const Claims& claims, std::span<const Poll> polls) {
    History history;
    history.scope = key.scope;
    history.name = key.name;
    history.arn = arn_of(claims);
    history.versions = believed_versions(claims);
    history.states = states_of(key, history.versions, claims, polls);
    history.gaps = gaps_of(claims);
    history.known_until = known_until(key, history.versions, claims, polls);
    history.observers = observers_of(claims);
    history.unknown = unknown_time(history.versions, history.states, claims);
    choose_forms(history.versions, claims);
    note_versions(history, history.notes);
    note_dates(history.versions, claims, history.notes);
    note_looks(history, history.notes);
    return history;
}

} // namespace polhist::timeline
