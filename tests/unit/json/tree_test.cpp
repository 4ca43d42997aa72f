#include "json/tree.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <random>

namespace polhist::json {
namespace {

std::string refusal(std::string_view text) {
    const auto tree = Tree::parse({"x", text});
    return tree ? "accepted" : tree.error().message;
}

// A value as text, to see that a tree holds what its text says.
std::string dump(Value value) {
    std::string out;
    switch (value.kind()) {
    case Kind::object:
        for (const Member& member : value.members()) {
            out += (out.empty() ? "" : " ") + std::string(member.key) + "=" + dump(member.value);
        }
        return "{" + out + "}";
    case Kind::array:
        for (const Value item : value.items()) {
            out += (out.empty() ? "" : " ") + dump(item);
        }
        return "[" + out + "]";
    case Kind::string:
        return "'" + std::string(value.text()) + "'";
    case Kind::null:
    case Kind::boolean:
    case Kind::number:
        return std::string(value.text());
    }
    return out;
}

std::string dumped(std::string_view text) {
    const auto tree = Tree::parse({"x", text});
    return tree ? dump(tree->root()) : tree.error().message;
}

TEST_CASE("a tree holds what its text says") {
    struct Row {
        std::string_view text;
        std::string_view dump;
    };

    constexpr Row rows[] = {
        {"null", "null"},
        {" true ", "true"},
        {"false\n", "false"},
        {"0", "0"},
        {"-0", "-0"},
        {"12", "12"},
        {"-1.50e+2", "-1.50e+2"},
        {" 12345678901234567890123 ", "12345678901234567890123"},
        {R"("")", "''"},
        {R"("a")", "'a'"},
        {R"("a\"b\\")", R"('a"b\')"},
        {R"("\\\"")", R"('\"')"},
        {R"(["\\","\"","x"])", R"(['\' '"' 'x'])"},
        {R"("\u0041\u00e9\ud83d\udd11")", "'Aé🔑'"},
        {"[]", "[]"},
        {"{}", "{}"},
        {"[[],{},[[1]]]", "[[] {} [[1]]]"},
        {"[1,-2,3.5,4e1]", "[1 -2 3.5 4e1]"},
        {"[1 ,2\n]", "[1 2]"},
        {R"({"a":1,"b":[true,null],"c":{"d":"e"}})", "{a=1 b=[true null] c={d='e'}}"},
        {R"({"":0})", "{=0}"},
        {R"({"a\tb":0})", "{a\tb=0}"},
        {"\xef\xbb\xbf{\"a\":1}", "{a=1}"},
        {"{\r\n\"a\":\r\n1\r\n}\r\n", "{a=1}"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(dumped(row.text) == row.dump);
    }
}

TEST_CASE("what is refused, and where") {
    struct Row {
        std::string_view text;
        std::string_view begins;
        std::string_view ends;
    };

    constexpr Row rows[] = {
        {"", "x:1:1: is empty", "($)"},
        {"  ", "x:1:1: is empty", "($)"},
        {"{", "x:1:2: ", "($)"},
        {"nul", "x:1:4: ", "($)"},
        {"{} {}", "x:1:4: ", "($)"},
        {"[1,]", "x:1:4: ", "($)"},
        {"[1 2]", "x:1:4: ", "($)"},
        {"{\"a\":}", "x:1:6: ", "($)"},
        {"{\"a\" 1}", "x:1:6: ", "($)"},
        {"{a:1}", "x:1:2: ", "($)"},
        {"{'a':1}", "x:1:2: ", "($)"},
        {"[01]", "x:1:3: ", "($)"},
        {"[+1]", "x:1:2: ", "($)"},
        {"[.5]", "x:1:2: ", "($)"},
        {"[NaN]", "x:1:2: ", "($)"},
        {"// no\n{}", "x:1:1: ", "($)"},
        {"\"a\nb\"", "x:1:3: ", "($)"},
        {"\"a\x01\"", "x:1:3: ", "($)"},
        {"\"\\x\"", "x:1:3: ", "($)"},
        {"\"\\ud800\"", "x:1:8: ", "($)"},
        {"\"\xff\"", "x:1:2: ", "($)"},
        {"\"\xc0\xaf\"", "x:1:2: ", "($)"},
        {"\"\xed\xa0\x80\"", "x:1:3: ", "($)"},
        {"\"abc", "x:1:5: ", "($)"},
        {"{\n \"a\": [1,\n  }\n}", "x:3:3: ", "($.a)"},
        {R"({"a":1,"b":2,"a":3})",
         "x:1:14: the key `a` stands twice in one object; keep one",
         "($.a)"},
        {R"({"a":1,"\u0061":3})",
         "x:1:8: the key `a` stands twice in one object; keep one",
         "($.a)"},
        {R"([0,{"p":{"a":1,"a":1}}])", "x:1:16: the key `a` stands twice", "($[1].p.a)"},
        {R"({"a b":{"":1,"":1}})", "x:1:14: the key `` stands twice", "($[\"a b\"][\"\"])"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const std::string message = refusal(row.text);
        CAPTURE(message);
        CHECK(message.starts_with(row.begins));
        CHECK(message.ends_with(row.ends));
    }
}

TEST_CASE("a NUL byte does not hide what follows it") {
    using namespace std::string_view_literals;

    struct Row {
        std::string_view text;
        std::string_view begins;
    };

    constexpr Row rows[] = {
        {"\0"sv, "x:1:1: "},
        {"{}\0"sv, "x:1:3: a NUL byte after the JSON"},
        {"{}\n\0{}"sv, "x:2:1: a NUL byte after the JSON"},
        {"[1,\0 2]"sv, "x:1:4: "},
        {"\"a\0b\""sv, "x:1:3: "},
    };
    for (const Row& row : rows) {
        CAPTURE(row.begins);
        const std::string message = refusal(row.text);
        CAPTURE(message);
        CHECK(message.starts_with(row.begins));
    }
    CHECK(refusal("\"a\\u0000b\"") == "accepted");
}

TEST_CASE("a key that stands twice is found among many") {
    for (const std::size_t count : {2U, 15U, 16U, 17U, 500U}) {
        std::string text = "{";
        for (std::size_t i = 0; i < count; ++i) {
            text += "\"key" + std::to_string(i) + "\": 0,\n";
        }
        CAPTURE(count);
        CHECK(refusal(text + "\"other\": 0}") == "accepted");
        const std::string line = std::to_string(count + 1);
        CHECK(refusal(text + "\"key1\": 0}") ==
              "x:" + line + ":1: the key `key1` stands twice in one object; keep one ($.key1)");
    }
}

TEST_CASE("no control character hides in a string, wherever it stands") {
    for (unsigned code = 0; code < 0x20; ++code) {
        for (std::size_t at = 0; at < 40; ++at) {
            CAPTURE(code);
            CAPTURE(at);
            std::string text = "[\"" + std::string(40, 'x') + "\"]";
            text[2 + at] = static_cast<char>(code);
            CHECK_FALSE(Tree::parse({"x", text}));
            text[2] = '\\';
            CHECK_FALSE(Tree::parse({"x", text}));
        }
    }
}

TEST_CASE("depth ends at a hundred") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(refusal(nested(100)) == "accepted");
    CHECK(refusal(nested(101)).starts_with("x:1:101: nested over 100 levels deep"));
    CHECK(refusal(nested(100'000)).starts_with("x:1:101: nested over 100 levels deep"));
    std::string objects;
    for (int i = 0; i < 101; ++i) {
        objects += "{\"a\":";
    }
    CHECK(refusal(objects).starts_with("x:1:501: nested over 100 levels deep"));
}

TEST_CASE("values know their place and path") {
    constexpr std::string_view text = R"({"a": [10, {"b c": "x", "d:e/f": true}],
 "\u00e9\"": {"g": null}, "h": -7})";
    const auto tree = Tree::parse({"x", text});
    REQUIRE(tree);
    const Value root = tree->root();
    CHECK(root.path() == "$");
    CHECK(root.text() == text);
    const Value list = *root.find("a");
    auto second = list.items().begin();
    const Value inner = *++second;
    CHECK(list.text() == R"([10, {"b c": "x", "d:e/f": true}])");
    CHECK((*list.items().begin()).path() == "$.a[0]");
    CHECK(inner.find("b c")->path() == "$.a[1][\"b c\"]");
    CHECK(inner.find("d:e/f")->path() == "$.a[1].d:e/f");
    CHECK(inner.find("d:e/f")->offset() == 33);
    CHECK(root.find("é\"")->find("g")->offset() == 60);
    CHECK(root.find("h")->offset() == 72);
    CHECK(root.find("h")->text() == "-7");
    CHECK_FALSE(root.find("i").has_value());
    CHECK_FALSE(list.find("a").has_value());
    CHECK(error_at(*root.find("h"), "is wrong").message == "x:2:32: is wrong ($.h)");
}

TEST_CASE("things that hold nothing have no items and no members") {
    const auto tree = Tree::parse({"x", R"([[], {}, "s", 1, [2], {"k": 3}])"});
    REQUIRE(tree);
    std::string seen;
    for (const Value value : tree->root().items()) {
        seen += value.items().empty() ? '-' : 'i';
        seen += value.members().empty() ? '-' : 'm';
        seen += ' ';
    }
    CHECK(seen == "-- -- -- -- i- -m ");
}

TEST_CASE("a tree may be moved with the strings that it owns") {
    auto tree = Tree::parse({"x", R"(["\u0041", "\u0042"])"});
    REQUIRE(tree);
    const Tree moved = std::move(*tree);
    CHECK(dump(moved.root()) == "['A' 'B']");
}

// Whether a value is what nlohmann reads; a number by its kind.
bool agrees(Value value, const nlohmann::json& other);

bool members_agree(Value object, const nlohmann::json& other) { // NOLINT(misc-no-recursion)
    std::size_t count = 0;
    for (const Member& member : object.members()) {
        const auto found = other.find(std::string(member.key));
        if (found == other.end() || !agrees(member.value, *found)) {
            return false;
        }
        ++count;
    }
    return count == other.size();
}

bool items_agree(Value array, const nlohmann::json& other) { // NOLINT(misc-no-recursion)
    std::size_t count = 0;
    for (const Value item : array.items()) {
        if (count == other.size() || !agrees(item, other[count])) {
            return false;
        }
        ++count;
    }
    return count == other.size();
}

bool agrees(Value value, const nlohmann::json& other) { // NOLINT(misc-no-recursion)
    switch (value.kind()) {
    case Kind::object:
        return other.is_object() && members_agree(value, other);
    case Kind::array:
        return other.is_array() && items_agree(value, other);
    case Kind::string:
        return other.is_string() && other.get<std::string>() == value.text();
    case Kind::number:
        return other.is_number();
    case Kind::boolean:
        return other.is_boolean() && other.get<bool>() == (value.text() == "true");
    case Kind::null:
        return other.is_null();
    }
    return false;
}

// Refused here alone.
bool is_own_refusal(const std::string& message) {
    return message.find("stands twice") != std::string::npos ||
           message.find("NUL byte") != std::string::npos ||
           message.find("levels deep") != std::string::npos ||
           message.find(": is empty") != std::string::npos;
}

TEST_CASE("two parsers agree on what is JSON, and on what it says") {
    const std::vector<std::string> whole{
        R"({"a": [1, -0.5e+3, "x\u00e9\ud83d\ude00\n", true, null], "b": {"c": "\\\""}})",
        "[\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xed\x95\x9c\", {}, [], 0, 10]",
        "\xef\xbb\xbf {\"k\":\t\r\n false }",
    };
    const std::vector<std::string> pieces{
        "\"",
        "\\",
        "\\u",
        "\\ud800",
        "\\udc00",
        "\\ud83d\\ude00",
        "\\u0000",
        "\\x",
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        "-",
        "+",
        ".",
        "e",
        "1e308",
        "9e308",
        "-1e309",
        "E9",
        "1e999",
        "-1e999",
        "1e-999",
        "01",
        "1.",
        "NaN",
        "//",
        "/**/",
        "true",
        "nul",
        "\x7f",
        "\x1f",
        "\n",
        "\x80",
        "\xc0",
        "\xc2\x80",
        "\xe0\x80",
        "\xed\xa0",
        "\xed\x9f\xbf",
        "\xf4\x90",
        "\xff",
        "\xfe",
        " ",
        "'",
        "Infinity",
        "00",
        "\xef\xbb\xbf",
        std::string(1, '\0'),
        std::string(400, '9'),
    };
    std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same on every run
    const auto below = [&](std::size_t end) { return random() % end; };
    std::size_t accepted = 0;
    for (int i = 0; i < 60'000; ++i) {
        std::string text = whole[below(whole.size())];
        for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
            const std::size_t at = below(text.size() + 1);
            const std::size_t size = below(3) == 0 ? below(6) : 0;
            text.replace(at, size, below(4) == 0 ? "" : pieces[below(pieces.size())]);
        }
        const auto tree = Tree::parse({"x", text});
        if (!tree && is_own_refusal(tree.error().message)) {
            continue;
        }
        CAPTURE(text);
        const auto other = nlohmann::json::parse(text, nullptr, false);
        CHECK(tree.has_value() != other.is_discarded());
        CHECK((!tree || other.is_discarded() || agrees(tree->root(), other)));
        accepted += tree ? 1U : 0U;
    }
    CHECK(accepted > 1000);
}

} // namespace
} // namespace polhist::json
