#include "watch/secret.h"

#include "core/file.h"
#include "core/printable.h"

#include <fmt/format.h>

#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::watch {
namespace {

std::string_view trimmed(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t\r");
    const std::size_t last = line.find_last_not_of(" \t\r");
    return first == std::string_view::npos ? std::string_view()
                                           : line.substr(first, last - first + 1);
}

Result<void> check_mode(const std::string& path) {
    struct stat status {};

    constexpr unsigned by_others = S_IRWXG | S_IRWXO;
    if (stat(path.c_str(), &status) != 0) {
        return tl::make_unexpected(system_error(path, "opened"));
    }
    if (status.st_uid != geteuid() || (status.st_mode & by_others) != 0) {
        return failure(fmt::format(
            "{}: holds a secret that others can read; make it yours and `chmod 600` it", path));
    }
    return {};
}

Result<Endpoint> parse(const std::string& path, std::string_view text) {
    Endpoint endpoint;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string line(trimmed(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) {
            continue;
        }
        if (visible(line) != line) {
            return failure(fmt::format("{}: holds control characters", path));
        }
        if (endpoint.url.empty()) {
            endpoint.url = line;
        } else if (line.find(':') == std::string::npos) {
            return failure(
                fmt::format("{}: a line behind the URL is no header `Name: value`", path));
        } else {
            endpoint.headers.push_back(line);
        }
    }
    return endpoint.url.empty() ? Result<Endpoint>(failure(fmt::format("{}: holds no URL", path)))
                                : Result<Endpoint>(std::move(endpoint));
}

} // namespace

Result<Endpoint> reveal(const std::string& written) {
    constexpr std::size_t largest = std::size_t{64} * 1024;
    if (written.starts_with('$')) {
        const std::string name = written.substr(1);
        const char* value = std::getenv(name.c_str()); // NOLINT(concurrency-mt-unsafe): one thread
        return value == nullptr || *value == '\0'
                   ? Result<Endpoint>(
                         failure(fmt::format("the environment has no `{}`, where a URL is", name)))
                   : Result<Endpoint>(Endpoint{value, {}});
    }
    if (!written.starts_with('@')) {
        return Endpoint{written, {}};
    }
    const std::string path = written.substr(1);
    if (auto safe = check_mode(path); !safe) {
        return tl::make_unexpected(std::move(safe.error()));
    }
    const auto text = read_file(path, largest);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    return parse(path, text->value_or(""));
}

} // namespace polhist::watch
