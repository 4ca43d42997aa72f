#include "git/pack_index.h"

#include "core/digest.h"
#include "core/mapping.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace polhist::git {
namespace {

constexpr std::size_t name_size = 20;
constexpr std::size_t checksums = 2 * name_size; // of the pack and of the index
constexpr std::size_t fanout = std::size_t{256} * 4;
constexpr std::uint64_t smallest_object = 2;
constexpr std::string_view magic("\377tOc\0\0\0\2", 8);
constexpr std::uint32_t is_large = 0x8000'0000U; // of an offset: it stands in a table of its own

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return number;
}

void append_number(std::string& out, std::uint64_t number, unsigned bytes = 4) {
    while (bytes-- > 0) {
        out += static_cast<char>((number >> (8 * bytes)) & 0xffU);
    }
}

// What an index says of its objects: `size` bytes each from `first` on, the offset in front.
struct Table {
    std::size_t first = 0;
    std::size_t size = 0;
    std::size_t count = 0;
};

// Where every offset must lie: after the header of the pack, before its checksum.
bool is_inside(std::uint64_t offset, std::uint64_t pack_size) {
    constexpr std::uint64_t header = 12;
    return offset >= header && pack_size >= name_size + smallest_object &&
           offset <= pack_size - name_size - smallest_object;
}

// Whether `good` is true of the place of each object. Version 1 has no header, and 32 bits for
// each.
template <typename Good>
bool all_places_1(std::string_view index, Good good) {
    const Table table{fanout, 4 + name_size, number_at(index, fanout - 4)};
    if (index.size() != table.first + table.count * table.size + checksums) {
        return false;
    }
    for (std::size_t i = 0; i < table.count; ++i) {
        if (!good(std::uint64_t{number_at(index, table.first + i * table.size)})) {
            return false;
        }
    }
    return true;
}

// Version 2 has offsets of 31 bits, of which some stand for one of 64 bits at the end.
template <typename Good>
bool all_places_2(std::string_view index, Good good) {
    constexpr std::size_t header = magic.size();
    const std::size_t count = number_at(index, header + fanout - 4);
    const Table table{header + fanout + count * (name_size + 4), 4, count};
    const std::size_t large = table.first + count * 4;
    if (index.size() < large + checksums || (index.size() - large - checksums) % 8 != 0) {
        return false;
    }
    const std::size_t larges = (index.size() - large - checksums) / 8;
    for (std::size_t i = 0; i < count; ++i) {
        std::uint64_t offset = number_at(index, table.first + i * table.size);
        if ((offset & is_large) != 0) {
            const std::size_t which = offset & ~std::uint64_t{is_large};
            if (which >= larges) {
                return false;
            }
            offset = std::uint64_t{number_at(index, large + which * 8)} << 32U |
                     number_at(index, large + which * 8 + 4);
        }
        if (!good(offset)) {
            return false;
        }
    }
    return true;
}

template <typename Good>
bool all_places(std::string_view index, Good good) {
    if (index.size() < magic.size() + fanout + checksums) {
        return index.size() >= fanout + checksums && all_places_1(index, good);
    }
    return index.starts_with(magic) ? all_places_2(index, good) : all_places_1(index, good);
}

} // namespace

std::string index_of(std::vector<PackedObject> objects, std::string_view pack_checksum) {
    std::ranges::sort(objects, {}, &PackedObject::id);
    std::array<std::uint32_t, 256> begun{}; // objects whose names begin so, or earlier
    for (const PackedObject& object : objects) {
        ++begun[object.id.bytes[0]];
    }
    std::string index(magic);
    std::uint32_t all = 0;
    for (const std::uint32_t count : begun) {
        append_number(index, all += count);
    }
    for (const PackedObject& object : objects) {
        index.append(reinterpret_cast<const char*>(object.id.bytes.data()), name_size);
    }
    for (const PackedObject& object : objects) {
        append_number(index, object.checksum);
    }
    std::string larges;
    for (const PackedObject& object : objects) {
        if (object.offset < is_large) {
            append_number(index, object.offset);
        } else {
            append_number(index, is_large | larges.size() / 8);
            append_number(larges, object.offset, 8);
        }
    }
    index += larges;
    index += pack_checksum;
    const auto sum = sha1(index, {});
    index.append(reinterpret_cast<const char*>(sum.data()), sum.size());
    return index;
}

std::optional<Contents> contents_of(std::string_view index) {
    Contents contents;
    const bool whole = all_places(index, [&](std::uint64_t offset) {
        ++contents.objects;
        contents.last = std::max(contents.last, offset);
        return true;
    });
    if (!whole) {
        return std::nullopt;
    }
    contents.checksum = index.substr(index.size() - checksums, name_size);
    return contents;
}

bool stays_inside(std::string_view index, std::uint64_t pack_size) {
    return all_places(index, [&](std::uint64_t offset) { return is_inside(offset, pack_size); });
}

std::vector<std::string> sound_indexes(const std::string& folder) {
    namespace fs = std::filesystem;
    std::vector<std::pair<fs::file_time_type, std::string>> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const fs::path pack = fs::path(entry.path()).replace_extension(".pack");
        if (entry.path().extension() != ".idx") {
            continue;
        }
        const std::uint64_t size = fs::file_size(pack, error);
        const auto index = Mapping::of(entry.path());
        if (!error && index && stays_inside(index->bytes(), size)) {
            found.emplace_back(fs::last_write_time(pack, error), entry.path());
        }
    }
    std::ranges::sort(found, std::greater());
    std::vector<std::string> paths;
    paths.reserve(found.size());
    for (auto& [time, path] : found) {
        paths.push_back(std::move(path));
    }
    return paths;
}

} // namespace polhist::git
