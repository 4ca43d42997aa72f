// What most files include, parsed once: only where meson is told so (`-Db_pch=true`), as `./dev`
// does, which saves a quarter of the time. Every file still includes what it uses: without that
// option, as in a Debian package, none compiles else.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>
