#include "core/digest.h"
#include "core/file.h"
#include "ingest/files_in.h"
#include "ingest/folder.h"
#include "ingest/git_history.h"
#include "watch/source.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::watch {
namespace {

// Adds the name and the bytes of a file to a digest, with what keeps them apart from the next.
Result<void> add_file(const std::string& path, Sha256& digest, std::string& block) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        return tl::make_unexpected(system_error(path, "opened"));
    }

    struct stat status {};

    std::size_t size = 0;
    ssize_t count = fstat(file, &status) == 0 && S_ISREG(status.st_mode) ? 1 : 0;
    digest.add(path);
    digest.add(std::string(1, '\0'));
    while (count != 0) {
        count = read(file, block.data(), block.size());
        if (count > 0) {
            digest.add(std::string_view(block).substr(0, static_cast<std::size_t>(count)));
            size += static_cast<std::size_t>(count);
        } else if (count < 0 && errno != EINTR) {
            const Error error = system_error(path, "read");
            close(file);
            return tl::make_unexpected(error);
        }
    }
    close(file);
    digest.add(fmt::format(":{}\n", size));
    return {};
}

// A folder of files, as it is now. Whether anything changed is told by all its bytes, so a run that
// finds nothing reads no policy.
class FolderSource final : public Source {
public:
    explicit FolderSource(std::string path) : path_(std::move(path)) {}

    Result<Fetched> fetch(const FetchOptions& options) override {
        auto mark = digest();
        if (!mark) {
            return tl::make_unexpected(std::move(mark.error()));
        }
        if (*mark == options.mark) {
            return Fetched{std::nullopt, std::move(*mark)};
        }
        // What lies in a working tree is its files, not its history.
        auto imported = ingest::is_git_repository(path_)
                            ? ingest::read_folder(path_, ingest_options(options))
                            : ingest::read_source(path_, ingest_options(options));
        return imported ? Result<Fetched>(Fetched{std::move(*imported), std::move(*mark)})
                        : tl::make_unexpected(std::move(imported.error()));
    }

private:
    [[nodiscard]] Result<std::string> digest() const {
        const auto files = ingest::files_in(path_);
        if (!files) {
            return tl::make_unexpected(files.error());
        }
        constexpr std::size_t block_size = std::size_t{256} * 1024;
        std::string block(block_size, '\0');
        Sha256 digest;
        for (const std::string& file : *files) {
            if (auto added = add_file(file, digest, block); !added) {
                return tl::make_unexpected(std::move(added.error()));
            }
        }
        return digest.hex();
    }

    std::string path_;
};

} // namespace

Result<std::unique_ptr<Source>> make_dir_source(const std::string& rest) {
    return std::make_unique<FolderSource>(rest);
}

} // namespace polhist::watch
