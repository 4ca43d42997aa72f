#include "index/output.h"

#include "core/file.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace polhist::index {
namespace {

constexpr std::size_t flush_at = std::size_t{256} * 1024;
constexpr mode_t mode = 0600;

// Writes all at an offset; gives what `errno` is after a failure, else 0.
int write_at(int file, std::string_view bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const ssize_t count = pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno != EINTR) {
            return errno;
        }
        const std::size_t written = count < 0 ? 0 : static_cast<std::size_t>(count);
        bytes.remove_prefix(written);
        offset += written;
    }
    return 0;
}

} // namespace

Output::Output(Descriptor file, std::string path, std::string temporary)
    : file_(std::move(file)),
      path_(std::move(path)),
      temporary_(std::move(temporary)) {}

Output::~Output() {
    if (file_.number() >= 0) {
        unlink(temporary_.c_str());
    }
}

Result<Output> Output::create(const std::string& path) {
    std::string temporary = path + ".XXXXXX";
    Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
    if (file.number() < 0) {
        return tl::make_unexpected(system_error(temporary, "created"));
    }
    return Output(std::move(file), path, std::move(temporary));
}

void Output::append(std::string_view bytes) {
    waiting_ += bytes;
    size_ += bytes.size();
    if (waiting_.size() >= flush_at) {
        flush();
    }
}

void Output::flush() {
    if (error_ == 0) {
        error_ = write_at(file_.number(), waiting_, size_ - waiting_.size());
    }
    waiting_.clear();
}

Result<void> Output::place(std::string_view head) {
    flush();
    if (error_ == 0) {
        error_ = write_at(file_.number(), head, 0);
    }
    if (error_ == 0 && (fchmod(file_.number(), mode) != 0 || fsync(file_.number()) != 0)) {
        error_ = errno;
    }
    if (error_ == 0 && !file_.close()) {
        error_ = errno;
    }
    if (error_ == 0 && std::rename(temporary_.c_str(), path_.c_str()) == 0) {
        return {};
    }
    errno = error_ == 0 ? errno : error_;
    const Error error = system_error(path_, "written");
    unlink(temporary_.c_str());
    return tl::make_unexpected(error);
}

} // namespace polhist::index
