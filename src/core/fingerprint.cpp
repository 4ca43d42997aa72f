#include "core/fingerprint.h"

#include <fmt/format.h>

#define XXH_INLINE_ALL // no library to load
#include <xxhash.h>

namespace polhist {

std::string fingerprint(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

} // namespace polhist
