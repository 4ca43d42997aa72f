#include "core/digest.h"
#include "core/input.h"
#include "ingest/file.h"
#include "ingest/folder.h"
#include "ingest/page.h"
#include "markup/page.h"
#include "net/http.h"
#include "watch/download.h"

namespace polhist::watch {
namespace {

// A documentation page: the policies on it, its prose and its table of updates.
class DocsSource final : public Source {
public:
    explicit DocsSource(std::string where) : where_(std::move(where)) {}

    Result<Fetched> fetch(const FetchOptions& options) override {
        auto got = is_on_the_web() ? download(where_, options) : read(options);
        if (!got) {
            return tl::make_unexpected(std::move(got.error()));
        }
        if (!got->bytes) {
            return Fetched{std::nullopt, std::move(got->mark)};
        }
        const json::Source source{got->name, *got->bytes};
        const auto page = markup::read(source);
        if (!page) {
            return tl::make_unexpected(page.error());
        }
        auto imported = ingest::is_reference(*page)
                            ? ingest::read_reference_page(*page, source, ingest_options(options))
                            : ingest::read_service_page(*page, source, ingest_options(options));
        return imported ? Result<Fetched>(Fetched{std::move(*imported), std::move(got->mark)})
                        : tl::make_unexpected(std::move(imported.error()));
    }

private:
    [[nodiscard]] bool is_on_the_web() const {
        return where_.find("://") != std::string::npos || where_.starts_with('@') ||
               where_.starts_with('$');
    }

    [[nodiscard]] Result<Download> read(const FetchOptions& options) const {
        return read_input(where_, ingest::largest_file).map([&](std::string&& bytes) {
            std::string mark = sha256(bytes);
            const bool same = mark == options.mark;
            return Download{
                same ? std::nullopt : std::optional(std::move(bytes)), std::move(mark), where_};
        });
    }

    std::string where_;
};

} // namespace

Result<std::unique_ptr<Source>> make_docs_source(const std::string& rest) {
    if (rest.find("://") != std::string::npos) {
        if (auto trouble = net::url_trouble(rest, true)) {
            return tl::make_unexpected(std::move(*trouble));
        }
    }
    return std::make_unique<DocsSource>(rest);
}

} // namespace polhist::watch
