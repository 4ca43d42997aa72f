#include "git/pack.h"

#include "core/deflate.h"
#include "core/digest.h"
#include "git/checksum.h"
#include "git/delta.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace polhist::git {
namespace {

// As git's own default: a reader takes that many steps at most.
constexpr std::size_t longest_chain = 50;

constexpr unsigned offset_delta = 6;
constexpr unsigned reference_delta = 7;

constexpr std::size_t header_size = 12;
constexpr std::size_t checksum_size = 20;

unsigned type_of(ObjectKind kind) {
    constexpr std::array<unsigned, 4> types{1, 2, 3, 4};
    return types[static_cast<std::size_t>(kind)];
}

void append_number(std::string& out, std::uint32_t number) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        out += static_cast<char>((number >> shift) & 0xffU);
    }
}

void append_header(std::string& out, unsigned type, std::size_t size) {
    auto byte = static_cast<unsigned>((type << 4U) | (size & 0xfU));
    for (size >>= 4U; size != 0; size >>= 7U) {
        out += static_cast<char>(byte | 0x80U);
        byte = size & 0x7fU;
    }
    out += static_cast<char>(byte);
}

// What a pack of version 2 begins with.
std::string header_of(std::uint32_t objects) {
    std::string header = "PACK";
    append_number(header, 2);
    append_number(header, objects);
    return header;
}

// How far back the base of a delta is, in git's own way of writing numbers.
void append_distance(std::string& out, std::size_t distance) {
    std::string bytes(1, static_cast<char>(distance & 0x7fU));
    for (distance >>= 7U; distance != 0; distance >>= 7U) {
        --distance;
        bytes.insert(bytes.begin(), static_cast<char>(0x80U | (distance & 0x7fU)));
    }
    out += bytes;
}

class PackWriter {
public:
    explicit PackWriter(std::span<const NewObject> objects)
        : objects_(objects),
          depths_(objects.size()) {}

    Pack write() {
        std::string& bytes = pack_.bytes;
        bytes = header_of(static_cast<std::uint32_t>(objects_.size()));
        pack_.objects.reserve(objects_.size());
        for (std::size_t i = 0; i < objects_.size(); ++i) {
            const std::size_t offset = bytes.size();
            pack_.objects.push_back({objects_[i].id, offset, 0});
            if (!add_delta(i)) {
                append_header(bytes, type_of(objects_[i].kind), objects_[i].bytes.size());
                append_deflated(bytes, objects_[i].bytes);
            }
            pack_.objects[i].checksum = checksum(std::string_view(bytes).substr(offset));
        }
        const auto sum = sha1(bytes, {});
        bytes.append(reinterpret_cast<const char*>(sum.data()), sum.size());
        return std::move(pack_);
    }

private:
    bool add_delta(std::size_t position) {
        const NewObject& object = objects_[position];
        if (object.base >= position || depths_[object.base] >= longest_chain) {
            return false;
        }
        // What compresses well on its own is not worth a delta of half its size.
        const auto delta =
            delta_of(objects_[object.base].bytes, object.bytes, object.bytes.size() / 2);
        if (!delta) {
            return false;
        }
        depths_[position] = depths_[object.base] + 1;
        append_header(pack_.bytes, offset_delta, delta->size());
        append_distance(pack_.bytes,
                        pack_.objects[position].offset - pack_.objects[object.base].offset);
        append_deflated(pack_.bytes, *delta);
        return true;
    }

    std::span<const NewObject> objects_;
    std::vector<std::size_t> depths_;
    Pack pack_;
};

// The bytes that stand for one object in a pack, taken from the front. What is cut off reads as
// zeros.
class Entry {
public:
    explicit Entry(std::string_view bytes) : bytes_(bytes), rest_(bytes) {
        unsigned byte = take();
        type_ = (byte >> 4U) & 7U;
        size_ = byte & 0xfU;
        for (unsigned shift = 4; (byte & 0x80U) != 0 && shift < most_bits; shift += 7) {
            byte = take();
            size_ |= std::size_t{byte & 0x7fU} << shift;
        }
        if (type_ == offset_delta) {
            byte = take();
            distance_ = byte & 0x7fU;
            for (unsigned i = 0; (byte & 0x80U) != 0 && i < most_bits / 7; ++i) {
                byte = take();
                distance_ = (distance_ + 1) << 7U | (byte & 0x7fU);
            }
        } else if (type_ == reference_delta) {
            rest_.remove_prefix(std::min(ObjectId().bytes.size(), rest_.size()));
        }
    }

    [[nodiscard]] unsigned type() const { return type_; }

    // How far back the base of a delta is.
    [[nodiscard]] std::size_t distance() const { return distance_; }

    // The object, or the delta of it.
    [[nodiscard]] std::optional<std::string> content() const {
        auto content = inflated(rest_, size_, size_ + 1);
        return content && content->size() == size_ ? std::move(content) : std::nullopt;
    }

    // The size of the object; nothing where it is damaged, as far as that shows.
    [[nodiscard]] std::optional<std::size_t> object_size() const {
        constexpr std::size_t sizes = 20; // of a delta: two numbers, seven bits to a byte
        if (type_ == offset_delta || type_ == reference_delta) {
            return target_size(inflated_front(rest_, sizes));
        }
        return type_ >= type_of(ObjectKind::commit) && type_ <= type_of(ObjectKind::tag)
                   ? std::optional(size_)
                   : std::nullopt;
    }

    // How many of the bytes are the entry's; nothing where it is damaged.
    [[nodiscard]] std::optional<std::size_t> size() const {
        const auto stream = deflated_size(rest_);
        return stream ? std::optional(bytes_.size() - rest_.size() + *stream) : std::nullopt;
    }

private:
    static constexpr unsigned most_bits = 60;

    unsigned take() {
        const unsigned byte = rest_.empty() ? 0 : static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
        return byte;
    }

    std::string_view bytes_;
    std::string_view rest_; // what is compressed, and what follows
    unsigned type_ = 0;
    std::size_t size_ = 0;
    std::size_t distance_ = 0;
};

} // namespace

std::string_view Pack::checksum() const {
    return std::string_view(bytes).substr(bytes.size() - checksum_size);
}

std::string Pack::name() const {
    ObjectId sum;
    std::memcpy(sum.bytes.data(), checksum().data(), checksum_size);
    return "pack-" + hex(sum);
}

Pack pack_of(std::span<const NewObject> objects) {
    return PackWriter(objects).write();
}

std::optional<std::size_t> size_at(std::string_view pack, std::uint64_t offset) {
    if (pack.size() < checksum_size || offset >= pack.size() - checksum_size) {
        return std::nullopt;
    }
    pack.remove_suffix(checksum_size);
    return Entry(pack.substr(offset)).object_size();
}

std::optional<std::string> mended_pack(std::string_view pack, std::string_view index) {
    const auto contents = contents_of(index);
    if (!contents || ends_in_checksum(pack) || !ends_in_checksum(index) ||
        contents->last < header_size || contents->last >= pack.size()) {
        return std::nullopt;
    }
    // Where the checksum was cut off, the size of the file does not tell where it began.
    const auto end = Entry(pack.substr(contents->last)).size();
    if (!end) {
        return std::nullopt;
    }
    std::string mended = header_of(contents->objects);
    mended += pack.substr(header_size, contents->last + *end - header_size);
    mended += contents->checksum;
    return mended == pack ? std::nullopt : std::optional(std::move(mended));
}

bool gives_back(const Pack& pack, std::span<const NewObject> objects) {
    const std::string_view bytes = pack.bytes;
    std::size_t end = bytes.size() - checksum_size;
    for (std::size_t i = objects.size(); i-- > 0;) {
        const NewObject& object = objects[i];
        const std::size_t offset = pack.objects[i].offset;
        const Entry entry(bytes.substr(offset, end - offset));
        const auto content = entry.content();
        const bool same =
            entry.type() == offset_delta
                ? content && object.base < i &&
                      offset - pack.objects[object.base].offset == entry.distance() &&
                      makes(*content, objects[object.base].bytes, object.bytes)
                : content && entry.type() == type_of(object.kind) && *content == object.bytes;
        if (!same) {
            return false;
        }
        end = offset;
    }
    return true;
}

} // namespace polhist::git
