#include "git/place.h"

#include <unistd.h>

namespace polhist::git {

bool is_repository(const std::string& path) {
    const auto there = [&](const char* name) { return access((path + name).c_str(), F_OK) == 0; };
    return there("/.git") || (there("/HEAD") && there("/objects") && there("/refs"));
}

} // namespace polhist::git
