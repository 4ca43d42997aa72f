// Histories made of documents, for tests of answers.

#pragma once

#include "timeline/history.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace polhist::answers {

// States `DAY VERSION` in order, the documents by version. A version with no state has no date.
struct Written {
    std::vector<std::pair<std::string, std::string>> states;
    std::map<std::string, std::string> documents;
};

inline timeline::History history_of(const std::string& name, const Written& written) {
    timeline::History history;
    history.name = name;
    for (const auto& [id, document] : written.documents) {
        timeline::Version& version = history.versions.emplace_back();
        version.id = id;
        version.json = timeline::Text([text = document] { return Result<std::string>(text); });
        version.document = document; // equal for equal documents, as a hash is
        version.origin = name + ' ' + id;
    }
    for (const auto& [day, id] : written.states) {
        const auto since = start_of_day(day);
        REQUIRE(since);
        const auto version = std::ranges::find(history.versions, id, &timeline::Version::id) -
                             history.versions.begin();
        history.states.push_back(
            {static_cast<std::size_t>(version), *since, timeline::Event::version});
    }
    return history;
}

class Histories final : public timeline::Archive {
public:
    explicit Histories(std::map<std::string, Written> policies) : policies_(std::move(policies)) {}

    [[nodiscard]] std::vector<std::string> names() const override {
        std::vector<std::string> names;
        for (const auto& [name, written] : policies_) {
            names.push_back(name);
        }
        return names;
    }

    [[nodiscard]] std::optional<std::string> name_of_arn(std::string_view /*arn*/) const override {
        return std::nullopt;
    }

    [[nodiscard]] Result<timeline::History> history(std::string_view name) const override {
        const auto found = policies_.find(std::string(name));
        if (found == policies_.end()) {
            return failure("no such policy");
        }
        return history_of(found->first, found->second);
    }

private:
    std::map<std::string, Written> policies_;
};

} // namespace polhist::answers
