// What most files include, parsed once: only where meson is told so (`-Db_pch=true`), as for the
// build for sanitizers. Every file still includes what it uses.

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
