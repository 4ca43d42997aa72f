// The judge's policies and requests as those of polhist, and back.

#pragma once

#include "access/verdict.h"
#include "judge/model.h"

namespace polhist::judge {

policy::Document read(const Policy& policy);

Request own(const access::Request& request);
access::Request theirs(const Request& request);

} // namespace polhist::judge
