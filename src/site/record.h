// What a site keeps of each policy while it goes from one to the next: enough for the pages that
// are about all of them.

#pragma once

#include "access/verdict.h"
#include "core/instant.h"
#include "output/feed.h"
#include "timeline/history.h"

#include <optional>
#include <string>
#include <vector>

namespace polhist::site {

// A state that came into force, and its page.
struct Step {
    Instant at;
    timeline::Event event = timeline::Event::version;
    std::string version;
    std::optional<access::Verdict> verdict; // overall; none for the first state known
    std::string verdict_words;              // says the one of the document alone, if it differs
    std::string summary;
    std::string page; // path from the top of the site
    std::vector<std::string> services;
    output::FeedEntry news;
};

// Since when an action is allowed by a policy, and until when it was.
struct Span {
    std::string since; // a day
    std::string until; // empty: still
    bool conditional = false;
};

struct PolicyRecord {
    std::string name;   // as unique in the store
    std::string folder; // `policy/NAME/`
    std::string arn;
    std::size_t versions = 0;
    std::size_t grants = 0;           // of the document in force
    std::vector<Step> steps;          // oldest first
    std::vector<Step> withdrawals;    // oldest first; each leads to the page of the policy
    std::optional<Instant> withdrawn; // since when the policy is gone
};

} // namespace polhist::site
