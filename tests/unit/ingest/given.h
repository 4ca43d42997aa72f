// What was imported, in short, for tests.

#pragma once

#include "core/instant.h"
#include "ingest/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::ingest::given {

inline std::string date(const std::optional<Instant>& instant) {
    return instant ? format_instant(*instant) : "-";
}

// `SCOPE:NAME VERSION CREATED` of each version, sorted.
inline std::vector<std::string> versions(const timeline::Claims& claims) {
    std::vector<std::string> lines;
    for (const timeline::VersionClaim& claim : claims.versions) {
        lines.push_back(fmt::format("{}:{} {} {}",
                                    claim.policy.scope,
                                    claim.policy.name,
                                    claim.version,
                                    date(claim.created)));
    }
    std::ranges::sort(lines);
    return lines;
}

// `PATH: ERROR` of each rejection; of a text that is refused as a whole `refused: ERROR`.
inline std::vector<std::string> troubles(const Result<Imported>& imported) {
    if (!imported) {
        return {"refused: " + imported.error().message};
    }
    std::vector<std::string> lines;
    for (const Rejected& rejected : imported->rejected) {
        lines.push_back(fmt::format("{}: {}", rejected.path, rejected.error));
    }
    return lines;
}

// A text in which `'` stands for `"`.
inline std::string quoted(std::string text) {
    std::ranges::replace(text, '\'', '"');
    return text;
}

// A document of one Allow.
inline std::string allowing(std::string_view action) {
    return fmt::format(R"({{"Statement":[{{"Effect":"Allow","Action":"{}","Resource":"*"}}]}})",
                       action);
}

// A trust policy.
inline std::string trusting() {
    return quoted("{'Statement':[{'Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},"
                  "'Action':'sts:AssumeRole'}]}");
}

} // namespace polhist::ingest::given
