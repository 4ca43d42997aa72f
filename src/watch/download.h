// A file from the web, as it is now.

#pragma once

#include "watch/source.h"

#include <optional>
#include <string>

namespace polhist::watch {

struct Download {
    std::optional<std::string> bytes; // nothing: not changed since `mark`
    std::string mark;
    std::string name; // for messages: scheme and host
};

// `written` is a URL, or says where one is (watch/secret.h). With a mark of an earlier download the
// server is asked only for what is newer.
Result<Download> download(const std::string& written, const FetchOptions& options);

// The name of a policy by the path of a URL; empty where its last part is no name, and for a URL
// that is kept elsewhere, of which no part is to be told.
std::string policy_of_url(const std::string& written);

} // namespace polhist::watch
