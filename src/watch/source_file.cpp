#include "core/digest.h"
#include "core/input.h"
#include "ingest/file.h"
#include "ingest/folder.h"
#include "watch/source.h"

#include <fmt/format.h>

namespace polhist::watch {
namespace {

// One file of any kind.
class FileSource final : public Source {
public:
    explicit FileSource(std::string path) : path_(std::move(path)) {}

    Result<Fetched> fetch(const FetchOptions& options) override {
        const auto bytes = read_input(path_, ingest::largest_file);
        if (!bytes) {
            return tl::make_unexpected(bytes.error());
        }
        std::string mark = sha256(*bytes);
        if (mark == options.mark) {
            return Fetched{std::nullopt, std::move(mark)};
        }
        auto imported = ingest::read_file(
            {path_, *bytes}, ingest::policy_of_path(path_), ingest_options(options));
        return imported ? Result<Fetched>(Fetched{std::move(*imported), std::move(mark)})
                        : tl::make_unexpected(std::move(imported.error()));
    }

private:
    std::string path_;
};

} // namespace

Result<std::unique_ptr<Source>> make_file_source(const std::string& rest) {
    return std::make_unique<FileSource>(rest);
}

} // namespace polhist::watch
