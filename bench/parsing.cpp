// Parses each line of standard input with RapidJSON alone, in place, by events that nobody listens
// to: the least that reading the same text takes. Prints how many lines and values there were.

#include <cstdio>
#include <cstdlib>

#define RAPIDJSON_SSE2
#include <rapidjson/reader.h>

namespace {

struct Counter : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Counter> {
    bool Default() {
        ++values;
        return true;
    }

    unsigned long values = 0;
};

} // namespace

int main() {
    char* line = nullptr;
    std::size_t room = 0;
    unsigned long lines = 0;
    Counter counter;
    rapidjson::Reader reader;
    // The buffer is used again and again, as a program that answers line by line would do.
    while (getline(&line, &room, stdin) > 0) {
        rapidjson::InsituStringStream stream(line);
        constexpr unsigned flags =
            rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;
        if (!reader.Parse<flags>(stream, counter)) {
            std::fputs("a line was refused\n", stderr);
            return 1;
        }
        ++lines;
    }
    std::free(line);
    std::printf("%lu %lu\n", lines, counter.values);
    return 0;
}
