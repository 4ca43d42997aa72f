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

// Where every offset must lie: after the header of the pack, before its checksum.
bool is_inside(std::uint64_t offset, std::uint64_t pack_size) {
    constexpr std::uint64_t header = 12;
    return offset >= header && pack_size >= name_size + smallest_object &&
           offset <= pack_size - name_size - smallest_object;
}

// How an index says where its objects are.
class Reader {
public:
    explicit Reader(std::string_view index)
        : index_(index),
          first_version_(!index.starts_with(magic)),
          names_(first_version_ ? fanout + 4 : magic.size() + fanout),
          step_(first_version_ ? 4 + name_size : name_size) {
        const std::size_t numbers = first_version_ ? 0 : magic.size();
        if (index.size() < numbers + fanout + checksums) {
            return;
        }
        const std::size_t count = number_at(index, numbers + fanout - 4);
        larges_at_ = numbers + fanout + count * (name_size + (first_version_ ? 4 : 8));
        const std::size_t rest = index.size() - checksums;
        good_ = larges_at_ <= rest &&
                (first_version_ ? larges_at_ == rest : (rest - larges_at_) % 8 == 0);
        larges_ = good_ ? (rest - larges_at_) / 8 : 0;
        count_ = good_ ? count : 0;
    }

    // Whether its parts have the sizes that they should.
    [[nodiscard]] bool good() const { return good_; }

    [[nodiscard]] std::size_t count() const { return count_; }

    // Version 1 has no header, and 32 bits for each. Version 2 has offsets of 31 bits, of which
    // some stand for one of 64 bits at the end; nothing where that is not there.
    [[nodiscard]] std::optional<std::uint64_t> place(std::size_t object) const {
        if (first_version_) {
            return number_at(index_, names_ - 4 + object * step_);
        }
        const std::uint32_t offset =
            number_at(index_, names_ + count_ * (name_size + 4) + object * 4);
        if ((offset & is_large) == 0) {
            return offset;
        }
        const std::size_t which = offset & ~is_large;
        if (which >= larges_) {
            return std::nullopt;
        }
        const std::size_t at = larges_at_ + which * 8;
        return std::uint64_t{number_at(index_, at)} << 32U | number_at(index_, at + 4);
    }

    // The object of a name, which are sorted.
    [[nodiscard]] std::optional<std::size_t> find(const ObjectId& id) const {
        const std::string_view wanted(reinterpret_cast<const char*>(id.bytes.data()), name_size);
        std::size_t first = 0;
        std::size_t last = count_;
        while (first < last) {
            const std::size_t middle = first + (last - first) / 2;
            const int order = name(middle).compare(wanted);
            if (order == 0) {
                return middle;
            }
            (order < 0 ? first : last) = order < 0 ? middle + 1 : middle;
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] std::string_view name(std::size_t object) const {
        return index_.substr(names_ + object * step_, name_size);
    }

    std::string_view index_;
    bool first_version_;
    std::size_t names_; // where they begin, `step_` apart
    std::size_t step_;
    bool good_ = false;
    std::size_t count_ = 0;
    std::size_t larges_at_ = 0;
    std::size_t larges_ = 0;
};

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
    const Reader reader(index);
    if (!reader.good()) {
        return std::nullopt;
    }
    Contents contents;
    contents.objects = static_cast<std::uint32_t>(reader.count());
    contents.checksum = index.substr(index.size() - checksums, name_size);
    for (std::size_t i = 0; i < reader.count(); ++i) {
        const auto place = reader.place(i);
        if (!place) {
            return std::nullopt;
        }
        contents.last = std::max(contents.last, *place);
    }
    return contents;
}

std::optional<std::uint64_t> place_of(std::string_view index, const ObjectId& id) {
    const Reader reader(index);
    const auto object = reader.find(id);
    return object ? reader.place(*object) : std::nullopt;
}

bool stays_inside(std::string_view index, std::uint64_t pack_size) {
    const Reader reader(index);
    for (std::size_t i = 0; i < reader.count(); ++i) {
        const auto place = reader.place(i);
        if (!place || !is_inside(*place, pack_size)) {
            return false;
        }
    }
    return reader.good();
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
