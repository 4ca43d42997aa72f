#include <doctest/doctest.h>
#include <polhist/document.h>
#include <polhist/set.h>
#include <polhist/version.h>

namespace polhist::api {
namespace {

constexpr std::string_view get_logs =
    R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["s3:PutObject",
        "s3:GetObject", "s3:getobject"], "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}})";

// `syntax 1:5 $.Statement`; `fine` where there is no error.
template <typename T>
std::string told(const Result<T>& result) {
    if (result) {
        return "fine";
    }
    std::string text(name_of(result.error().code));
    if (const auto& place = result.error().place) {
        text += " " + std::to_string(place->line) + ":" + std::to_string(place->column);
        text += place->path.empty() ? "" : " " + place->path;
    }
    return text;
}

TEST_CASE("errors have a code and the place in the text") {
    struct Row {
        std::string text;
        std::string_view expected;
    };

    const Row rows[] = {
        {std::string(get_logs), "fine"},
        {"", "syntax 1:1 $"},
        {"{\"Statement\": [}", "syntax 1:16 $.Statement"},
        {"{\n  \"Statement\": [\n}", "syntax 3:1 $.Statement"},
        {"Statement: [\n", "syntax 2:1 $.Statement"},
        {"[1]", "invalid-document 1:1 $"},
        {R"({"Statement": [{"Efect": "Allow"}]})", "invalid-document 1:26 $.Statement[0].Efect"},
        {"{\"Statement\":\n [{\"Effect\": \"Perhaps\", \"Action\": \"*\", \"Resource\": \"*\"}]}",
         "invalid-document 2:14 $.Statement[0].Effect"},
        {R"({"Statement": [], "a) ($": 1})", "invalid-document 1:28 $[\"a) ($\"]"},
        {"Statement:\n- Effect: Perhaps\n  Action: '*'\n  Resource: '*'\n",
         "invalid-document 2:11 $.Statement[0].Effect"},
        {R"({"PolicyVersion": {"VersionId": "v1", "Document": "{\"Statement\": [{\"Efect\": 1}]}"}})",
         "invalid-document 1:26 $.Statement[0].Efect"},
        {std::string(largest_document + 1, ' '), "too-large"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text.substr(0, 80));
        CHECK(told(Document::parse(row.text)) == row.expected);
    }
}

TEST_CASE("the name of a text stands in its messages and may hold a colon") {
    const auto document = Document::parse("{", {"a:7:7: b.json"});
    REQUIRE(!document);
    CHECK(document.error().message.starts_with("a:7:7: b.json:1:"));
    REQUIRE(document.error().place);
    CHECK(document.error().place->line == 1);
    CHECK(document.error().place->column == 2);
}

TEST_CASE("a document tells its canonical text and counts") {
    const auto document = Document::parse(get_logs);
    REQUIRE(document);
    CHECK(document->statement_count() == 1);
    CHECK(document->grant_count() == 4);
    const auto again = Document::parse(document->canonical_text());
    REQUIRE(again);
    CHECK(again->canonical_text() == document->canonical_text());
    CHECK(document->warnings().empty());
}

TEST_CASE("YAML is told by its first line or its name") {
    const std::string yaml = "Version: 2012-10-17\nStatement: {Effect: Allow, Action: '*', "
                             "Resource: '*'}\n";
    const auto document = Document::parse(yaml);
    REQUIRE(document);
    CHECK(document->statement_count() == 1);
    CHECK(Document::parse("# nothing else\n" + yaml, {"policy.yml"}).has_value());
}

TEST_CASE("what is accepted and hardly meant is a warning") {
    const auto document = Document::parse(R"({"Statement": [
        {"Effect": "Allow", "Action": [], "Resource": "*"}]})");
    REQUIRE(document);
    REQUIRE(document->warnings().size() == 1);
    CHECK(document->warnings().front().starts_with("policy:2:"));
}

TEST_CASE("a copy outlives the document it was made of, and a moved-from one stays whole") {
    auto document = Document::parse(get_logs);
    REQUIRE(document);
    Document first = *document;
    const Document second = std::move(first);
    document = Error{};
    CHECK(second.statement_count() == 1);
    CHECK(first.statement_count() == 1); // NOLINT(bugprone-use-after-move): it is a copy
}

TEST_CASE("value() of an error throws its message") {
    const auto document = Document::parse("{", {"x"});
    REQUIRE(!document);
    CHECK_THROWS_AS(static_cast<void>(document.value()), BadResult);
    CHECK_THROWS_WITH(static_cast<void>(document.value()), document.error().message.c_str());
}

TEST_CASE("a set tells what is wrong with it") {
    struct Row {
        std::string_view text;
        std::string_view expected;
    };

    const Row rows[] = {
        {R"({"identity": []})", "fine"},
        {"{", "syntax 1:2 $"},
        {"[]", "invalid-set 1:1 $"},
        {R"({"identities": []})", "invalid-set 1:16 $.identities"},
        {R"({"identity": [], "cross_account": true})", "invalid-set 1:35 $.cross_account"},
        {R"({"identity": [], "principal": "arn:aws:iam::111122223333:group/ops"})",
         "invalid-set 1:31 $.principal"},
        {R"({"identity": [{"Statement": [{"Efect": 1}]}]})",
         "invalid-set 1:40 $.identity[0].Statement[0].Efect"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(told(PolicySet::parse(row.text)) == row.expected);
    }
}

TEST_CASE("layers that make no set are refused") {
    const Document document = *Document::parse(get_logs);
    Layers layers;
    layers.identity.assign(1000, document);
    CHECK(told(PolicySet::make(layers)) == "fine");
    layers.boundary = document;
    CHECK(told(PolicySet::make(layers)) == "invalid-set");
    layers = {};
    layers.scp.assign(17, {document});
    CHECK(told(PolicySet::make(layers)) == "invalid-set");
    layers = {};
    layers.cross_account = true;
    CHECK(told(PolicySet::make(layers)) == "invalid-set");
    layers = {};
    layers.principal = "111122223333";
    CHECK(told(PolicySet::make(layers)) == "invalid-set");
}

TEST_CASE("the library says its version") {
    CHECK(version() == POLHIST_VERSION);
}

} // namespace
} // namespace polhist::api
