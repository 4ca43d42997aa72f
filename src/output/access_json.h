// What is allowed and denied besides, and what is not decided, as JSON.

#pragma once

#include "access/layers.h"
#include "json/writer.h"

#include <span>

namespace polhist::output {

struct AccessForm {
    // Documents for which each witness tells a simulation; none: none does.
    std::span<const policy::Document* const> simulated;

    // The sets whose statements are told; none: those of documents.
    const access::LayeredSets* sets = nullptr;
};

// `"access":{"gained":[…],"lost":[…],"undecided":[…]}`.
void write_access(json::Writer& writer, const access::Access& access, const AccessForm& form);

// `"denies":{"verdict":V,"more":[…],"less":[…],"undecided":[…]}`.
void write_denies(json::Writer& writer, const access::Denials& denies, const AccessForm& form);

// All fields of the comparison of two sets, as `diff` has them of two documents.
void write_set_diff_fields(json::Writer& writer,
                           const access::LayeredSets& sets,
                           const access::Access& access);

} // namespace polhist::output
