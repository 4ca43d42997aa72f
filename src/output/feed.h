// Changes as a feed: Atom and RSS 2.0.
//
// A title carries the news. A body is a few paragraphs with line breaks between them and no more
// markup, because readers such as Slack drop what else there is; long lists are cut short. Nothing
// that XML forbids gets in.
// Source: RFC 4287, "The Atom Syndication Format"; "RSS 2.0 Specification".

#pragma once

#include "answers/feed.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::output {

struct FeedEntry {
    std::string id;
    std::string title; // plain text
    Instant at;
    std::string category;                // the overall verdict; empty for a first version
    std::vector<std::string> paragraphs; // plain text
    std::string page;                    // its address; empty where there is none
};

struct Feed {
    std::string id;
    std::string title;
    std::string self; // the address of the feed; empty where it has none
    std::string site; // of what it is a feed of; RSS must have it
    std::vector<FeedEntry> entries;
};

// A state that came into force, or ended because the policy was withdrawn. `step`: what changed;
// none for the first known.
struct FeedState {
    const std::string& policy;
    const timeline::State& state;
    const std::string& version;
    const policy::Document& document;
    const answers::Comparison* step;
    bool is_withdrawal = false;
};

FeedEntry feed_entry(const FeedState& news, std::string id);

std::string atom(const Feed& feed);
std::string rss(const Feed& feed);

} // namespace polhist::output
