#include "index/chain.h"

#include "core/deflate.h"
#include "core/file.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::index {
namespace {

constexpr std::string_view title = "polhist index";
constexpr std::size_t largest_manifest = std::size_t{64} * 1024;
constexpr std::size_t digits_of_head = 40;
constexpr std::size_t digits_of_segment = 16;

bool is_hexadecimal(std::string_view text, std::size_t size) {
    return text.size() == size &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string_view next_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

std::string with_checksum(std::string_view text) {
    return fmt::format("{}checksum {:08x}\n", text, checksum(text));
}

} // namespace

std::string folder_in(const std::string& store) {
    return store + "/polhist.index";
}

std::string text_of(const Manifest& manifest) {
    std::string text = fmt::format("{}\nformat {}\nhead {}\n", title, format, manifest.head);
    for (const std::string& segment : manifest.segments) {
        text += fmt::format("segment {}\n", segment);
    }
    return with_checksum(text);
}

std::optional<Manifest> manifest_in(std::string_view text) {
    const std::size_t last = text.rfind("checksum ");
    if (last == std::string_view::npos || with_checksum(text.substr(0, last)) != text) {
        return std::nullopt;
    }
    text = text.substr(0, last);
    if (next_line(text) != title || next_line(text) != fmt::format("format {}", format)) {
        return std::nullopt;
    }
    Manifest manifest;
    constexpr std::string_view head = "head ";
    constexpr std::string_view segment = "segment ";
    const std::string_view line = next_line(text);
    if (!line.starts_with(head) || !is_hexadecimal(line.substr(head.size()), digits_of_head)) {
        return std::nullopt;
    }
    manifest.head = line.substr(head.size());
    while (!text.empty()) {
        const std::string_view next = next_line(text);
        if (!next.starts_with(segment) ||
            !is_hexadecimal(next.substr(segment.size()), digits_of_segment)) {
            return std::nullopt;
        }
        manifest.segments.emplace_back(next.substr(segment.size()));
    }
    return manifest;
}

std::optional<Manifest> read_manifest(const std::string& folder) {
    const auto text = read_file(folder + "/current", largest_manifest);
    return text && *text ? manifest_in(**text) : std::nullopt;
}

std::optional<Chain> Chain::open(const std::string& folder) {
    // Segments may be gone that were named a moment ago; then `current` names others.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto manifest = read_manifest(folder);
        if (!manifest) {
            return std::nullopt;
        }
        Chain chain;
        chain.manifest_ = *manifest;
        for (const std::string& name : manifest->segments) {
            auto mapping = Mapping::of(fmt::format("{}/{}", folder, name));
            const auto segment = mapping ? Segment::in(mapping->bytes()) : std::nullopt;
            if (!segment) {
                break;
            }
            chain.mappings_.push_back(std::move(*mapping));
            chain.segments_.push_back(*segment);
        }
        if (chain.segments_.size() == manifest->segments.size()) {
            return chain;
        }
    }
    return std::nullopt;
}

} // namespace polhist::index
