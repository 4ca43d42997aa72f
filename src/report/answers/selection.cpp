#include "answers/selection.h"

#include "access/glob.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace polhist::answers {
namespace {

using timeline::Archive;

Result<void>
add_matching(const Archive& archive, const std::string& pattern, std::vector<std::string>& out) {
    const std::size_t before = out.size();
    const auto names = archive.names();
    std::ranges::copy_if(names, std::back_inserter(out), [&](const std::string& name) {
        return access::matches(pattern, name);
    });
    if (out.size() == before) {
        return failure(fmt::format("no policy is named like `{}`; letter case counts, and `polhist "
                                   "list` shows what there is",
                                   pattern));
    }
    return {};
}

// A name without its scope, where that says the same.
std::string shortened(const Archive& archive, const std::string& name) {
    const std::size_t colon = name.find(':');
    const std::string rest = name.substr(colon == std::string::npos ? 0 : colon + 1);
    const auto history = archive.history(rest);
    return history && name == history->scope + ':' + rest ? rest : name;
}

Result<void>
add_one(const Archive& archive, const std::string& wanted, std::vector<std::string>& out) {
    if (wanted.starts_with("arn:")) {
        if (const auto name = archive.name_of_arn(wanted)) {
            out.push_back(shortened(archive, *name));
            return {};
        }
    } else if (archive.has(wanted)) {
        out.push_back(wanted);
        return {};
    }
    const auto found = timeline::find(archive, wanted); // for its advice
    return found ? Result<void>() : tl::make_unexpected(found.error());
}

} // namespace

Result<std::vector<std::string>> select(const Archive& archive,
                                        std::span<const std::string> wanted) {
    std::vector<std::string> names;
    for (const std::string& one : wanted) {
        const auto added = access::has_wildcard(one) && !archive.has(one)
                               ? add_matching(archive, one, names)
                               : add_one(archive, one, names);
        if (!added) {
            return tl::make_unexpected(added.error());
        }
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

} // namespace polhist::answers
