#include "store/lock.h"

#include "core/file.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace polhist::store {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto stale = 60s;

// The age of a file; nothing where it is gone.
std::optional<std::chrono::seconds> age_of(const std::string& path) {
    struct stat status {};

    if (lstat(path.c_str(), &status) != 0) {
        return std::nullopt;
    }
    return std::chrono::seconds(time(nullptr) - status.st_mtime);
}

// Waits until a lock of git is gone or stale, and moves a stale one aside.
Result<void> clear(const std::string& path, std::vector<std::string>& notes) {
    constexpr auto patience = 70s;
    const auto start = std::chrono::steady_clock::now();
    while (const auto age = age_of(path)) {
        // One from the future was written under another clock; nobody knows its age.
        if (*age >= stale || *age < -stale) {
            const std::string aside = path + ".stale";
            if (rename(path.c_str(), aside.c_str()) != 0 && errno != ENOENT) {
                return tl::make_unexpected(system_error(path, "moved aside"));
            }
            notes.push_back(
                fmt::format("{}: a lock that was left behind; moved to {}", path, aside));
            return {};
        }
        if (std::chrono::steady_clock::now() - start > patience) {
            return failure(fmt::format("{}: held by another program; try again later", path));
        }
        std::this_thread::sleep_for(100ms);
    }
    return {};
}

// Removes files and folders whose names begin so; nobody else writes them while the lock is held.
void sweep(const std::string& folder, std::initializer_list<std::string_view> beginnings) {
    std::error_code error;
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        for (const std::string_view beginning : beginnings) {
            if (name.starts_with(beginning)) {
                found.push_back(entry.path());
            }
        }
    }
    for (const fs::path& path : found) {
        fs::remove_all(path, error);
    }
}

} // namespace

Result<Lock> Lock::take(const std::string& folder) {
    const std::string path = folder + "/polhist.lock";
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return tl::make_unexpected(system_error(path, "opened"));
    }
    while (flock(descriptor, LOCK_EX) != 0) {
        if (errno != EINTR) {
            const Error error = system_error(path, "locked");
            close(descriptor);
            return tl::make_unexpected(error);
        }
    }
    return Lock(descriptor);
}

Lock::Lock(Lock&& other) noexcept : descriptor_(other.descriptor_) {
    other.descriptor_ = -1;
}

Lock::~Lock() {
    if (descriptor_ >= 0) {
        close(descriptor_);
    }
}

Result<void> clear_reference(const std::string& folder,
                             const std::string& reference,
                             std::vector<std::string>& notes) {
    auto cleared = clear(fmt::format("{}/{}.lock", folder, reference), notes);
    return cleared ? clear(folder + "/packed-refs.lock", notes) : cleared;
}

Result<void> clean_up(const std::string& folder, std::vector<std::string>& notes) {
    for (const char* name : {"HEAD", "refs/heads/main", "refs/polhist/backup"}) {
        if (auto cleared = clear_reference(folder, name, notes); !cleared) {
            return cleared;
        }
    }
    sweep(folder + "/objects", {"tmp_polhist_"});
    sweep(folder + "/objects/pack", {"tmp_polhist_"});
    return {};
}

} // namespace polhist::store
