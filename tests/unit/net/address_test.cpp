#include "net/address.h"
#include "net/http.h"

#include <doctest/doctest.h>

#include <string>

namespace polhist::net {
namespace {

TEST_CASE("addresses that the world does not reach") {
    for (const char* host : {"10.0.0.1",          "172.16.0.1",       "172.31.255.255",
                             "192.168.1.1",       "169.254.169.254",  "100.64.0.1",
                             "0.0.0.0",           "192.0.2.1",        "198.18.0.1",
                             "224.0.0.1",         "255.255.255.255",  "[fe80::1]",
                             "[fd00::1]",         "[ff02::1]",        "[::]",
                             "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]",
                             "[2001:db8::1]",     "[2001::1]"}) {
        CAPTURE(host);
        CHECK(reach_of_host(host) == Reach::nearby);
    }
    for (const char* host :
         {"127.0.0.1", "127.9.9.9", "[::1]", "[::ffff:127.0.0.1]", "localhost", "x.LOCALHOST"}) {
        CAPTURE(host);
        CHECK(reach_of_host(host) == Reach::loopback);
    }
    for (const char* host :
         {"8.8.8.8", "172.32.0.1", "[2606:4700::1111]", "[::ffff:8.8.8.8]", "example.com"}) {
        CAPTURE(host);
        CHECK(reach_of_host(host) == Reach::everywhere);
    }
}

TEST_CASE("what is told of a URL") {
    CHECK(redacted("https://user:secret@example.com:8443/T0KEN?key=x#y") == "https://example.com");
    CHECK(redacted("https://hooks.example.com/services/T/B/x") == "https://hooks.example.com");
    CHECK(redacted("no url") == "no url://…");
}

TEST_CASE("URLs that are not used") {
    const auto trouble = [](const char* url, bool allow_private) {
        const auto found = url_trouble(url, allow_private);
        return found ? found->message : std::string();
    };
    CHECK(trouble("https://example.com/x", false) == "");
    CHECK(trouble("http://example.com/x", true) ==
          "http://example.com: plain http goes to this machine only; use https");
    CHECK(trouble("http://127.0.0.1:1/x", true) == "");
    CHECK(trouble("http://127.0.0.1:1/x", false) ==
          "http://127.0.0.1: is a private address; --allow-private allows that");
    CHECK(trouble("http://10.0.0.1/x", true) ==
          "http://10.0.0.1: plain http goes to this machine only; use https");
    CHECK(trouble("https://2130706433/", false).find("private") != std::string::npos);
    CHECK(trouble("https://0x7f.1/", false).find("private") != std::string::npos);
    CHECK(trouble("file:///etc/passwd", true) != "");
    CHECK(trouble("ftp://example.com/", true) == "ftp://example.com: is no https URL");
    CHECK(trouble("https://exa\nmple.com/", true) != "");
    CHECK(trouble("", true) != "");
}

TEST_CASE("Retry-After") {
    using std::chrono::seconds;
    CHECK(retry_after("120", 0) == seconds(120));
    CHECK(retry_after("0", 0) == seconds(0));
    CHECK(retry_after("999999999", 0) == seconds(86400));
    CHECK(retry_after("99999999999999999999999", 0) == seconds(86400));
    CHECK(retry_after("Wed, 11 Aug 2021 18:07:10 GMT", 1628705200) == seconds(30));
    CHECK(retry_after("Wed, 11 Aug 2021 18:07:10 GMT", 1628705300) == seconds(0));
    CHECK(retry_after("-5", 0) == seconds(0));
    CHECK_FALSE(retry_after("soon", 0));
    CHECK_FALSE(retry_after("", 0));
}

} // namespace
} // namespace polhist::net
