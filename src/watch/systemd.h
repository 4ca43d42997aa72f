// A service and a timer of the user for systemd.

#pragma once

#include "watch/crontab.h"

#include <string>

namespace polhist::watch {

// The names and texts of both units. A run that was missed is made up for.
struct Units {
    std::string name; // `polhist-NAME`, without an ending
    std::string service;
    std::string timer;
};

Result<Units> units_of(const Job& job);

// The folder where units of the user lie: `$XDG_CONFIG_HOME/systemd/user`; empty without a home.
std::string units_folder();

// Writes both into the folder, made where there is none. Says whether something changed.
Result<bool> install_units(const Units& units, const std::string& folder);

// Takes both away; says whether they were there.
Result<bool> remove_units(const std::string& name, const std::string& folder);

} // namespace polhist::watch
