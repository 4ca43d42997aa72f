#include "watch/site.h"

#include "core/printable.h"

#include <fmt/format.h>

namespace polhist::watch {
namespace {

constexpr long ok = 200;
constexpr long not_modified = 304;
constexpr long too_many = 429;
constexpr long server_error = 500;
constexpr long unavailable = 503;
constexpr unsigned most_tries = 3;

// A header is kept and sent back only where it is plain and short.
std::string kept(const std::string& header) {
    constexpr std::size_t longest = 256;
    for (const char c : header) {
        if (c < ' ' || c > '~') {
            return {};
        }
    }
    return header.size() <= longest ? header : std::string();
}

std::vector<std::string> conditions(const Validator& since) {
    std::vector<std::string> headers;
    if (!since.entity_tag.empty()) {
        headers.push_back("If-None-Match: " + since.entity_tag);
    }
    if (!since.last_modified.empty()) {
        headers.push_back("If-Modified-Since: " + since.last_modified);
    }
    return headers;
}

std::string trouble_of(const Result<net::Reply>& reply) {
    constexpr long hundred = 100;
    constexpr long redirects = 3;
    return reply ? fmt::format("answered {}{}",
                               reply->status,
                               reply->status / hundred == redirects
                                   ? ", a redirect, which is not followed"
                                   : "")
                 : reply.error().message;
}

} // namespace

std::string Site::name_of(const std::string& file) const {
    return fmt::format("{}: {}", net::redacted(base_), visible(file));
}

tl::expected<SiteFile, SiteError>
Site::get(const std::string& file, const Validator& since, std::size_t most) {
    net::Request request;
    request.url = base_ + file;
    request.headers = conditions(since);
    request.allow_private = allow_private_;
    request.most = most;
    request.refuse_longer = true;
    const auto failed = [&](const std::string& what, bool of_all) {
        return tl::make_unexpected(SiteError{fmt::format("{}: {}", name_of(file), what), of_all});
    };
    for (unsigned tries = 1;; ++tries) {
        if (!pace_.wait()) {
            return failed("time was up", true);
        }
        auto reply = client_.send(request);
        const long status = reply ? reply->status : 0;
        if (status == ok) {
            pace_.relax();
            return SiteFile{std::move(reply->body),
                            {kept(reply->entity_tag), kept(reply->last_modified)}};
        }
        if (status == not_modified && !since.empty()) {
            pace_.relax();
            return SiteFile{std::nullopt, since};
        }
        const std::string what = trouble_of(reply);
        const bool busy = status == too_many || status == unavailable;
        if (reply && !busy && status < server_error) {
            return failed(what, false);
        }
        if (!pace_.back_off(busy ? reply->retry_after : std::nullopt)) {
            return failed(
                fmt::format("{} and asks to wait {} seconds", what, reply->retry_after->count()),
                true);
        }
        if (tries == most_tries) {
            return failed(what, busy);
        }
    }
}

} // namespace polhist::watch
