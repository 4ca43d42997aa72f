#include "store/name.h"

#include <doctest/doctest.h>

#include <set>

namespace polhist::store {
namespace {

std::string last(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

TEST_CASE("names of policies are names of folders, each its own") {
    struct Row {
        std::string_view name;
        std::string_view folder;
    };

    const Row rows[] = {
        {"ReadOnlyAccess", "aws+ReadOnlyAccess"},
        {"role/Admin/inline/P", "aws+role%2FAdmin%2Finline%2FP"},
        {".git", "aws+%2Egit"},
        {"a.b", "aws+a.b"},
        {"a+b", "aws+a%2Bb"},
        {"a%2Bb", "aws+a%252Bb"},
        {"a\\b\n\x1b", "aws+a%5Cb%0A%1B"},
        {"CON:", "aws+CON%3A"},
        {"\u200cx", "aws+%E2%80%8Cx"},
    };
    std::set<std::string> folders;
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const timeline::PolicyKey key{"aws", std::string(row.name)};
        CHECK(last(folder_of(key)) == row.folder);
        CHECK(key_in(last(folder_of(key))) == key);
        folders.insert(folder_of(key));
    }
    CHECK(folders.size() == std::size(rows));
    CHECK(folder_of({"aws", "P"}) != folder_of({"local", "P"}));
    CHECK(folder_of_page("") != folder_of_page("+"));
}

TEST_CASE("a long name is cut off, and stays its own") {
    const std::string name(300, '%');
    const std::string folder = last(folder_of({"aws", name}));
    CHECK(folder.size() <= longest_name);
    CHECK(folder != last(folder_of({"aws", name + "x"})));
    CHECK_FALSE(key_in(folder));
    const std::string just(longest_name - 4, 'a');
    CHECK(key_in(last(folder_of({"aws", just})))->name == just);
}

TEST_CASE("what is no name of a policy's folder has no key") {
    for (const std::string_view name : {"",
                                        "+",
                                        "aws+",
                                        "aws",
                                        "aws+a b",
                                        "aws+%2",
                                        "aws+%zz",
                                        "aws+%41",
                                        "aws+%2e",
                                        "aws+a%2fb"}) {
        CAPTURE(name);
        CHECK_FALSE(key_in(name));
    }
}

} // namespace
} // namespace polhist::store
