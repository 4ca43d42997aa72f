// The folder that a site is written to.
//
// Files whose bytes are there already are left as they are; the others are replaced in one step
// each. What an earlier run wrote and this one did not is removed, and nothing else is.

#pragma once

#include "core/error.h"

#include <set>
#include <string>
#include <string_view>

namespace polhist::cli {

class SiteFolder {
public:
    // A folder that is empty, or was written before; it is made where there is none.
    static Result<SiteFolder> open(const std::string& path);

    // `name` is relative and leads nowhere else.
    Result<void> write(const std::string& name, std::string_view bytes);

    // Removes what is left from before and notes what is there now.
    Result<void> finish();

    struct Counts {
        std::size_t written = 0;
        std::size_t unchanged = 0;
        std::size_t removed = 0;
    };

    [[nodiscard]] const Counts& counts() const { return counts_; }

private:
    explicit SiteFolder(std::string path) : path_(std::move(path)) {}

    std::string path_;
    std::set<std::string> before_;
    std::set<std::string> now_;
    std::set<std::string> folders_; // that are there
    Counts counts_;
};

} // namespace polhist::cli
