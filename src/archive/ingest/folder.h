// A folder of files as claims.

#pragma once

#include "core/error.h"
#include "core/input.h"
#include "ingest/source.h"

#include <string>

namespace polhist::ingest {

// A file of many documents may be large.
constexpr InputLimit largest_file{1024, "split it"};

// Reads every file below a folder that may hold policies, in the order of their paths: those that
// end in `.json`, `.yaml`, `.yml`, `.md`, `.html`, `.htm` or `.txt`, or in nothing of the kind
// (`policies/NAME`). Hidden files and folders, and symbolic links to folders, are not entered;
// files of other kinds, and what holds no policy, are noted as passed over. A policy is called what
// its file is; where several files are called so, by its path below the folder: `dev/policy`. A
// folder without any document is an error.
Result<Imported> read_folder(const std::string& path, const Options& options);

} // namespace polhist::ingest
