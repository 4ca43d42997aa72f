// Compares pairs of documents, a line `{"old": …, "new": …}` each: bench_comparing FILE. Prints for
// each pair the microseconds of CPU that reading both documents took, and comparing them
// (difference, verdict and cover); then the verdict and the id of the pair.

#include "diff/difference.h"
#include "policy/envelope.h"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>

namespace {

double cpu_microseconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

bool compare_line(const std::string& line) {
    const auto tree = polhist::json::Tree::parse({"pair", line});
    if (!tree) {
        return false;
    }
    const double start = cpu_microseconds();
    const auto before = polhist::policy::read(*tree->root().find("old"));
    const auto after = polhist::policy::read(*tree->root().find("new"));
    if (!before || !after) {
        return false;
    }
    const double middle = cpu_microseconds();
    const polhist::diff::Difference difference = polhist::diff::compare(*before, *after);
    const double end = cpu_microseconds();
    const auto id = tree->root().find("id");
    const std::string_view verdict = polhist::access::name_of(difference.access.verdict);
    std::printf("%.1f %.1f %.*s %s\n",
                middle - start,
                end - middle,
                static_cast<int>(verdict.size()),
                verdict.data(),
                id ? std::string(id->text()).c_str() : "");
    return true;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: bench_comparing FILE\n", stderr);
        return 2;
    }
    std::ifstream file(argv[1]);
    std::string line;
    while (std::getline(file, line)) {
        if (!line.empty() && !compare_line(line)) {
            std::fputs("a pair was refused\n", stderr);
            return 1;
        }
    }
    return 0;
}
