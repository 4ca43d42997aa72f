// What an import brought, as counts.

#pragma once

#include "timeline/claim.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace polhist::answers {

struct Refusal {
    std::string source; // as the user named it
    std::string path;   // inside it
    std::string error;
};

struct ImportReport {
    std::size_t policies = 0;       // that the sources speak of
    std::size_t new_versions = 0;   // believed now and not before
    std::size_t known_versions = 0; // in the sources, and known before
    std::size_t states = 0;         // in force over time, of these policies
    std::size_t gaps = 0;
    std::size_t withdrawn = 0; // policies that are gone now and were in force before
    std::vector<Refusal> rejected;
};

using ClaimsByPolicy = std::map<timeline::PolicyKey, timeline::Claims>;

// Claims by the policy they are about; without forms, which tell no version by themselves.
ClaimsByPolicy by_policy(const timeline::Claims& claims);

// All polls before and after an import.
struct PollsAround {
    std::vector<timeline::Poll> before;
    std::vector<timeline::Poll> after;
};

// The polls known before, and those with what was imported.
PollsAround polls_around(std::vector<timeline::Poll> before, const timeline::Claims& imported);

// The scopes of accounts whose policies an import lists, sorted.
std::vector<std::string> scopes_listed(const timeline::Claims& imported);

// Counts what `imported` adds to what was claimed `before`: of the same policies, and of others
// that may be withdrawn by it.
ImportReport
report_on(const ClaimsByPolicy& imported, const ClaimsByPolicy& before, const PollsAround& polls);

} // namespace polhist::answers
