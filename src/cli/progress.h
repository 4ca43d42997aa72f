// A bar on a terminal that shows how much is done; nothing anywhere else.

#pragma once

#include <chrono>
#include <string>

namespace polhist::cli {

class Progress {
public:
    // `label` stands before the bar.
    Progress(const std::string& label, bool quiet);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    Progress(Progress&&) = delete;
    Progress& operator=(Progress&&) = delete;
    ~Progress(); // takes the bar away

    // `done` goes from 0 to 1.
    void show(double done);

private:
    std::string label_;
    bool shown_ = false;
    bool wanted_ = false;
    std::chrono::steady_clock::time_point last_;
};

} // namespace polhist::cli
