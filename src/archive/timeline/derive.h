// From claims to what was in force when.
//
// Sources claim different things. An archive observes which version was in force at an instant, an
// envelope dates a version, a catalogue lists versions whose dates are often the policy's own.
//
// 1. Dates that are exact (or known to the minute) are trusted: each is an incarnation of its
//    version id.
// 2. The claim of a catalogue attaches to the incarnation with its id and document. Where there is
//    none its date is believed only if it is not the policy's own, repeated on a version that is
//    not v1, and lies strictly between the first appearances of its numeric neighbours; otherwise
//    the version stays without a date. A claim without a date attaches likewise.
// 3. The observations of each observer, in their order, tell what was in force: a version created
//    after its predecessor and new to the observer from its creation on, any other from its
//    sighting on, which is a return.
// 4. Over observers, the union: returns to one version that may have been one are one, at the
//    earliest sighting.
// 5. Believed versions that nobody observed were in force from their creation.
// 6. A policy is withdrawn from the first observation on that finds it gone, or the first poll of
// its
//    account that does not list it, until somebody observes it or a version of it is created. Where
//    it comes back with the version that was in force before, that is reinstated.
// 7. A bare document is a version `sha-…` without a date, unless its document is that of another.
//
// The result depends on the set of claims alone, not on their order or repetition.

#pragma once

#include "timeline/history.h"

#include <span>

namespace polhist::timeline {

// The history of the policy `key` from all claims made of it. The `json` of its versions views the
// forms among the claims. Claims of other policies must not be among them. `polls`: of all
// observers.
History derive(const PolicyKey& key, const Claims& claims, std::span<const Poll> polls = {});

} // namespace polhist::timeline
