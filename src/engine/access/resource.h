// The resource of a request that lies in some lists of patterns and outside of others.
//
// Resources that can be asked for are `*`, for actions that have none, and ARNs of six fields, the
// last not empty. AWS lets a `*` cross the fields of an ARN; a resource that every reading of the
// rules accepts is looked for first.

#pragma once

#include "access/preferred.h"

#include <vector>

namespace polhist::access {

// A pattern of a resource with stars kept inside the fields of ARNs.
Pattern fieldwise(const Pattern& glob);

// The patterns of a Resource or NotResource, and the same with stars kept inside the fields of
// ARNs.
struct ResourceList {
    bool negated = false;
    std::vector<Pattern> globs;
    std::vector<Pattern> fieldwise;
};

// Whether a list matches a resource that can be asked for, as far as a quick look tells.
bool is_surely_possible(const ResourceList& list);

ResourceList resource_list(bool negated, const std::vector<Pattern>& globs);

// A list that must match, or with `refuted` must not.
struct ResourceDemand {
    const ResourceList* list = nullptr;
    bool refuted = false;
};

struct Resource {
    Search search = Search::none;
    std::string text;
    bool star_crosses_colon = false; // it takes a `*` that runs past a `:` of an ARN
};

// One with the values of variables known.
Resource find_resource(const std::vector<ResourceDemand>& demands,
                       const Lookup& lookup,
                       const Preferred& preferred,
                       Budget& budget);

// Whether there may be one: `none` is certain, whatever the unknowns of `meaning` stand for.
Search may_find_resource(const std::vector<ResourceDemand>& demands,
                         const Meaning& meaning,
                         Budget& budget);

} // namespace polhist::access
