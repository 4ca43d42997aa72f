#include "git/common.h"

#include <algorithm>
#include <cstring>

namespace polhist::git {
namespace {

// Bytes are compared in steps that get smaller, of which the large ones make it quick.
constexpr std::size_t steps[] = {256, 16, 1};

} // namespace

std::size_t common_front(std::string_view left, std::string_view right) {
    const std::size_t most = std::min(left.size(), right.size());
    std::size_t count = 0;
    for (const std::size_t step : steps) {
        while (count + step <= most &&
               std::memcmp(left.data() + count, right.data() + count, step) == 0) {
            count += step;
        }
    }
    return count;
}

std::size_t common_end(std::string_view left, std::string_view right) {
    const std::size_t most = std::min(left.size(), right.size());
    const char* const left_end = left.data() + left.size();
    const char* const right_end = right.data() + right.size();
    std::size_t count = 0;
    for (const std::size_t step : steps) {
        while (count + step <= most &&
               std::memcmp(left_end - count - step, right_end - count - step, step) == 0) {
            count += step;
        }
    }
    return count;
}

} // namespace polhist::git
