#include "cli/programs.h"

int main(int argc, char** argv) {
    using namespace polhist::cli;
    return run(argc, argv, {open_index, add_delegated_commands});
}
