#include "git/pack.h"

#include "core/deflate.h"
#include "core/digest.h"
#include "git/delta.h"

#include <array>

namespace polhist::git {
namespace {

// As git's own default: a reader takes that many steps at most.
constexpr std::size_t longest_chain = 50;

constexpr unsigned offset_delta = 6;

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
          offsets_(objects.size()),
          depths_(objects.size()) {}

    std::string write() {
        pack_ = "PACK";
        append_number(pack_, 2);
        append_number(pack_, static_cast<std::uint32_t>(objects_.size()));
        for (std::size_t i = 0; i < objects_.size(); ++i) {
            offsets_[i] = pack_.size();
            if (!add_delta(i)) {
                append_header(pack_, type_of(objects_[i].kind), objects_[i].bytes.size());
                append_deflated(pack_, objects_[i].bytes);
            }
        }
        const auto sum = sha1(pack_, {});
        pack_.append(reinterpret_cast<const char*>(sum.data()), sum.size());
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
        append_header(pack_, offset_delta, delta->size());
        append_distance(pack_, offsets_[position] - offsets_[object.base]);
        append_deflated(pack_, *delta);
        return true;
    }

    std::span<const NewObject> objects_;
    std::vector<std::size_t> offsets_;
    std::vector<std::size_t> depths_;
    std::string pack_;
};

} // namespace

std::string pack_of(std::span<const NewObject> objects) {
    return PackWriter(objects).write();
}

} // namespace polhist::git
