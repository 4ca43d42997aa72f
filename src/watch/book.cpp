#include "watch/book.h"

#include "core/file.h"
#include "core/spelling.h"
#include "watch/append.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::watch {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest = std::size_t{16} * 1024 * 1024;
constexpr unsigned for_its_owner = 0600;

Result<void> make_folder(const std::string& path) {
    constexpr mode_t mode = 0700;
    if (mkdir(path.c_str(), mode) != 0 && errno != EEXIST) {
        return tl::make_unexpected(system_error(path, "created"));
    }
    return {};
}

} // namespace

std::string Book::folder(const std::string& name) const {
    return fmt::format("{}/subscriptions/{}", store_, name);
}

std::vector<std::string> Book::names() const {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(store_ + "/subscriptions", error)) {
        std::string name = entry.path().filename().string();
        if (is_subscription_name(name) && has(name)) {
            names.push_back(std::move(name));
        }
    }
    std::ranges::sort(names);
    return names;
}

bool Book::has(const std::string& name) const {
    return is_subscription_name(name) && ::access((folder(name) + "/settings").c_str(), F_OK) == 0;
}

Result<Subscription> Book::read(const std::string& name) const {
    if (!has(name)) {
        const std::vector<std::string> all = names();
        const std::vector<std::string_view> views(all.begin(), all.end());
        const auto meant = nearest(name, views);
        return failure(fmt::format("no subscription `{}` is in {}; {}",
                                   name,
                                   store_,
                                   meant ? fmt::format("did you mean `{}`?", *meant)
                                         : "`polhist subscribe` makes one"));
    }
    const std::string path = folder(name) + "/settings";
    const auto text = read_file(path, largest);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    return parse_subscription({path, text->value_or("")});
}

Result<void> Book::write(const Subscription& subscription) {
    const std::string path = folder(subscription.name);
    for (const std::string& made : {store_ + "/subscriptions", path}) {
        if (auto done = make_folder(made); !done) {
            return done;
        }
    }
    auto written = write_synced(path + "/settings",
                                subscription_json(subscription),
                                path + "/settings.XXXXXX",
                                for_its_owner);
    for (const std::string& made : {store_ + "/subscriptions", store_}) {
        written = written ? sync_folder(made) : written;
    }
    return written;
}

Result<void> Book::remove(const std::string& name) {
    // The settings first: without them it is none.
    const std::string path = folder(name);
    if (unlink((path + "/settings").c_str()) != 0 && errno != ENOENT) {
        return tl::make_unexpected(system_error(path, "removed"));
    }
    std::error_code error;
    fs::remove_all(path, error);
    return error ? Result<void>(
                       failure(fmt::format("{}: cannot be removed: {}", path, error.message())))
                 : sync_folder(store_ + "/subscriptions");
}

State Book::state(const std::string& name) const {
    const std::string path = folder(name) + "/state";
    const auto text = read_file(path, largest);
    if (!text || !*text) {
        return {};
    }
    return parse_state({path, **text}).value_or(State{});
}

Result<void> Book::write_state(const std::string& name, const State& state) {
    const std::string path = folder(name) + "/state";
    return write_synced(path, state_json(state), path + ".XXXXXX", for_its_owner);
}

std::set<std::string> Book::accepted(const std::string& name, const std::string& sink) const {
    constexpr std::size_t digits = 64;
    std::set<std::string> keys;
    const auto text = read_file(fmt::format("{}/accepted-{}", folder(name), sink), largest);
    for (std::string_view rest = text && *text ? std::string_view(**text) : ""; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (end == digits) {
            keys.emplace(rest.substr(0, end));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return keys;
}

Result<void>
Book::note_accepted(const std::string& name, const std::string& sink, const std::string& key) {
    return append_line(fmt::format("{}/accepted-{}", folder(name), sink), key + '\n');
}

void Book::forget_accepted(const std::string& name, const std::string& sink) {
    unlink(fmt::format("{}/accepted-{}", folder(name), sink).c_str());
}

} // namespace polhist::watch
