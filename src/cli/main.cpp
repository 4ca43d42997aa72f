#include "cli/command.h"

int main(int argc, char** argv) {
    return polhist::cli::run(argc, argv);
}
