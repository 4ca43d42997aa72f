// Claims and histories in short, for the tests of the timeline.

#pragma once

#include "timeline/derive.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::timeline {

inline const PolicyKey key_of_tests{"aws", "P"};

// The texts between `;`, as words.
inline std::vector<std::vector<std::string>> rows_in(std::string_view text) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line, ';');) {
        std::istringstream words(line);
        rows.emplace_back();
        for (std::string word; words >> word;) {
            rows.back().push_back(word);
        }
    }
    return rows;
}

// `2021-08-11T18:07:10Z`, or a day for its first instant, or `-` for none.
inline std::optional<Instant> instant_in(std::string_view text) {
    return text.find('T') == std::string_view::npos ? start_of_day(text) : parse_instant(text);
}

// Adds claims of versions, `ID CREATED DOCUMENT; …`.
inline void
add_versions(Claims& claims, std::string_view rows, SourceClass source = SourceClass::exact) {
    for (const auto& row : rows_in(rows)) {
        REQUIRE(row.size() == 3);
        claims.versions.push_back({key_of_tests, row[0], row[2], instant_in(row[1]), source});
    }
}

// Adds what an observer saw, `AT ID CREATED DOCUMENT; …`; `AT gap` and `AT withdrawn` too.
inline void add_sightings(Claims& claims, const std::string& observer, std::string_view rows) {
    using Kind = Observation::Kind;
    for (const auto& row : rows_in(rows)) {
        REQUIRE(row.size() >= 2);
        Observation seen{key_of_tests, observer, *instant_in(row[0]), Kind::in_force, "", "", {}};
        if (row.size() == 2) {
            seen.kind = row[1] == "gap" ? Kind::gap : Kind::withdrawn;
        } else {
            REQUIRE(row.size() == 4);
            seen.version = row[1];
            seen.created = instant_in(row[2]);
            seen.document = row[3];
        }
        claims.observations.push_back(seen);
    }
}

// The history of versions that sources date exactly, `ID CREATED DOCUMENT; …`.
inline History given(std::string_view versions) {
    Claims claims;
    add_versions(claims, versions);
    return derive(key_of_tests, claims);
}

// The states as `v1 2021-08-11 version; …`.
inline std::string states_in(const History& history) {
    std::string text;
    for (const State& state : history.states) {
        text += (text.empty() ? "" : "; ") + history.version_of(state).id + " " +
                format_date(state.since) + " " + std::string(name_of(state.event));
    }
    return text;
}

// The versions as `v1 2021-08-11 seen; v2 - unseen; …`.
inline std::string versions_in(const History& history) {
    std::string text;
    for (const Version& version : history.versions) {
        text += (text.empty() ? "" : "; ") + version.id + " " +
                (version.created ? format_date(*version.created) : "-") +
                (version.seen ? " seen" : " unseen");
    }
    return text;
}

} // namespace polhist::timeline
