// The whole public API of polhist.
//
// Names are in `polhist::api`. The headers use the C++20 standard library alone. Results own what
// they hold. Document and PolicySet are immutable and may be shared between threads.

#pragma once

#include <polhist/check.h>
#include <polhist/compare.h>
#include <polhist/difference.h>
#include <polhist/document.h>
#include <polhist/evaluate.h>
#include <polhist/set.h>
#include <polhist/version.h>
