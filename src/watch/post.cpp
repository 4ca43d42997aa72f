#include "watch/post.h"

#include "net/http.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::watch {

Delivery
post(const Endpoint& endpoint, std::string_view body, const std::string& key, bool allow_private) {
    net::Request request;
    request.url = endpoint.url;
    request.headers = endpoint.headers;
    request.headers.emplace_back("Content-Type: application/json");
    request.headers.push_back("Idempotency-Key: " + key);
    request.headers.emplace_back("Expect:");
    request.body = body;
    request.allow_private = allow_private;
    const auto reply = net::send(request);
    if (!reply) {
        return {false, reply.error().message};
    }
    if (reply->status >= 200 && reply->status < 300) {
        return {true};
    }
    constexpr std::array<long, 3> later{408, 425, 429};
    const bool redirect = reply->status < 400;
    const bool of_sink = redirect || reply->status >= 500 || reply->status == 401 ||
                         reply->status == 403 || reply->status == 404 ||
                         std::ranges::find(later, reply->status) != later.end();
    return {false,
            fmt::format("{}: answered {}{}",
                        net::redacted(endpoint.url),
                        reply->status,
                        redirect ? ", a redirect, which is not followed; name its target" : ""),
            reply->retry_after,
            !of_sink};
}

Result<void> check_written_url(const SinkOptions& options) {
    if (options.rest.starts_with('@') || options.rest.starts_with('$')) {
        return {};
    }
    auto trouble = net::url_trouble(options.rest, options.allow_private);
    return trouble ? Result<void>(tl::make_unexpected(std::move(*trouble))) : Result<void>();
}

} // namespace polhist::watch
