// Many files of one web site, asked for politely, one after another, and only for what is newer.

#pragma once

#include "core/error.h"
#include "net/http.h"
#include "watch/pace.h"

#include <optional>
#include <string>

namespace polhist::watch {

// What a server gave with a file to ask later whether it is still the newest; both empty where it
// gave nothing that can be kept.
struct Validator {
    std::string entity_tag;
    std::string last_modified;

    [[nodiscard]] bool empty() const { return entity_tag.empty() && last_modified.empty(); }
};

struct SiteFile {
    std::optional<std::string> bytes; // nothing: as it was when it came with the validator
    Validator validator;
};

// Why a file did not come.
struct SiteError {
    std::string message;
    bool of_all = false; // nor would any other: time is up, or the site asks to be left alone
};

class Site {
public:
    // `base` is a URL and ends in `/`. `pace` must stay.
    Site(std::string base, bool allow_private, Pace& pace)
        : base_(std::move(base)),
          allow_private_(allow_private),
          pace_(pace) {}

    // Asks for one file of at most `most` bytes. A server that has no time (429, 503) is asked
    // again when it says or a while later, one that fails (5xx, no answer) a while later; three
    // times.
    tl::expected<SiteFile, SiteError>
    get(const std::string& file, const Validator& since, std::size_t most);

    // What a file is called in messages: scheme, host and its name.
    [[nodiscard]] std::string name_of(const std::string& file) const;

private:
    std::string base_;
    bool allow_private_;
    Pace& pace_;
    net::Client client_;
};

} // namespace polhist::watch
