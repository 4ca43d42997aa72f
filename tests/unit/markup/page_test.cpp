#include "markup/page.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace polhist::markup {
namespace {

// Blocks on one line: `H1 title / P text / I1 item / C code / R a | b`; or the error.
std::string told(const Result<Page>& page) {
    if (!page) {
        return page.error().message;
    }
    constexpr std::string_view kinds = "HPICR";
    std::string line;
    for (const Block& block : page->blocks) {
        line += line.empty() ? "" : " / ";
        line += kinds[static_cast<std::size_t>(block.kind)];
        if (block.level > 0) {
            line += fmt::format("{}", block.level);
        }
        line += block.header ? "h" : "";
        line += block.text.empty() ? "" : " " + block.text;
        for (std::size_t i = 0; i < block.cells.size(); ++i) {
            line += (i == 0 ? " " : " | ") + block.cells[i];
        }
    }
    return line;
}

struct Row {
    std::string text;
    std::string_view blocks;
};

void check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.text.substr(0, 200));
        CHECK(told(read({"page", row.text})) == row.blocks);
    }
}

TEST_CASE("Markdown") {
    check({
        {"# Title<a name=\"x\"></a>\n\ntext", "H1 Title / P text"},
        {"# A\\.B \\[c\\] read\\-only", "H1 A.B [c] read-only"},
        {"# &amp; &#8211; &#x41; &nosuch; &#0; &ndash;", "H1 & – A &nosuch; &#0; –"},
        {"## a\n*b* **c** `d  e` [f](g) ![h](i)\nj", "H2 a / P b c d e f h j"},
        {"# a\n+ b\n+ c\n\n  d\n\ne", "H1 a / I1 b / I1 c / P1 d / P e"},
        {"# a\n- b\n  - c\n- d", "H1 a / I1 b / I2 c / I1 d"},
        {"# a\n```\n{\n  1\n}\n```\nb", "H1 a / C {\n  1\n}\n / P b"},
        {"# a\n- b\n  ```\n  {}\n  ```\n- c", "H1 a / I1 b / C1 {}\n / I1 c"},
        {"| A | B | \n| --- | --- | \n| [c](d) `e` | f\\|g | \n", "Rh A | B / R c e | f|g"},
        {"# a\n| A | B |\n|---|---|\n| c<br/>d | |", "H1 a / Rh A | B / R c d | "},
        {"# a\n<table><tr><td>x</td></tr></table>\n\nb", "H1 a / R x / P b"},
        {"# a\n<!-- ## b -->\n\nc", "H1 a / P c"},
        {"# a\r\n\r\nb\r\n", "H1 a / P b"},
        {"\xef\xbb\xbf# a", "H1 a"},
    });
}

TEST_CASE("HTML") {
    check({
        {"<!DOCTYPE html><h1>A\n  <b>b</b>c</h1><p>d", "H1 A bc / P d"},
        {"<html><p>a<p>b<br>c<div>d<p>e</div>f", "P a / P b / P c / P d / P e / P f"},
        {"<html><ul><li>a<li><p>b<p>c</ul>d", "I1 a / I1 b / P1 c / P d"},
        {"<html><ul><li>a<ul><li>b</ul>c</ul>", "I1 a / I2 b / P1 c"},
        {"<html>a&nbsp;&lt;b&gt; &ndash; &#x41;&amp;amp;", "P a <b> – A&amp;"},
        {"<html><pre> {\n \"a\": 1 }</pre>b", "C  {\n \"a\": 1 } / P b"},
        {"<html><pre><div><i>x</i></div><code>{}</code></pre>b", "C x{} / P b"},
        {"<html><script>a<p>b</script><style>c</style><nav><p>d</nav>e", "P e"},
        {"<html><title>a</title><p>b", "P b"},
        {"<html><table><thead><tr><th>a<th>b<tbody><tr><td><p>c<p>d<td>e</table>f",
         "Rh a | b / R c d | e / P f"},
        {"<html><table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>", "R a b c d | e"},
        {"<html><meta charset=iso-8859-1><p>\xc3\xa9", "P \xc3\xa9"},
        {"<html><x-y><h2>a</x-y></h2></p></div>b", "H2 a / P b"},
        {"<?xml version='1.0'?><html><p>a</p></html>", "P a"},
        {"<p>no head", "P no head"},
    });
}

TEST_CASE("plain text") {
    check({
        {"Title\n\nOne line.\n\nHeading\n\na b\nc d\n",
         "H1 Title / P One line. / H2 Heading / P a b c d"},
        {"T\n\n  • a – b.\n\n    c.\n\n  • d\n\ne.", "H1 T / I1 a – b. / P1 c. / I1 d / P e."},
        {"T\n{\"a\": \"}\\\"\"}\nb.", "H1 T / C {\"a\": \"}\\\"\"} / P b."},
        {"T\n\n{\n\n\"a\": {}\n}\n\nU\n", "H1 T / C {\n\n\"a\": {}\n} / H2 U"},
        {"T\n\n{ never", "H1 T / C { never"},
        {"T\n\nChange  Description Date\n\na\n\nb.\n\nc.\n\nMay 1, 2020\n\nfoot\n",
         "H1 T / Rh Change | Description | Date / R a | b. c. | May 1, 2020 / P foot"},
        {"T\n\nChange\tDescription\tDate\na\tb\tMay 1, 2020\nc\td\tMay 2, 2020\n",
         "H1 T / Rh Change | Description | Date / R a | b | May 1, 2020 / R c | d | May 2, 2020"},
    });
}

TEST_CASE("what is no page") {
    check({
        {"", "page: is empty; a documentation page was expected"},
        {" \n\t", "page: is empty; a documentation page was expected"},
        {"# a\n\xff", "page:2:1: is not UTF-8 text; save the page as UTF-8"},
        {std::string("# a\0b", 5), "page:1:4: is not UTF-8 text; save the page as UTF-8"},
        {std::string(largest_page + 1, 'a'),
         "page: over 8 MiB; no documentation page is that long"},
    });
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

TEST_CASE("what no page needs is refused, not waited for") {
    const std::string cells = "page: its tables have more cells or columns than any page needs";
    const std::string depth = "page: elements are nested over 250 levels deep; no page needs that";
    std::string attributes;
    std::string quoted;
    for (int i = 0; i < 100'000; ++i) {
        attributes += fmt::format("a{} ", i);
        quoted += fmt::format("a{}='>'", i);
    }
    check({
        {"<html>" + repeated("<b>", 1'000'000), depth},
        {"<html>" + repeated("<table><tr><td>", 1000), depth},
        {"<html><table><tr>" + repeated("<td>x", 101), cells},
        {"<html><a " + attributes, "page: a tag has more attributes than any page needs"},
        {"<html><a " + quoted, "page: a tag has more attributes than any page needs"},
        {"# a\n" + repeated("> ", 1000) + "b",
         "page: nested over 250 levels deep; no page needs that"},
        {"# a\n" + repeated("|a", 110) + "|\n" + repeated("|---", 110) + "|" + "\n" +
             repeated("x\n", 100'000),
         cells},
        {"# a\n" + repeated("<p>\n\nb\n\n", 2000),
         "page: over 1000 blocks of HTML; no page needs that"},
    });
}

TEST_CASE("blocks know their lines") {
    const auto markdown = read({"page", "# a\n\nb\n\n```\n{}\n```\n```\n[]\n```\n"});
    REQUIRE(markdown);
    REQUIRE(markdown->blocks.size() == 4);
    CHECK(markdown->blocks[2].line == 6);
    CHECK(markdown->blocks[3].line == 9);
    const auto html = read({"page", "<html>\n<p>a\n\n<pre>b</pre>"});
    REQUIRE(html);
    REQUIRE(html->blocks.size() == 2);
    CHECK(html->blocks[1].line == 4);
    const auto text = read({"page", "Title\n\nb.\n\n{}\n"});
    REQUIRE(text);
    REQUIRE(text->blocks.size() == 3);
    CHECK(text->blocks[2].line == 5);
}

} // namespace
} // namespace polhist::markup
