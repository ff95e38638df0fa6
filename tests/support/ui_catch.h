#pragma once

// The way into Catch2 for tests of widgets, which see no torch header.
#ifdef SECATEUR_CATCH2_V2
#include <catch2/catch.hpp>
#else
#include <catch2/catch_all.hpp>
using Catch::Approx;
#endif
