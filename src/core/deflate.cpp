#include "core/deflate.h"

#include <algorithm>
#include <array>
#include <new>
#include <zlib.h>

namespace polhist {
namespace {

// zlib takes pointers to data that it does not change as if it did.
Bytef* input_of(std::string_view bytes) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

Bytef* output_of(std::string& bytes, std::size_t at) {
    return reinterpret_cast<Bytef*>(bytes.data() + at);
}

// Setting up a stream costs more than most objects do, so one of each is kept.
class Inflater {
public:
    explicit Inflater(int window = MAX_WBITS) {
        if (inflateInit2(&stream_, window) != Z_OK) {
            throw std::bad_alloc();
        }
    }

    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    ~Inflater() { inflateEnd(&stream_); }

    z_stream& fresh() {
        inflateReset(&stream_);
        return stream_;
    }

private:
    z_stream stream_{};
};

class Deflater {
public:
    // `memory`, from 1 to 9: the size of the tables, which are cleared for each stream.
    Deflater(int level, int memory) {
        if (deflateInit2(&stream_, level, Z_DEFLATED, MAX_WBITS, memory, Z_DEFAULT_STRATEGY) !=
            Z_OK) {
            throw std::bad_alloc();
        }
    }

    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    ~Deflater() { deflateEnd(&stream_); }

    z_stream& fresh() {
        deflateReset(&stream_);
        return stream_;
    }

private:
    z_stream stream_{};
};

} // namespace

void append_deflated(std::string& out, std::string_view bytes) {
    // Two thirds of what real history is packed as have no more bytes than `few`. As they are they
    // take 7 % more of the whole, and an import is 8 % quicker: codes are made for each anew.
    constexpr std::size_t few = 512;
    static thread_local Deflater as_is(Z_NO_COMPRESSION, 1);
    // Of real history 3 % more than at zlib's own level, in three quarters of the time.
    static thread_local Deflater quick(3, 6);
    z_stream& stream = (bytes.size() <= few ? as_is : quick).fresh();
    const std::size_t before = out.size();
    out.resize(before + deflateBound(&stream, static_cast<uLong>(bytes.size())));
    stream.next_in = input_of(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = output_of(out, before);
    stream.avail_out = static_cast<uInt>(out.size() - before);
    deflate(&stream, Z_FINISH);
    out.resize(before + stream.total_out);
}

std::optional<std::string> inflated(std::string_view bytes, std::size_t most, std::size_t guess) {
    static thread_local Inflater inflater;
    z_stream& stream = inflater.fresh();
    stream.next_in = input_of(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    int status = Z_OK;
    while (status == Z_OK) {
        const std::size_t had = stream.total_out;
        if (had > most) {
            return std::nullopt;
        }
        // One byte more than allowed shows that there is more.
        out.resize(std::min(std::max(std::max<std::size_t>(guess, 1), had * 2), most + 1));
        stream.next_out = output_of(out, had);
        stream.avail_out = static_cast<uInt>(out.size() - had);
        status = inflate(&stream, Z_NO_FLUSH);
    }
    if (status != Z_STREAM_END || stream.avail_in != 0 || stream.total_out > most) {
        return std::nullopt;
    }
    out.resize(stream.total_out);
    return out;
}

std::optional<std::string>
inflated_with(std::string_view dictionary, std::string_view bytes, std::size_t size) {
    static thread_local Inflater inflater(-MAX_WBITS);
    z_stream& stream = inflater.fresh();
    stream.next_in = input_of(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out(size, '\0');
    stream.next_out = output_of(out, 0);
    stream.avail_out = static_cast<uInt>(size);
    const bool whole =
        inflateSetDictionary(&stream, input_of(dictionary), static_cast<uInt>(dictionary.size())) ==
            Z_OK &&
        inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0 &&
        stream.total_out == size;
    return whole ? std::optional(std::move(out)) : std::nullopt;
}

std::string inflated_front(std::string_view bytes, std::size_t count) {
    static thread_local Inflater inflater;
    z_stream& stream = inflater.fresh();
    stream.next_in = input_of(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string front(count, '\0');
    stream.next_out = output_of(front, 0);
    stream.avail_out = static_cast<uInt>(count);
    inflate(&stream, Z_NO_FLUSH);
    front.resize(stream.total_out);
    return front;
}

std::optional<std::size_t> deflated_size(std::string_view bytes) {
    static thread_local Inflater inflater;
    z_stream& stream = inflater.fresh();
    stream.next_in = input_of(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::array<Bytef, 16384> dropped{};
    int status = Z_OK;
    while (status == Z_OK) {
        stream.next_out = dropped.data();
        stream.avail_out = static_cast<uInt>(dropped.size());
        status = inflate(&stream, Z_NO_FLUSH);
    }
    return status == Z_STREAM_END ? std::optional<std::size_t>(stream.total_in) : std::nullopt;
}

std::uint32_t checksum(std::string_view bytes, std::uint32_t before) {
    return static_cast<std::uint32_t>(
        crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

} // namespace polhist
