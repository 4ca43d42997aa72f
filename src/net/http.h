// One request over https, and its reply.
//
// TLS is verified and redirects are not followed. Plain http goes to this machine only. Addresses
// of this machine and of private networks are refused, after the name was looked up, unless the
// caller allows them. Both time and size are bounded. Proxies of the environment are used only
// where private addresses are allowed, because behind one nobody sees where a request goes.

#pragma once

#include "core/error.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::net {

struct Request {
    std::string url;
    std::vector<std::string> headers;     // `Name: value`
    std::optional<std::string_view> body; // POST where there is one, GET else
    bool allow_private = false;
    std::size_t most = std::size_t{64} * 1024; // bytes of the reply that are kept
    bool refuse_longer = false;                // a longer reply is an error; else it is cut off
    std::chrono::seconds patience{30};
};

struct Reply {
    long status = 0;
    std::string body;
    std::string entity_tag;    // ETag, as it came
    std::string last_modified; // as it came
    std::optional<std::chrono::seconds> retry_after;
};

// Sends requests one after another, over one connection where the server keeps it open.
class Client {
public:
    Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    Client(Client&&) = delete;
    Client& operator=(Client&&) = delete;
    ~Client();

    // Sends one. Any status is a Reply, also where its headers came and then the connection broke
    // or time was up (unless `refuse_longer`). Errors never hold more of the URL than scheme and
    // host.
    Result<Reply> send(const Request& request);

private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
};

// Sends one request on its own.
Result<Reply> send(const Request& request);

// `https://host` of a URL, for messages; what stands behind and before the host may be secret.
std::string redacted(std::string_view url);

// Why a URL cannot be used; nothing where it can.
std::optional<Error> url_trouble(std::string_view url, bool allow_private);

// The seconds that a header `Retry-After` says, a number or a date held against `now` (seconds
// since 1970); nothing where it says neither. Never more than a day.
std::optional<std::chrono::seconds> retry_after(std::string_view value, long now);

} // namespace polhist::net
