#include "folder.h"
#include "watch/mail.h"
#include "watch/secret.h"
#include "watch/sink.h"
#include "watch/slack.h"
#include "watch/source.h"
#include "watch/subscription.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sys/stat.h>

namespace polhist::watch {
namespace {

const Letter letter{std::string(64, 'a'),
                    "{}\n",
                    "P: v1 -> v2, broader (+1 action)",
                    {"  now allowed:", "    s3:Put* on arn:aws:s3:::é<b>&`x`"},
                    "polhist diff P v1 v2"};

TEST_CASE("a mail") {
    CHECK(mail_of(letter, "a@example.com") ==
          "To: a@example.com\n"
          "Subject: =?utf-8?q?P:=20v1=20->=20v2,=20broader=20(+1=20action)?=\n"
          "Message-ID: <aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@polhist.invalid>\n"
          "Auto-Submitted: auto-generated\n"
          "MIME-Version: 1.0\n"
          "Content-Type: text/plain; charset=utf-8\n"
          "Content-Transfer-Encoding: quoted-printable\n"
          "\n"
          "P: v1 -> v2, broader (+1 action)\n"
          "  now allowed:\n"
          "    s3:Put* on arn:aws:s3:::=C3=A9<b>&`x`\n"
          "  polhist diff P v1 v2\n");
    Letter hostile = letter;
    hostile.headline = "x\nBcc: b@example.com " + std::string(300, 'y') + "é";
    hostile.lines = {".", "From here", std::string(500, 'z')};
    const std::string mail = mail_of(hostile, "a@example.com");
    CHECK(mail.substr(0, mail.find("\n\n")).find("\nBcc") == std::string::npos);
    CHECK(mail.find("\n.\n") == std::string::npos);
    for (std::size_t start = 0; start < mail.size();) {
        const std::size_t end = mail.find('\n', start);
        CHECK(end - start <= 78);
        start = end + 1;
    }
}

TEST_CASE("addresses") {
    for (const char* good : {"root", "a@example.com", "a.b+c@example.com"}) {
        CHECK(is_address(good));
    }
    for (const char* bad : {"", "-oQ/tmp", "a@b@c", "a b", "a\nb", "a,b", "<a>", "é@x"}) {
        CHECK_FALSE(is_address(bad));
    }
}

TEST_CASE("a message for Slack") {
    CHECK(slack_json(letter) ==
          R"#({"text":"P: v1 -&gt; v2, broader (+1 action)","blocks":[{"type":"section","text":)#"
          R"#({"type":"plain_text","text":"P: v1 -> v2, broader (+1 action)","emoji":false}},)#"
          R"#({"type":"rich_text","elements":[{"type":"rich_text_preformatted","elements":[)#"
          R"#({"type":"text","text":"now allowed:\n  s3:Put* on arn:aws:s3:::\u00e9<b>&`x`"}]}]},)#"
          R"#({"type":"rich_text","elements":[{"type":"rich_text_preformatted","elements":[)#"
          R"#({"type":"text","text":"polhist diff P v1 v2"}]}]}]})#");
}

TEST_CASE("what may be told of sources and sinks") {
    struct Row {
        std::string spec;
        std::string told;
    };

    const std::vector<Row> rows{
        {"stdout", "stdout"},
        {"dir:/home/x/policies", "dir:/home/x/policies"},
        {"webhook:https://u:p@example.com/T0KEN?k=v", "webhook:https://example.com"},
        {"slack:https://hooks.slack.com/services/T/B/X", "slack:https://hooks.slack.com"},
        {"https://example.com/x?token=1", "https://example.com"},
        {"git:https://t0ken@example.com/x.git", "git:https://example.com"},
        {"exec:curl -H 'Authorization: x' https://y", "exec:curl …"},
        {"webhook:@/etc/hook", "webhook:@/etc/hook"},
        {"mail:a@example.com", "mail:a@example.com"},
    };
    for (const Row& row : rows) {
        CHECK(redacted_spec(row.spec) == row.told);
    }
}

TEST_CASE("secrets that are kept elsewhere") {
    const TestFolder folder;
    const std::string path = folder / "hook";
    std::ofstream(path) << "https://example.com/T\n\nAuthorization: Bearer x\n";
    chmod(path.c_str(), 0644);
    CHECK(reveal("@" + path).error().message ==
          path + ": holds a secret that others can read; make it yours and `chmod 600` it");
    chmod(path.c_str(), 0600);
    const auto endpoint = reveal("@" + path);
    REQUIRE(endpoint);
    CHECK(endpoint->url == "https://example.com/T");
    CHECK(endpoint->headers == std::vector<std::string>{"Authorization: Bearer x"});
    setenv("POLHIST_TEST_HOOK", "https://example.com/E", 1);
    CHECK(reveal("$POLHIST_TEST_HOOK")->url == "https://example.com/E");
    CHECK_FALSE(reveal("$POLHIST_TEST_NOTHING"));
    CHECK_FALSE(reveal("@" + folder / "nowhere"));
}

TEST_CASE("what is no source and no sink") {
    for (const char* spec : {"", "cake:x", "dir:", "git:--upload-pack=x", "https:", "https:x y"}) {
        CAPTURE(spec);
        CHECK_FALSE(make_source(spec));
    }
    for (const char* spec : {"",
                             "cake:x",
                             "stdout:x",
                             "file:",
                             "mail:-x",
                             "webhook:http://example.com/",
                             "webhook:https://10.0.0.1/",
                             "slack:ftp://example.com/"}) {
        CAPTURE(spec);
        CHECK_FALSE(make_sink(spec, false));
    }
    CHECK(absolute_source("dir:x", "/home/y") == "dir:/home/y/x");
    CHECK(absolute_source("dir:/x", "/home/y") == "dir:/x");
    CHECK(absolute_source("git:host:x.git", "/home/y") == "git:host:x.git");
    CHECK(absolute_source("docs:https://example.com/x", "/home/y") == "docs:https://example.com/x");
    CHECK(absolute_source("exec:cat x", "/home/y") == "exec:cat x");
}

TEST_CASE("a subscription as a file") {
    Subscription subscription;
    subscription.name = "w";
    subscription.id = "01234567";
    subscription.source = "dir:/x";
    subscription.schedule = "17 * * * *";
    subscription.sinks = {"stdout", "exec:echo \"x\""};
    subscription.on = {"broader"};
    subscription.allow_private = true;
    subscription.created = *parse_instant("2021-08-11T18:07:10Z");
    const std::string text = subscription_json(subscription);
    const auto read = parse_subscription({"settings", text});
    REQUIRE(read);
    CHECK(subscription_json(*read) == text);
    CHECK(read->observer() == "subscription/w/01234567");
    CHECK_FALSE(parse_subscription({"settings", "{}"}));
    CHECK_FALSE(parse_subscription({"settings", ""}));
    for (const char* name : {"", "-x", "a/b", "a b", "é", "..", ".lock"}) {
        CHECK_FALSE(is_subscription_name(name));
    }
}

} // namespace
} // namespace polhist::watch
