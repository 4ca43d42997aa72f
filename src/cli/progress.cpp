#include "cli/progress.h"

#include "core/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace polhist::cli {
namespace {

constexpr std::size_t bar_width = 30;
constexpr std::size_t most_label = 40;
constexpr std::chrono::milliseconds pause(100);

void put(const std::string& text) {
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
}

} // namespace

Progress::Progress(const std::string& label, bool quiet)
    : label_(visible(label).substr(0, most_label)),
      wanted_(!quiet && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (shown_) {
        put("\r\033[K");
    }
}

void Progress::show(double done) {
    const auto now = std::chrono::steady_clock::now();
    if (!wanted_ || now - last_ < pause) {
        return;
    }
    last_ = now;
    shown_ = true;
    done = std::clamp(done, 0.0, 1.0);
    const auto full = static_cast<std::size_t>(done * static_cast<double>(bar_width));
    put(fmt::format("\r{} [{}{}] {:3.0f}%\033[K",
                    label_,
                    std::string(full, '#'),
                    std::string(bar_width - full, '.'),
                    done * 100));
}

} // namespace polhist::cli
