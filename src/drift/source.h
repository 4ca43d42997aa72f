// Where a subscription looks. To add a kind of source: a file `source_KIND.cpp` and a row in
// `sources.cpp`.

#pragma once

#include "core/error.h"
#include "core/instant.h"
#include "ingest/source.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace polhist::drift {

struct FetchOptions {
    Instant now; // when the look is taken
    std::string scope = "local";
    bool allow_private = false;
    std::string mark; // of the last look that was recorded; empty where everything is wanted
    std::vector<std::string> policies; // globs of the names of interest; none: all. A hint only.
};

struct Fetched {
    // Nothing: it is as it was when it gave `mark`.
    std::optional<ingest::Imported> imported;
    // Tells later whether anything has changed; empty where that cannot be told.
    std::string mark = {};
};

class Source {
public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    Source(Source&&) = delete;
    Source& operator=(Source&&) = delete;
    virtual ~Source() = default;

    // Reads it once, within bounds of time and size. An error says that nothing of it could be
    // read, without secrets.
    virtual Result<Fetched> fetch(const FetchOptions& options) = 0;
};

// A source from how the user wrote it, `KIND:REST`. An error says what is wrong with that.
Result<std::unique_ptr<Source>> make_source(const std::string& spec);

// The same with paths that hold wherever it is read: `folder` is where relative ones begin.
std::string absolute_source(const std::string& spec, const std::string& folder);

// How fetching turns into ingest.
ingest::Options ingest_options(const FetchOptions& options);

// One for each kind; `rest` is what stands behind the colon, for `https` the whole URL.
Result<std::unique_ptr<Source>> make_file_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_dir_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_git_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_docs_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_https_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_exec_source(const std::string& rest);

} // namespace polhist::drift
