#include "git/common.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace polhist::git {
namespace {

// Eight bytes at a time, which is all that makes this quick.
using Word = std::uint64_t;

bool same_word(const char* left, const char* right) {
    Word a = 0;
    Word b = 0;
    std::memcpy(&a, left, sizeof a);
    std::memcpy(&b, right, sizeof b);
    return a == b;
}

} // namespace

std::size_t common_front(std::string_view left, std::string_view right) {
    const std::size_t most = std::min(left.size(), right.size());
    std::size_t count = 0;
    while (count + sizeof(Word) <= most && same_word(left.data() + count, right.data() + count)) {
        count += sizeof(Word);
    }
    while (count < most && left[count] == right[count]) {
        ++count;
    }
    return count;
}

std::size_t common_end(std::string_view left, std::string_view right) {
    const std::size_t most = std::min(left.size(), right.size());
    const char* const left_end = left.data() + left.size();
    const char* const right_end = right.data() + right.size();
    std::size_t count = 0;
    while (count + sizeof(Word) <= most &&
           same_word(left_end - count - sizeof(Word), right_end - count - sizeof(Word))) {
        count += sizeof(Word);
    }
    while (count < most && left[left.size() - 1 - count] == right[right.size() - 1 - count]) {
        ++count;
    }
    return count;
}

} // namespace polhist::git
