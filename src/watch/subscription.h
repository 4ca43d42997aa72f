// A standing watch of one source, as the user set it up.

#pragma once

#include "core/error.h"
#include "core/instant.h"
#include "json/location.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::watch {

struct Subscription {
    std::string name;
    std::string id;                    // eight hexadecimal digits, so that a name can be used again
    std::string source;                // KIND:REST
    std::string scope = "local";       // whose policies, where no ARN tells
    std::string schedule;              // of cron
    std::vector<std::string> sinks;    // KIND:REST
    std::vector<std::string> policies; // globs of the names that are told; none: all
    std::vector<std::string> services; // told are changes that concern one; none: all
    std::vector<std::string> on;       // levels of verdicts that are told
    bool allow_private = false;        // addresses of private networks
    std::string base_url;              // of a mirror (FetchOptions)
    std::optional<std::chrono::milliseconds> pace; // from one request to the next
    Instant created;

    // Who its looks are by (timeline::Observation).
    [[nodiscard]] std::string observer() const;
};

// A name is 1 to 64 ASCII letters, digits, `-` and `_`, the first a letter or digit.
bool is_subscription_name(std::string_view name);

// The name of a sink in references and files: its kind and a digest of what it is.
std::string sink_id(std::string_view sink);

// What may be told of a source or sink: of a URL scheme and host, of a command its first word.
std::string redacted_spec(std::string_view spec);

// As a file, and back. The error names file, line, column and JSON path.
std::string subscription_json(const Subscription& subscription);
Result<Subscription> parse_subscription(const json::Source& source);

} // namespace polhist::watch
