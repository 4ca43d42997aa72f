// One file or a folder of them as claims, the kind of each recognised by its content.

#pragma once

#include "core/error.h"
#include "ingest/source.h"
#include "json/location.h"

#include <string>
#include <string_view>

namespace polhist::ingest {

// Reads the bytes of one file of any kind in kind.h; `options.kind` overrides what they look like.
// `policy` names the policy of a bare document or an envelope, which do not name it themselves;
// empty where nothing does (standard input). An error means that nothing could be read.
Result<Imported>
read_file(const json::Source& source, std::string_view policy, const Options& options);

// The name of a policy by the path of its file: the file name less `.json`. A snapshot as they ship
// with polhist, `POLICY/2021-08-11_v13.json`, is named by its folder.
std::string policy_of_path(std::string_view path);

} // namespace polhist::ingest
