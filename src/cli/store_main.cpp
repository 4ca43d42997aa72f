#include "cli/programs.h"

int main(int argc, char** argv) {
    return polhist::cli::run(
        argc, argv, {polhist::cli::open_store, polhist::cli::add_store_commands});
}
