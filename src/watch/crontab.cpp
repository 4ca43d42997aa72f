#include "watch/crontab.h"

#include "core/printable.h"
#include "output/simulation.h"
#include "process/program.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::watch {
namespace {

constexpr std::size_t largest = std::size_t{4} * 1024 * 1024;

std::string escaped(std::string_view command) {
    std::string text;
    for (const char c : command) {
        text += c == '%' ? "\\%" : std::string(1, c);
    }
    return text;
}

std::string begin_mark(std::string_view subscription, std::string_view store) {
    return fmt::format("# polhist: {} of {}", subscription, store);
}

std::string end_mark(std::string_view subscription, std::string_view store) {
    return fmt::format("# polhist: end of {} of {}", subscription, store);
}

// The crontab of the user; empty where there is none.
Result<std::string> read_crontab() {
    process::Command command;
    command.words = {"crontab", "-l"};
    command.environment = {{"LC_ALL", "C"}};
    command.most = largest;
    auto listed = process::run(command);
    if (!listed) {
        return failure(fmt::format("{}; install cron, or use --systemd", listed.error().message));
    }
    if (listed->status == 0) {
        return std::move(listed->output);
    }
    // A crontab that cannot be read must not be replaced.
    return listed->errors.find("no crontab") != std::string::npos
               ? Result<std::string>("")
               : failure(fmt::format("crontab -l: {}", process::first_line(listed->errors)));
}

} // namespace

Result<std::string> crontab_line(const Job& job) {
    std::string command;
    for (const std::string& word : job.words) {
        if (visible(word) != word) {
            return failure(
                fmt::format("`{}` cannot stand in a crontab; use a path without control characters",
                            visible(word)));
        }
        command += command.empty() ? "" : " ";
        command += output::shell_word(word);
    }
    return fmt::format("{} {}", job.schedule, escaped(command));
}

std::string with_line(std::string_view crontab,
                      std::string_view subscription,
                      std::string_view store,
                      std::string_view line) {
    const std::string begin = begin_mark(subscription, store);
    const std::string end = end_mark(subscription, store);
    const std::string block =
        line.empty() ? std::string() : fmt::format("{}\n{}\n{}\n", begin, line, end);
    std::string text;
    bool inside = false;
    bool placed = false;
    while (!crontab.empty()) {
        const std::size_t size = std::min(crontab.find('\n'), crontab.size());
        const std::string_view row = crontab.substr(0, size);
        crontab.remove_prefix(std::min(size + 1, crontab.size()));
        // A mark whose end somebody took away takes nothing along but the line behind it.
        const bool ends = inside && row == end;
        if (row == begin) {
            text += placed ? "" : block;
            placed = true;
            inside = crontab.find(end) != std::string_view::npos;
        } else if (!inside) {
            text += fmt::format("{}\n", row);
        }
        inside = inside && !ends;
    }
    return placed ? text : text + block;
}

Result<bool>
install_line(const std::string& subscription, const std::string& store, const std::string& line) {
    const auto before = read_crontab();
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    const std::string after = with_line(*before, subscription, store, line);
    if (after == *before) {
        return false;
    }
    process::Command command;
    command.words = {"crontab", "-"};
    command.input = after;
    const auto written = process::run(command);
    if (!written) {
        return tl::make_unexpected(written.error());
    }
    if (written->status != 0) {
        return failure(fmt::format("crontab: {}", process::first_line(written->errors)));
    }
    return true;
}

} // namespace polhist::watch
