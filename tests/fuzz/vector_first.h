#pragma once

// Included before all else where clang compiles the fuzzers. LibTorch 1.13 declares members of
// std::vector<c10::IValue> before IValue is complete; clang instantiates what is constexpr at once,
// which std::vector of GCC 12's library is in C++20, and refuses. So std::vector, and only it, is
// read as in C++17.
#include <bits/allocator.h>
#include <bits/stl_algobase.h>
#include <bits/stl_construct.h>
#include <bits/stl_uninitialized.h>

#include <initializer_list>
#include <string>

#pragma push_macro("_GLIBCXX20_CONSTEXPR")
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 __fill_bits  // std::vector<bool>'s was declared constexpr above
#include <vector>
#undef __fill_a1
#pragma pop_macro("_GLIBCXX20_CONSTEXPR")
