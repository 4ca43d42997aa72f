#include "assets/assets.h"

#include <algorithm>
#include <cassert>

namespace polhist::assets {

const File& file(std::string_view name) {
    constexpr std::string_view folder = "src/assets/";
    const auto found = std::ranges::find_if(files(), [&](const File& candidate) {
        return candidate.path.starts_with(folder) && candidate.path.substr(folder.size()) == name;
    });
    assert(found != files().end());
    return *found;
}

} // namespace polhist::assets
