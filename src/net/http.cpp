#include "net/http.h"

#include "core/printable.h"
#include "net/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <curl/curl.h>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

namespace polhist::net {
namespace {

struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

using Easy = std::unique_ptr<CURL, FreeEasy>;
using List = std::unique_ptr<curl_slist, FreeList>;
using Url = std::unique_ptr<CURLU, FreeUrl>;

// libcurl, started once.
class Library {
public:
    static void start() { static const Library library; }

    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    Library(Library&&) = delete;
    Library& operator=(Library&&) = delete;

    ~Library() { curl_global_cleanup(); }

private:
    Library() { curl_global_init(CURL_GLOBAL_DEFAULT); }
};

std::string part_of(const Url& url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) {
        return {};
    }
    std::string copy(text);
    curl_free(text);
    return copy;
}

// What a transfer collects.
struct Transfer {
    const Request* request = nullptr;
    Reply reply;
    bool headers_ended = false;
    bool too_long = false;
    bool refused = false; // the address
};

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* to) {
    auto& transfer = *static_cast<Transfer*>(to);
    std::string& body = transfer.reply.body;
    const std::size_t room = transfer.request->most - std::min(transfer.request->most, body.size());
    body.append(bytes, std::min(room, count));
    transfer.too_long = transfer.too_long || count > room;
    return transfer.too_long ? 0 : count; // fewer than given: stop
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, last - first + 1);
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* to) {
    auto& transfer = *static_cast<Transfer*>(to);
    Reply& reply = transfer.reply;
    const std::string_view line(bytes, count);
    transfer.headers_ended = trimmed(line).empty();
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return count;
    }
    std::string name(line.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name == "etag") {
        reply.entity_tag = value;
    } else if (name == "last-modified") {
        reply.last_modified = value;
    } else if (name == "retry-after") {
        reply.retry_after = retry_after(value, static_cast<long>(time(nullptr)));
    }
    return count;
}

// Sees every address before it is connected to, whatever name it came from.
curl_socket_t open_socket(void* of, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(of);
    if (!transfer.request->allow_private && reach_of(address->addr) != Reach::everywhere) {
        transfer.refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

List list_of(const std::vector<std::string>& headers) {
    List list;
    for (const std::string& header : headers) {
        curl_slist* longer = curl_slist_append(list.get(), header.c_str());
        if (longer != nullptr) {
            static_cast<void>(list.release());
            list.reset(longer);
        }
    }
    return list;
}

// NOLINTBEGIN(cppcoreguidelines-pro-type-vararg): the interface of libcurl
void set_bounds(CURL* easy, const Request& request, Transfer& transfer) {
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http"); // `url_trouble` says which
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, static_cast<long>(request.patience.count()));
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    if (!request.allow_private) {
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
    }
    // As other programs take it; libcurl alone does not read the environment for it.
    for (const char* name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
        if (const char* file = std::getenv(name)) { // NOLINT(concurrency-mt-unsafe): one thread
            curl_easy_setopt(easy, CURLOPT_CAINFO, file);
        }
    }
}

void set_request(CURL* easy, const Request& request, curl_slist* headers, Transfer& transfer) {
    curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "polhist/" POLHIST_VERSION);
    if (request.body) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(
            easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body->size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body->data());
    }
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
}

// NOLINTEND(cppcoreguidelines-pro-type-vararg)

Error failed(const Transfer& transfer, CURLcode code) {
    const std::string host = redacted(transfer.request->url);
    if (transfer.refused) {
        return {fmt::format("{}: leads to a private address; --allow-private allows that", host)};
    }
    if (transfer.too_long) {
        return {fmt::format("{}: replies over {} bytes", host, transfer.request->most)};
    }
    return {fmt::format("{}: {}", host, curl_easy_strerror(code))};
}

} // namespace

std::string redacted(std::string_view url) {
    Library::start();
    const Url parsed(curl_url());
    const std::string text(url);
    if (curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
        CURLUE_OK) {
        return std::string(url.substr(0, url.find(':'))) + "://…";
    }
    return visible(
        fmt::format("{}://{}", part_of(parsed, CURLUPART_SCHEME), part_of(parsed, CURLUPART_HOST)));
}

std::optional<Error> url_trouble(std::string_view url, bool allow_private) {
    Library::start();
    const Url parsed(curl_url());
    const std::string text(url);
    if (curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
            CURLUE_OK ||
        visible(url) != url) {
        return Error{fmt::format("{}: is no URL; write https://HOST/PATH", redacted(url))};
    }
    const std::string scheme = part_of(parsed, CURLUPART_SCHEME);
    const Reach reach = reach_of_host(part_of(parsed, CURLUPART_HOST));
    if (scheme != "https" && scheme != "http") {
        return Error{fmt::format("{}: is no https URL", redacted(url))};
    }
    if (scheme == "http" && reach != Reach::loopback) {
        return Error{
            fmt::format("{}: plain http goes to this machine only; use https", redacted(url))};
    }
    if (reach != Reach::everywhere && !allow_private) {
        return Error{
            fmt::format("{}: is a private address; --allow-private allows that", redacted(url))};
    }
    return std::nullopt;
}

std::optional<std::chrono::seconds> retry_after(std::string_view value, long now) {
    constexpr long most = 24L * 60 * 60;
    long seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error == std::errc::result_out_of_range) {
        return std::chrono::seconds(most);
    }
    if (error != std::errc{} || end != value.data() + value.size()) {
        const time_t date = curl_getdate(std::string(value).c_str(), nullptr);
        if (date < 0) {
            return std::nullopt;
        }
        seconds = static_cast<long>(date) - now;
    }
    return std::chrono::seconds(std::clamp(seconds, 0L, most));
}

struct Client::Handle {
    Easy easy{curl_easy_init()};
};

Client::Client() {
    Library::start();
    handle_ = std::make_unique<Handle>();
}

Client::~Client() = default;

Result<Reply> Client::send(const Request& request) {
    if (auto trouble = url_trouble(request.url, request.allow_private)) {
        return tl::make_unexpected(std::move(*trouble));
    }
    CURL* const easy = handle_->easy.get();
    if (easy == nullptr) {
        return failure("libcurl cannot be started");
    }
    curl_easy_reset(easy); // what was set, not the connection
    Transfer transfer;
    transfer.request = &request;
    const List headers = list_of(request.headers);
    set_bounds(easy, request, transfer);
    set_request(easy, request, headers.get(), transfer);
    const CURLcode code = curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &transfer.reply.status); // NOLINT
    // Of 1xx nothing follows from.
    const bool answered =
        transfer.reply.status >= 200 && transfer.headers_ended && !request.refuse_longer;
    if (code != CURLE_OK && !answered) {
        return tl::make_unexpected(failed(transfer, code));
    }
    return std::move(transfer.reply);
}

Result<Reply> send(const Request& request) {
    return Client().send(request);
}

} // namespace polhist::net
