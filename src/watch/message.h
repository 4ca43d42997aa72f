// News as a person reads them: one line that carries it, what is now allowed, and the command that
// shows all.

#pragma once

#include "watch/news.h"

#include <string>
#include <vector>

namespace polhist::watch {

// What a sink is given. No text holds control characters; those of `lines` are indented.
struct Letter {
    std::string key;
    std::string json;               // news_json
    std::string headline;           // one line
    std::vector<std::string> lines; // at most eight items, headings, and how many more there are
    std::string command;
};

// `AWSServiceRoleForImageBuilder: v12 -> v13, broader (+1 action)`.
std::string headline_of(const News& news);

// The lines below it, as a Letter has them.
std::vector<std::string> details_of(const News& news);

// `program`: how polhist is called, with its store where that is not the usual one.
Letter letter_of(const News& news, std::string_view subscription, std::string_view program);

// The letter as text, with a line break at its end. An empty command is left out.
std::string text_of(const Letter& letter);

} // namespace polhist::watch
