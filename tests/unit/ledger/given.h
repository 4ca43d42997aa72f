// Made-up policies and findings in short, for the tests of the audit.

#pragma once

#include "ledger/audit.h"
#include "policy/reader.h"
#include "timeline/derive.h"

#include <fmt/format.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::ledger::given {

// A document of one Allow: `actions` and `rest` (Resource, Condition) as JSON spells them.
inline std::string allowing(std::string_view actions,
                            std::string_view rest = R"("Resource": "*")") {
    return fmt::format(
        R"({{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": [{}], {}}}]}})",
        actions,
        rest);
}

struct Version {
    std::string id;
    std::string created;
    std::string document;
};

// A policy with its history and documents, which it keeps alive.
class Policy {
public:
    Policy(std::string name, std::vector<Version> versions) : versions_(std::move(versions)) {
        const timeline::PolicyKey key{"aws", std::move(name)};
        for (const Version& version : versions_) {
            claims_.versions.push_back({key,
                                        version.id,
                                        version.id,
                                        parse_instant(version.created),
                                        timeline::SourceClass::exact});
            claims_.forms.push_back({key, version.id, version.document, {}, {}});
        }
        history_ = timeline::derive(key, claims_);
        for (const timeline::State& state : history_.states) {
            const timeline::Version& version = history_.version_of(state);
            documents_.push_back(
                policy::read({version.origin, version.json.bytes().value()}).value());
        }
    }

    [[nodiscard]] Subject subject() const {
        Subject subject{&history_, {}};
        for (const policy::Document& document : documents_) {
            subject.documents.push_back(&document);
        }
        return subject;
    }

private:
    std::vector<Version> versions_;
    timeline::Claims claims_;
    timeline::History history_;
    std::deque<policy::Document> documents_;
};

// `DATE KIND SUBJECT` of each finding, without the date where there is none.
inline std::vector<std::string> brief(const std::vector<Finding>& findings) {
    std::vector<std::string> lines;
    for (const Finding& finding : findings) {
        lines.push_back(fmt::format("{}{}{} {}",
                                    finding.date,
                                    finding.date.empty() ? "" : " ",
                                    name_of(finding.kind),
                                    finding.subject));
    }
    return lines;
}

} // namespace polhist::ledger::given
