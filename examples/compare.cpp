// Says what a new policy allows that an old one did not: compare OLD.json NEW.json
//
//     c++ -std=c++20 compare.cpp -o compare $(pkg-config --cflags --libs polhist)
//
// Exit status: 0 nothing more is allowed, 1 something is or may be, 2 trouble.

#include <polhist/compare.h>

#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

namespace api = polhist::api;

namespace {

std::optional<api::Document> read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        std::cerr << path << ": cannot be read\n";
        return std::nullopt;
    }
    std::ostringstream text;
    text << file.rdbuf();
    auto document = api::Document::parse(text.str(), {path});
    if (!document) {
        std::cerr << document.error().message << '\n';
        return std::nullopt;
    }
    return *std::move(document);
}

void tell(const char* what, const api::Witness& witness) {
    std::cout << what << ' ' << witness.request.action << " on " << witness.request.resource;
    for (const auto& [key, values] : witness.request.context) {
        std::cout << ", " << key << " = " << values.front();
    }
    std::cout << " (Statement[" << witness.statement.number.value_or(0) << "])\n";
}

} // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::cerr << "usage: compare OLD.json NEW.json\n";
        return 2;
    }
    const auto before = read(arguments[1]);
    const auto after = read(arguments[2]);
    if (!before || !after) {
        return 2;
    }
    const api::Comparison comparison = api::compare(*before, *after);
    std::cout << api::name_of(comparison.verdict) << '\n';
    for (const api::Witness& witness : comparison.gained) {
        tell("now allowed:", witness);
    }
    for (const api::Witness& witness : comparison.lost) {
        tell("no longer allowed:", witness);
    }
    const bool same_or_less = comparison.overall == api::Verdict::equivalent ||
                              comparison.overall == api::Verdict::narrower;
    return same_or_less ? 0 : 1;
}
