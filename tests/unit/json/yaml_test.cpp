#include "json/tree.h"
#include "json/yaml.h"

#include <doctest/doctest.h>

#include <string>

namespace polhist::json {
namespace {

std::string json_of(std::string_view yaml) {
    const auto converted = from_yaml({"t.yaml", yaml});
    return converted ? converted->text : converted.error().message;
}

} // namespace

TEST_CASE("YAML stands for JSON") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"a: 1", R"({"a":1})"},
        {"- x\n- 'y'\n- \"z\"", R"(["x","y","z"])"},
        {"a: 2012-10-17", R"({"a":"2012-10-17"})"},
        {"a: [true, False, yes, on, No, 'no', n]",
         R"({"a":[true,false,true,true,false,"no","n"]})"},
        {"a: [null, ~, '', ]", R"({"a":[null,null,""]})"},
        {"a:", R"({"a":null})"},
        {"a: 'null'", R"({"a":"null"})"},
        {"a: [1.5, -3, 1e5, 0x1F, 010, .5, +1, 1_000]",
         R"({"a":[1.5,-3,1e5,"0x1F","010",".5","+1","1_000"]})"},
        {"AWS: 111122223333", R"({"AWS":"111122223333"})"}, // an account, not a number
        {"AWS: 012345678901", R"({"AWS":"012345678901"})"},
        {"a: !!str 5", R"({"a":"5"})"},
        {"a: ! 5", R"({"a":"5"})"},
        {"a: |\n  x\n  y\n", R"({"a":"x\ny\n"})"},
        {"a: >-\n  x\n  y\n", R"({"a":"x y"})"},
        {"---\na: {b: [c]}\n...\n", R"({"a":{"b":["c"]}})"},
        {"\xef\xbb\xbf"
         "a: b",
         R"({"a":"b"})"},
        {"a: \xc3\xa9", R"({"a":"\u00e9"})"},
        // The short forms of CloudFormation.
        {"!Ref X", R"({"Ref":"X"})"},
        {"!GetAtt A.B.C", R"({"Fn::GetAtt":["A","B.C"]})"},
        {"!GetAtt [A, B]", R"({"Fn::GetAtt":["A","B"]})"},
        {"!Sub '${A}/x'", R"({"Fn::Sub":"${A}/x"})"},
        {"!Sub ['${A}', {A: !Ref B}]", R"({"Fn::Sub":["${A}",{"A":{"Ref":"B"}}]})"},
        {"!If [C, !Ref A, !Ref 'AWS::NoValue']",
         R"({"Fn::If":["C",{"Ref":"A"},{"Ref":"AWS::NoValue"}]})"},
        {"!Condition C", R"({"Condition":"C"})"},
        {"!Transform {Name: AWS::Include}", R"({"Fn::Transform":{"Name":"AWS::Include"}})"},
        // Aliases.
        {"a: &x [1, 2]\nb: *x", R"({"a":[1,2],"b":[1,2]})"},
        {"a: &x !Ref Y\nb: *x", R"({"a":{"Ref":"Y"},"b":{"Ref":"Y"}})"},
        {"a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}", R"({"a":{"p":1,"q":2},"b":{"q":3,"p":1}})"},
        {"a: &x {p: 1}\nb: &y {p: 2, r: 3}\nc: {<<: [*x, *y]}",
         R"({"a":{"p":1},"b":{"p":2,"r":3},"c":{"p":1,"r":3}})"},
        {"a: &x 1\nb: &x 2\nc: *x", R"({"a":1,"b":2,"c":2})"},
    };
    for (const auto& [yaml, json] : rows) {
        const auto& shown = yaml; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(json_of(yaml) == json);
    }
}

TEST_CASE("YAML that is no document of one meaning is refused with its place") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"a: 1\nb:\n  a: 1\n  a: 2\n",
         "t.yaml:4:3: the key `a` stands twice in one mapping; keep one ($.b)"},
        {"a: 1\n---\nb: 2\n",
         "t.yaml:2:1: another YAML document begins here; give one at a time ($)"},
        {"# nothing", "t.yaml:1:10: is empty; a document was expected ($)"},
        {"a: !Foo 1",
         "t.yaml:1:4: the tag `!Foo` is not known; write out what it stands for ($.a)"},
        {"a: !!binary aGk=",
         "t.yaml:1:4: the tag `tag:yaml.org,2002:binary` is not known; write out what it stands "
         "for "
         "($.a)"},
        {"a: !!python/object:x {}",
         "t.yaml:1:4: the tag `tag:yaml.org,2002:python/object:x` is not known; write out what it "
         "stands for ($.a)"},
        {"? [a, b]\n: c", "t.yaml:1:3: a key must be plain text ($)"},
        {"a: *x", "t.yaml:1:4: no anchor `&x` stands before ($.a)"},
        {"a: &x\n  - *x", "t.yaml:2:5: `*x` stands inside what it stands for ($.a[0])"},
        {"a: &x {b: {<<: *x}}",
         "t.yaml:1:16: `<<` takes an alias of a mapping: `<<: *name` ($.a.b)"},
        {"a: {<<: {b: 1}}", "t.yaml:1:9: `<<` takes an alias of a mapping: `<<: *name` ($.a)"},
        {"a: [1\nb: 2", "t.yaml:2:2: did not find expected ',' or ']'; mend the YAML ($.a)"},
        {"a:\n\t- b",
         "t.yaml:2:1: found character that cannot start any token; mend the YAML ($.a)"},
        {"\xc3\xa9: !Foo x",
         "t.yaml:1:4: the tag `!Foo` is not known; write out what it stands for ($[\"\xc3\xa9\"])"},
        {"!GetAtt X", "t.yaml:1:1: `!GetAtt` takes a resource and an attribute: `Bucket.Arn` ($)"},
    };
    for (const auto& [yaml, message] : rows) {
        const auto& shown = yaml; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(json_of(yaml) == message);
    }
}

TEST_CASE("aliases that make much of little and depth are bounded") {
    std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int times = 0; times < 10; ++times) {
            laughs += before + (times < 9 ? ", " : "]\n");
        }
    }
    CHECK(json_of(laughs).find("aliases make this far longer than it is") != std::string::npos);
    CHECK(json_of(std::string(101, '[') + std::string(101, ']')).find("nested over 100 levels") !=
          std::string::npos);
    CHECK(json_of(std::string(200'000, '[')).size() < 500);
}

TEST_CASE("values of YAML have their places in it") {
    const auto tree = Tree::parse_any({"t.yaml", "# \xc3\xa9\nA:\n  - b: c\n    d: !GetAtt e.f\n"});
    REQUIRE(tree);
    const Value list = *tree->root().find("A");
    CHECK(list.place() == "t.yaml:3:3");
    const Value item = *list.items().begin();
    CHECK(item.find("b")->place() == "t.yaml:3:8");
    CHECK(item.find("d")->place() == "t.yaml:4:8");
    CHECK(item.find("d")->path() == "$.A[0].d");
    const Tree part = Tree::part(item, "part");
    CHECK(part.root().find("d")->place() == "part:4:8");
    CHECK(Tree::part(*part.root().find("d"), "again").root().place() == "again:4:8");
}

TEST_CASE("what looks like YAML is read as such, and JSON as JSON") {
    const std::pair<std::string_view, bool> rows[] = {
        {"Version: 2012-10-17\n", true},
        {"# comment\n\n---\nA: b", true},
        {"'A': b", true},
        {"- A", true},
        {"{\"Version\": 1}", false},
        {" [1]", false},
        {"", false},
        {"plain words", false},
        {"http://example.com", false},
        {"# A page\n\nWords: none of them a key.", true},
    };
    for (const auto& [text, yaml] : rows) {
        const auto& shown = text; // clang 14 captures no bindings
        CAPTURE(shown);
        CHECK(looks_like_yaml({"file", text}) == yaml);
    }
    CHECK(looks_like_yaml({"a.yaml", "{}"}));
    CHECK(looks_like_yaml({"a.yml", "{}"}));
}

} // namespace polhist::json
