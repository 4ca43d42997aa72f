#include "watch/download.h"

#include "core/digest.h"
#include "ingest/arn.h"
#include "ingest/file.h"
#include "net/http.h"
#include "watch/secret.h"

#include <fmt/format.h>

namespace polhist::watch {
namespace {

constexpr std::size_t most = std::size_t{256} * 1024 * 1024;
constexpr std::chrono::seconds patience(5 * 60);
constexpr long not_modified = 304;
constexpr long ok = 200;

// A mark is a digest of what came and, where the server gave one, its tag or date: `HEX etag TEXT`.
std::string mark_of(const net::Reply& reply) {
    const std::string digest = sha256(reply.body);
    if (!reply.entity_tag.empty()) {
        return fmt::format("{} etag {}", digest, reply.entity_tag);
    }
    return reply.last_modified.empty() ? digest
                                       : fmt::format("{} date {}", digest, reply.last_modified);
}

void add_condition(const std::string& mark, std::vector<std::string>& headers) {
    constexpr std::size_t digits = 64;
    const std::string_view rest = std::string_view(mark).substr(std::min(mark.size(), digits));
    constexpr std::size_t word = 6; // ` etag `
    if (rest.starts_with(" etag ")) {
        headers.push_back(fmt::format("If-None-Match: {}", rest.substr(word)));
    } else if (rest.starts_with(" date ")) {
        headers.push_back(fmt::format("If-Modified-Since: {}", rest.substr(word)));
    }
}

} // namespace

Result<Download> download(const std::string& written, const FetchOptions& options) {
    const auto endpoint = reveal(written);
    if (!endpoint) {
        return tl::make_unexpected(endpoint.error());
    }
    net::Request request;
    request.url = endpoint->url;
    request.headers = endpoint->headers;
    add_condition(options.mark, request.headers);
    request.allow_private = options.allow_private;
    request.most = most;
    request.refuse_longer = true;
    request.patience = patience;
    auto reply = net::send(request);
    if (!reply) {
        return tl::make_unexpected(std::move(reply.error()));
    }
    const std::string name = net::redacted(endpoint->url);
    if (reply->status == not_modified && !options.mark.empty()) {
        return Download{std::nullopt, options.mark, name};
    }
    if (reply->status != ok) {
        return failure(fmt::format("{}: answered {}{}",
                                   name,
                                   reply->status,
                                   reply->status / 100 == 3
                                       ? ", a redirect, which is not followed; name its target"
                                       : ""));
    }
    constexpr std::size_t digits = 64;
    std::string mark = mark_of(*reply);
    if (mark.substr(0, digits) == options.mark.substr(0, digits)) {
        return Download{std::nullopt, std::move(mark), name};
    }
    return Download{std::move(reply->body), std::move(mark), name};
}

std::string policy_of_url(const std::string& written) {
    if (written.starts_with('@') || written.starts_with('$')) {
        return {};
    }
    const std::string path = written.substr(0, written.find_first_of("?#"));
    std::string name = ingest::policy_of_path(path);
    return ingest::is_iam_name(name) && name.find("://") == std::string::npos ? name
                                                                              : std::string();
}

} // namespace polhist::watch
