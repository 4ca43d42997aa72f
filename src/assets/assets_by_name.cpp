#include "assets/assets.h"

#include <algorithm>
#include <cassert>

namespace polhist::assets {

std::string_view bytes_of(std::string_view name) {
    constexpr std::string_view folder = "src/assets/";
    const auto found = std::ranges::find_if(files(), [&](const File& file) {
        return file.path.starts_with(folder) && file.path.substr(folder.size()) == name;
    });
    assert(found != files().end());
    return found->bytes;
}

} // namespace polhist::assets
