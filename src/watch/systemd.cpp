#include "watch/systemd.h"

#include "core/file.h"
#include "core/printable.h"
#include "watch/schedule.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace polhist::watch {
namespace {

// A word of ExecStart (systemd.service(5), "Command lines"): quoted, `%` and `$` doubled.
std::string quoted_word(std::string_view word) {
    std::string text = "\"";
    for (const char c : word) {
        if (c == '"' || c == '\\') {
            text += '\\';
        } else if (c == '%' || c == '$') {
            text += c;
        }
        text += c;
    }
    return text + '"';
}

std::string environment(const char* name) {
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): one thread
    return value == nullptr ? std::string() : std::string(value);
}

Result<bool> replace(const std::string& path, const std::string& text) {
    constexpr std::size_t largest = std::size_t{1024} * 1024;
    constexpr unsigned mode = 0644;
    const auto before = read_file(path, largest);
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    if (*before == text) {
        return false;
    }
    return write_synced(path, text, path + ".XXXXXX", mode).map([] { return true; });
}

} // namespace

Result<Units> units_of(const Job& job) {
    const auto schedule = Schedule::parse(job.schedule);
    if (!schedule) {
        return tl::make_unexpected(schedule.error());
    }
    std::string command;
    for (const std::string& word : job.words) {
        if (visible(word) != word) {
            return failure(
                fmt::format("`{}` cannot stand in a unit; use a path without control characters",
                            visible(word)));
        }
        command += command.empty() ? "" : " ";
        command += quoted_word(word);
    }
    std::string calendar;
    for (const std::string& expression : schedule->calendar()) {
        calendar += fmt::format("OnCalendar={}\n", expression);
    }
    return Units{"polhist-" + job.subscription,
                 fmt::format("[Unit]\n"
                             "Description=polhist: look for drift of {0}\n"
                             "\n"
                             "[Service]\n"
                             "Type=oneshot\n"
                             "UMask=0077\n"
                             "ExecStart={1}\n",
                             job.subscription,
                             command),
                 fmt::format("[Unit]\n"
                             "Description=polhist: when to look for drift of {}\n"
                             "\n"
                             "[Timer]\n"
                             "{}"
                             "Persistent=true\n"
                             "\n"
                             "[Install]\n"
                             "WantedBy=timers.target\n",
                             job.subscription,
                             calendar)};
}

std::string units_folder() {
    const std::string config = environment("XDG_CONFIG_HOME");
    if (!config.empty()) {
        return config + "/systemd/user";
    }
    const std::string home = environment("HOME");
    return home.empty() ? std::string() : home + "/.config/systemd/user";
}

Result<bool> install_units(const Units& units, const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const std::string path = fmt::format("{}/{}", folder, units.name);
    auto service = replace(path + ".service", units.service);
    if (!service) {
        return service;
    }
    return replace(path + ".timer", units.timer).map([&](bool changed) {
        return changed || *service;
    });
}

Result<bool> remove_units(const std::string& name, const std::string& folder) {
    bool there = false;
    for (const char* ending : {".timer", ".service"}) {
        const std::string path = fmt::format("{}/{}{}", folder, name, ending);
        if (::access(path.c_str(), F_OK) == 0) {
            if (unlink(path.c_str()) != 0) {
                return tl::make_unexpected(system_error(path, "removed"));
            }
            there = true;
        }
    }
    return there;
}

} // namespace polhist::watch
