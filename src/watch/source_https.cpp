#include "ingest/file.h"
#include "net/http.h"
#include "watch/download.h"

namespace polhist::watch {
namespace {

// A file of any kind from the web.
class HttpsSource final : public Source {
public:
    explicit HttpsSource(std::string written) : written_(std::move(written)) {}

    Result<Fetched> fetch(const FetchOptions& options) override {
        auto got = download(written_, options);
        if (!got) {
            return tl::make_unexpected(std::move(got.error()));
        }
        if (!got->bytes) {
            return Fetched{std::nullopt, std::move(got->mark)};
        }
        auto imported = ingest::read_file(
            {got->name, *got->bytes}, policy_of_url(written_), ingest_options(options));
        return imported ? Result<Fetched>(Fetched{std::move(*imported), std::move(got->mark)})
                        : tl::make_unexpected(std::move(imported.error()));
    }

private:
    std::string written_;
};

} // namespace

Result<std::unique_ptr<Source>> make_https_source(const std::string& rest) {
    const bool elsewhere = rest.starts_with('@') || rest.starts_with('$');
    const std::string url = elsewhere ? rest : "https:" + rest;
    if (!elsewhere) {
        if (auto trouble = net::url_trouble(url, true)) {
            return tl::make_unexpected(std::move(*trouble));
        }
    }
    return std::make_unique<HttpsSource>(url);
}

} // namespace polhist::watch
