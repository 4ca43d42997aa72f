// Any bytes as what git keeps: trees, commits, compressed streams, loose objects, packs and their
// indexes, and two texts as a delta and a pack. The first byte chooses.

#include "core/deflate.h"
#include "core/file.h"
#include "git/checksum.h"
#include "git/delta.h"
#include "git/loose.h"
#include "git/pack.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace {

using namespace polhist;
using git::NewObject;
using git::ObjectId;
using git::ObjectKind;

void require(bool truth) {
    if (!truth) {
        std::abort();
    }
}

void read_tree(std::string_view bytes) {
    const auto entries = git::parse_tree(bytes);
    if (!entries) {
        require(!entries.error().message.empty());
        return;
    }
    std::size_t size = 0;
    for (const git::TreeEntry& entry : *entries) {
        size += entry.name.size();
        require(entry.name.find('\0') == std::string_view::npos);
    }
    require(size <= bytes.size());
    require(git::parse_tree(git::write_tree(*entries))->size() == entries->size());
}

void read_commit(std::string_view bytes) {
    if (const auto commit = git::parse_commit(bytes)) {
        require(!bytes.empty());
        require(commit->message.size() <= bytes.size());
    }
}

void inflate(std::string_view bytes) {
    constexpr std::size_t most = 100'000;
    const auto out = inflated(bytes, most);
    require(!out || out->size() <= most);
    std::string deflated;
    append_deflated(deflated, bytes);
    require(inflated(deflated, bytes.size()) == bytes);
    require(bytes.empty() || !inflated(deflated, bytes.size() - 1));
    require(!inflated(std::string_view(deflated).substr(0, deflated.size() - 1), most));
}

// The bytes as the file of an object: whatever is in it, only the object of that name comes out.
void read_loose(std::string_view bytes) {
    static const std::string folder = [] {
        std::string name = "/dev/shm/polhist-fuzz-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) {
            std::abort();
        }
        std::filesystem::create_directories(name + "/e6");
        return name;
    }();
    const ObjectId id = git::id_of(ObjectKind::blob, "");
    const std::string path = folder + "/e6/" + git::hex(id).substr(2);
    require(write_synced(path, bytes, folder + "/XXXXXX", 0600).has_value());
    const auto object = git::read_loose(folder, id);
    require(!object || (*object && (*object)->bytes.empty()));
}

std::size_t take_size(std::string_view& delta) {
    std::size_t size = 0;
    for (unsigned shift = 0;; shift += 7) {
        require(!delta.empty());
        const auto byte = static_cast<unsigned char>(delta.front());
        delta.remove_prefix(1);
        size |= std::size_t{byte & 0x7fU} << shift;
        if (byte < 0x80) {
            return size;
        }
    }
}

std::size_t take_bytes(std::string_view& delta, unsigned flags, unsigned count) {
    std::size_t number = 0;
    for (unsigned i = 0; i < count; ++i) {
        if ((flags & (1U << i)) != 0) {
            require(!delta.empty());
            number |= std::size_t{static_cast<unsigned char>(delta.front())} << (8 * i);
            delta.remove_prefix(1);
        }
    }
    return number;
}

// A delta as a reader of git's applies it.
std::string applied(std::string_view delta, std::string_view base) {
    require(take_size(delta) == base.size());
    const std::size_t size = take_size(delta);
    std::string out;
    while (!delta.empty()) {
        const unsigned command = static_cast<unsigned char>(delta.front());
        delta.remove_prefix(1);
        require(command != 0);
        if (command < 0x80) {
            require(command <= delta.size());
            out += delta.substr(0, command);
            delta.remove_prefix(command);
            continue;
        }
        const std::size_t at = take_bytes(delta, command, 4);
        const std::size_t said = take_bytes(delta, command >> 4U, 3);
        const std::size_t length = said == 0 ? 0x10000 : said;
        require(at + length <= base.size());
        out += base.substr(at, length);
    }
    require(out.size() == size);
    return out;
}

void write_delta(std::string_view bytes) {
    const std::size_t half = bytes.size() / 2;
    const std::string_view base = bytes.substr(0, half);
    const std::string_view target = bytes.substr(half);
    if (const auto delta = git::delta_of(base, target, 2 * bytes.size() + 100)) {
        require(applied(*delta, base) == target);
        require(git::makes(*delta, base, target));
    }
    const std::vector<NewObject> objects{
        {ObjectKind::blob, git::id_of(ObjectKind::blob, base), base},
        {ObjectKind::blob, git::id_of(ObjectKind::blob, target), target, 0}};
    const git::Pack pack = git::pack_of(objects);
    require(git::ends_in_checksum(pack.bytes));
    require(git::gives_back(pack, objects));
    require(git::stays_inside(git::index_of(pack.objects, pack.checksum()), pack.bytes.size()));
}

// The bytes as a pack, as an index, and as the front of an index of that pack.
void read_pack(std::string_view bytes) {
    for (std::size_t offset = 0; offset < bytes.size() && offset < 64; ++offset) {
        const auto size = git::size_at(bytes, offset);
        require(!size || offset + 20 < bytes.size());
    }
    const bool inside = git::stays_inside(bytes, bytes.size());
    const auto contents = git::contents_of(bytes);
    require(contents || !inside);
    const auto place = git::place_of(bytes, git::id_of(ObjectKind::blob, ""));
    require(!place || !inside || *place < bytes.size());
    const std::size_t half = bytes.size() / 2;
    const auto mended = git::mended_pack(bytes.substr(half), bytes.substr(0, half));
    require(!mended || mended->starts_with("PACK"));
    static_cast<void>(inflated_front(bytes, 20));
    static_cast<void>(deflated_size(bytes));
    static_cast<void>(git::makes(bytes.substr(half), bytes.substr(0, half), bytes));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    switch (data[0]) {
    case 't':
        read_tree(bytes);
        break;
    case 'c':
        read_commit(bytes);
        break;
    case 'z':
        inflate(bytes);
        break;
    case 'l':
        read_loose(bytes);
        break;
    case 'p':
        read_pack(bytes);
        break;
    case 'd':
        write_delta(bytes);
        break;
    default:
        break;
    }
    return 0;
}
