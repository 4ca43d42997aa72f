#include "watch/world.h"

#include <chrono>
#include <random>

namespace polhist::watch {

World real_world() {
    World world;
    world.now = [] {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return Instant{std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
    };
    world.chance = [] {
        static std::mt19937 generator{std::random_device{}()};
        return std::uniform_real_distribution<double>(0, 1)(generator);
    };
    world.source = make_source;
    world.sink = make_sink;
    return world;
}

} // namespace polhist::watch
