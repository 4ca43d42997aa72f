// Where a subscription looks. To add a kind of source: a file `source_KIND.cpp` and a row in
// `sources.cpp`.

#pragma once

#include "core/error.h"
#include "core/instant.h"
#include "ingest/source.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace polhist::watch {

struct FetchOptions {
    Instant now; // when the look is taken
    std::string scope = "local";
    bool allow_private = false;
    std::string base_url;                          // `--base-url`; empty: the usual place
    std::optional<std::chrono::milliseconds> pace; // `--pace`: from one request to the next
    std::string mark;   // of the last look that was recorded; empty where everything is wanted
    std::string memory; // what the source noted at the look before, whatever the store is now
    std::vector<std::string> policies; // names of interest; none: all. A hint only.

    // The versions of a policy that whoever asks has, with their documents: a source need not bring
    // those again, and then claims them without a form. May be empty.
    std::function<std::vector<timeline::VersionClaim>(const timeline::PolicyKey&)> known;

    std::function<void(double)> progress; // told how much is done, from 0 to 1; may be empty
};

struct Fetched {
    // Nothing: it is as it was when it gave `mark`.
    std::optional<ingest::Imported> imported;
    // Tells later whether anything has changed; empty where that cannot be told.
    std::string mark = {};
    // For the next look. It must be checked against what is known then.
    std::string memory = {};
    // Why it ended before it had everything; empty where it did not. What it brought is worth
    // keeping, because it is then known, but nothing follows from what is missing.
    std::string unfinished = {};
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

// A source from how the user wrote it, `KIND:REST` or `KIND`. An error says what is wrong with
// that.
Result<std::unique_ptr<Source>> make_source(const std::string& spec);

// Whether a source can be looked for at another place, `--base-url`, and that place is one.
Result<void>
check_base_url(const std::string& spec, const std::string& base_url, bool allow_private);

// The same with paths that hold wherever it is read: `folder` is where relative ones begin.
std::string absolute_source(const std::string& spec, const std::string& folder);

// How fetching turns into ingest.
ingest::Options ingest_options(const FetchOptions& options);

// One for each kind; `rest` is what stands behind the colon.
Result<std::unique_ptr<Source>> make_file_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_dir_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_git_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_docs_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_https_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_exec_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_aws_source(const std::string& rest);
Result<std::unique_ptr<Source>> make_reference_source(const std::string& rest);

} // namespace polhist::watch
