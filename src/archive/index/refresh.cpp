#include "index/refresh.h"

#include "core/descriptor.h"
#include "core/file.h"
#include "core/hex.h"
#include "index/chain.h"
#include "index/segment_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>

namespace polhist::index {
namespace {

namespace fs = std::filesystem;
using timeline::PolicyKey;

// Held by the one process that writes the index.
Result<Descriptor> take_lock(const std::string& folder) {
    const std::string path = folder + "/lock";
    Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.number() < 0) {
        return tl::make_unexpected(system_error(path, "opened"));
    }
    if (flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
        return failure(fmt::format("{}: somebody else is writing the index", folder));
    }
    return file;
}

// A segment being written, and the name of its file.
struct NewSegment {
    std::string name;
    SegmentWriter writer;
};

Result<NewSegment> begin_segment(const std::string& folder) {
    std::array<unsigned char, 8> bytes{};
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        return failure(fmt::format("{}: no random name can be had", folder));
    }
    const std::string name = hex(bytes);
    return Output::create(folder + '/' + name).map([&](Output&& output) {
        return NewSegment{name, SegmentWriter(std::move(output))};
    });
}

// The patterns of each policy of a segment, by position; nothing where it is damaged.
std::optional<std::vector<std::set<std::string>>> patterns_of(const Segment& segment) {
    std::vector<std::set<std::string>> patterns(segment.size());
    const bool whole = segment.each_pattern(
        [&](std::string_view pattern, const std::vector<std::size_t>& positions) {
            for (const std::size_t at : positions) {
                patterns[at].emplace(pattern);
            }
        });
    return whole ? std::optional(std::move(patterns)) : std::nullopt;
}

// Copies the policies of a segment that newer ones do not have. False where it is damaged.
bool take_in(SegmentWriter& writer, const Segment& segment, std::set<PolicyKey>& there) {
    const auto patterns = patterns_of(segment);
    if (!patterns) {
        return false;
    }
    for (std::size_t i = 0; i < segment.size(); ++i) {
        const auto key = segment.key(i);
        if (!key) {
            return false;
        }
        const bool fresh = there.insert({std::string(key->scope), std::string(key->name)}).second;
        if (fresh && !writer.copy(segment, i, (*patterns)[i])) {
            return false;
        }
    }
    return true;
}

// How many of the segments, newest first, a new one takes in: as long as the next is no more than
// twice as large as what it has so far.
std::size_t merged_by(const std::vector<Segment>& segments, std::size_t policies) {
    std::size_t number = 0;
    while (number < segments.size() && segments[number].size() <= 2 * policies) {
        policies += segments[number].size();
        ++number;
    }
    return number;
}

// Writes what changed, with as many of the older segments as belong to it; gives how many, or
// nothing where one of those is damaged.
Result<std::optional<std::size_t>> write_changed(SegmentWriter& writer,
                                                 const Source& source,
                                                 const std::vector<Segment>& older,
                                                 const Changed& changed) {
    std::set<PolicyKey> there;
    for (const PolicyKey& policy : changed.policies) {
        auto added = source.entry(policy).and_then(
            [&](Entry&& entry) { return writer.add(std::move(entry)); });
        if (!added) {
            return tl::make_unexpected(std::move(added.error()));
        }
        there.insert(policy);
    }
    std::optional<timeline::Claims> pages;
    if (changed.pages) {
        auto said = source.pages();
        if (!said) {
            return tl::make_unexpected(std::move(said.error()));
        }
        pages = std::move(*said);
    }
    const std::size_t merged = merged_by(older, changed.policies.size());
    for (std::size_t i = 0; i < merged; ++i) {
        const bool wanted = !pages && older[i].has_pages();
        if (wanted) {
            pages = older[i].pages();
        }
        if ((wanted && !pages) || !take_in(writer, older[i], there)) {
            return std::nullopt;
        }
    }
    const auto polls = source.polls();
    if (!polls) {
        return tl::make_unexpected(polls.error());
    }
    return writer.finish(pages, last_of(*polls)).map([&] { return std::optional(merged); });
}

// The next state of the index, with its new segment in place; nothing where the old one is damaged.
Result<std::optional<Manifest>> update(const std::string& folder,
                                       const Source& source,
                                       const Chain& chain,
                                       const Changed& changed) {
    const std::vector<std::string>& older = chain.manifest().segments;
    if (changed.policies.empty() && !changed.pages && !changed.polls) {
        return Manifest{source.head(), older};
    }
    auto segment = begin_segment(folder);
    if (!segment) {
        return tl::make_unexpected(std::move(segment.error()));
    }
    const auto merged = write_changed(segment->writer, source, chain.segments(), changed);
    if (!merged) {
        return tl::make_unexpected(merged.error());
    }
    if (!*merged) {
        return std::nullopt;
    }
    Manifest next{source.head(), {segment->name}};
    for (std::size_t i = **merged; i < older.size(); ++i) {
        next.segments.push_back(older[i]);
    }
    return next;
}

// The whole index as one segment.
Result<Manifest> rebuild(const std::string& folder, const Source& source) {
    auto segment = begin_segment(folder);
    if (!segment) {
        return tl::make_unexpected(std::move(segment.error()));
    }
    SegmentWriter& writer = segment->writer;
    auto done = source.each([&](Entry entry) { return writer.add(std::move(entry)); });
    auto pages = done ? source.pages()
                      : Result<timeline::Claims>(tl::make_unexpected(std::move(done.error())));
    if (!pages) {
        return tl::make_unexpected(std::move(pages.error()));
    }
    const auto polls = source.polls();
    if (!polls) {
        return tl::make_unexpected(polls.error());
    }
    if (auto placed = writer.finish(*pages, last_of(*polls)); !placed) {
        return tl::make_unexpected(std::move(placed.error()));
    }
    return Manifest{source.head(), {segment->name}};
}

// Removes the segments that a manifest does not name, and files that were never finished.
void remove_others(const std::string& folder, const Manifest& manifest) {
    std::error_code error;
    for (const auto& file : fs::directory_iterator(folder, error)) {
        const std::string name = file.path().filename().string();
        const bool kept = name == "current" || name == "lock" || name == "steps" ||
                          std::ranges::find(manifest.segments, name) != manifest.segments.end();
        if (!kept) {
            fs::remove(file.path(), error);
        }
    }
}

Result<void> put_in_place(const std::string& folder, const Manifest& manifest) {
    auto placed =
        write_synced(folder + "/current", text_of(manifest), folder + "/current.XXXXXX", 0600);
    if (placed) {
        remove_others(folder, manifest);
    }
    return placed;
}

} // namespace

Result<void> refresh(const std::string& folder, const Source& source, std::size_t most) {
    auto chain = Chain::open(folder);
    if (chain && chain->head() == source.head()) {
        return {};
    }
    if (!chain && most != SIZE_MAX) {
        return {};
    }
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        return tl::make_unexpected(system_error(folder, "created"));
    }
    const auto lock = take_lock(folder);
    if (!lock) {
        return tl::make_unexpected(lock.error());
    }
    chain = Chain::open(folder);
    const auto changed = chain ? source.changed_since(chain->head()) : std::nullopt;
    if (changed && changed->policies.size() <= most) {
        auto next = update(folder, source, *chain, *changed);
        if (!next) {
            return tl::make_unexpected(std::move(next.error()));
        }
        if (*next) {
            return put_in_place(folder, **next);
        }
    }
    if (most != SIZE_MAX) {
        return {};
    }
    return rebuild(folder, source).and_then([&](const Manifest& manifest) {
        return put_in_place(folder, manifest);
    });
}

void discard(const std::string& folder) {
    std::error_code error;
    fs::remove(folder + "/current", error);
}

} // namespace polhist::index
