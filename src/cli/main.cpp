#include "cli/programs.h"

int main(int argc, char** argv) {
    return polhist::cli::run(
        argc, argv, {polhist::cli::open_index, polhist::cli::add_delegated_commands});
}
