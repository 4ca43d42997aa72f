#include "ingest/page.h"

#include <doctest/doctest.h>

namespace polhist::ingest {
namespace {

// The names that an index lists, or the error.
std::string names_of(const char* text) {
    const json::Source source{"index", text};
    const auto page = markup::read(source);
    REQUIRE(page);
    const auto names = read_reference_index(*page, source);
    if (!names) {
        return names.error().message;
    }
    std::string joined;
    for (const std::string& name : *names) {
        joined += (joined.empty() ? "" : " ") + name;
    }
    return joined;
}

TEST_CASE("the index of the reference") {
    struct Row {
        const char* page;
        const char* names;
    };

    const char* const none =
        "index: lists no policy; the index of the AWS Managed Policy Reference does";
    const Row rows[] = {
        {"# AWS managed policies\n\n+ [B](./B.md)\n+  [A](A.md)\n+ [B](./B.md)\n", "A B"},
        {"# P\n\n+ [What is it?](about.md)\n+ [Name.with+odd=Signs_](x.md)\n",
         "Name.with+odd=Signs_"},
        {"<html><body><h1>P</h1><ul><li><a href=\"./A.html\">A</a></li><li>Two "
         "words</li></ul></body>",
         "A"},
        {"# P\n\n| Policy | Service |\n|---|---|\n| [A](A.md) | Amazon S3 |\n", "A"},
        {"# P\n\nA\n\nB\n", none},
        {"# P\n", none},
    };
    for (const Row& row : rows) {
        CAPTURE(row.page);
        CHECK(names_of(row.page) == row.names);
    }
}

} // namespace
} // namespace polhist::ingest
