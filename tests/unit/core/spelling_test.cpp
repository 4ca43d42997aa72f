#include "core/spelling.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace polhist {
namespace {

TEST_CASE("distance counts inserted, removed, replaced and swapped characters") {
    struct Row {
        std::string_view left;
        std::string_view right;
        std::size_t distance;
    };

    constexpr Row rows[] = {
        {"", "", 0},
        {"", "abc", 3},
        {"Action", "action", 0},
        {"Action", "Actoin", 1},
        {"Action", "Actions", 1},
        {"Action", "Acton", 1},
        {"Action", "Aktion", 1},
        {"kitten", "sitting", 3},
        {"ab", "ba", 1},
        {"Action", "NotAction", 3},
        {"Offereings", "Offerings", 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.left);
        CAPTURE(row.right);
        CHECK(spelling_distance(row.left, row.right) == row.distance);
        CHECK(spelling_distance(row.right, row.left) == row.distance);
    }
    const std::string long_text(201, 'a');
    CHECK(spelling_distance(long_text, long_text) == 200);
}

TEST_CASE("only a near candidate is suggested, the first of equals") {
    constexpr std::array<std::string_view, 4> names{"Action", "Resource", "Condition", "Effect"};

    struct Row {
        std::string_view word;
        std::string_view suggestion;
    };

    constexpr Row rows[] = {
        {"action", "Action"},
        {"Acton", "Action"},
        {"Effekt", "Effect"},
        {"Recource", "Resource"},
        {"Ressources", "Resource"},
        {"Conditoins", "Condition"},
        {"Principal", ""},
        {"Act", ""},
        {"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.word);
        CHECK(nearest(row.word, names).value_or("") == row.suggestion);
    }
    constexpr std::array<std::string_view, 2> equals{"abcdef1", "abcdef2"};
    CHECK(nearest("abcdef3", equals) == equals[0]);
}

} // namespace
} // namespace polhist
