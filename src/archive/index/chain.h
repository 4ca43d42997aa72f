// The index of a store as files: segments, of which a newer one stands before the older, and the
// file `current`, which names them and the commit that they tell the state of.
//
// Files are written anew and put in place, never changed, so readers wait for nobody. Whatever is
// found to be wrong with them means that there is no index.

#pragma once

#include "core/error.h"
#include "core/mapping.h"
#include "index/segment.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::index {

struct Manifest {
    std::string head;                  // 40 hexadecimal digits
    std::vector<std::string> segments; // names of files, newest first
};

// Where the index of the store at a path is.
std::string folder_in(const std::string& store);

// The text of `current`, and what one says; nothing where it is damaged or of another format.
std::string text_of(const Manifest& manifest);
std::optional<Manifest> manifest_in(std::string_view text);

// What `current` in a folder says; nothing where there is no index.
std::optional<Manifest> read_manifest(const std::string& folder);

class Chain {
public:
    // Opens the index in a folder; nothing where there is none that is whole at first sight.
    static std::optional<Chain> open(const std::string& folder);

    [[nodiscard]] const std::string& head() const { return manifest_.head; }

    [[nodiscard]] const Manifest& manifest() const { return manifest_; }

    // Newest first. They stay where they are as long as this does, moved or not.
    [[nodiscard]] const std::vector<Segment>& segments() const { return segments_; }

private:
    Manifest manifest_;
    std::vector<Mapping> mappings_;
    std::vector<Segment> segments_;
};

} // namespace polhist::index
