// Reads a file of documents, a NUL byte between two of them, into canonical form:
// bench_reading FILE. Prints how many bytes it read and how many seconds of CPU that took.

#include "policy/envelope.h"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: bench_reading FILE\n", stderr);
        return 2;
    }
    const std::ifstream file(argv[1], std::ios::binary);
    std::ostringstream buffer;
    buffer << file.rdbuf();
    const std::string all = buffer.str();
    const std::clock_t start = std::clock();
    std::string_view rest = all;
    while (!rest.empty()) {
        const std::string_view document = rest.substr(0, rest.find('\0'));
        if (!polhist::policy::read_any({"document", document})) {
            std::fputs("a document was refused\n", stderr);
            return 1;
        }
        rest.remove_prefix(std::min(document.size() + 1, rest.size()));
    }
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::printf("%zu %.6f\n", all.size(), seconds);
    return 0;
}
