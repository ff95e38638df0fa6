# Several sources a compilation, if SECATEUR_UNITY: what the precompiled header leaves to instantiate, half of a small
# file's time, is then paid once for all of them. Their unnamed namespaces are one: names in them must differ in a folder.
function(secateur_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${SECATEUR_UNITY} UNITY_BUILD_BATCH_SIZE 6)
endfunction()

# One static library a folder of core: the link order is the ladder of DESIGN section 4.
#
# secateur_core_library(<folder> [TORCH] [DEPENDS <folder>...] [LIBRARIES <target>...])
function(secateur_common_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wno-unused-parameter)
  if(CMAKE_COMPILE_WARNING_AS_ERROR)
    # What GCC derives from optimised code comes and goes with its version and flags, mostly about libstdc++'s insides.
    target_compile_options(${target} PRIVATE -Wno-error=array-bounds -Wno-error=maybe-uninitialized
      -Wno-error=restrict -Wno-error=stringop-overflow -Wno-error=stringop-overread)
    # By the signature alone it takes what a function finds in one argument for a part of another, which is temporary.
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
      target_compile_options(${target} PRIVATE -Wno-error=dangling-reference)
    endif()
  endif()
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
  if(SECATEUR_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${SECATEUR_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${SECATEUR_SANITIZE})
  endif()
endfunction()

# Headers of torch are marked as system headers, so that only our own code is warned about.
add_library(secateur_torch INTERFACE)
target_link_libraries(secateur_torch INTERFACE ${TORCH_LIBRARIES})
target_include_directories(secateur_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})

function(secateur_core_library folder)
  cmake_parse_arguments(ARG "TORCH" "" "DEPENDS;LIBRARIES" ${ARGN})
  set(target secateur_${folder})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/core/${folder}/*.cpp)
  add_library(${target} STATIC ${sources})
  secateur_common_options(${target})
  secateur_unity(${target})
  foreach(dependency ${ARG_DEPENDS})
    target_link_libraries(${target} PUBLIC secateur_${dependency})
  endforeach()
  target_link_libraries(${target} PUBLIC ${ARG_LIBRARIES} fmt::fmt)
  if(ARG_TORCH)
    target_link_libraries(${target} PUBLIC secateur_torch)
    if(folder STREQUAL "graph")
      target_precompile_headers(${target} PRIVATE <ATen/ATen.h> <algorithm> <functional> <map> <optional>
        <string> <vector> <fmt/format.h> <nlohmann/json.hpp>)
    else()
      target_precompile_headers(${target} REUSE_FROM secateur_graph)
    endif()
  endif()
endfunction()

# secateur_ui_library(<folder> [DEPENDS <folder of ui>...] [LIBRARIES <target>...])
# A folder of ui may include core's torch-free headers; torch itself is linked, never included, and not even
# linked where core/base is enough (base, jobs), so that the thread sanitizer can watch those.
function(secateur_ui_library folder)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  set(target secateur_ui_${folder})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/ui/${folder}/*.cpp ${CMAKE_SOURCE_DIR}/ui/${folder}/*.h)
  add_library(${target} STATIC ${sources})
  secateur_common_options(${target})
  secateur_unity(${target})
  set_target_properties(${target} PROPERTIES AUTOMOC ON)
  # The default, which torch's flags say in so many words: all of ui must, to share the header.
  target_compile_definitions(${target} PUBLIC _GLIBCXX_USE_CXX11_ABI=1)
  if(folder STREQUAL "base")
    # Few headers: what a precompiled header leaves to instantiate, every file that uses it pays for.
    target_precompile_headers(${target} PRIVATE <QAbstractTableModel> <QCoreApplication> <QFont> <QLabel>
      <QLocale> <QPainter> <QString> <QWidget> <algorithm> <cmath> <functional> <map> <memory> <optional>
      <string> <vector>)
  else()
    target_precompile_headers(${target} REUSE_FROM secateur_ui_base)
  endif()
  foreach(dependency ${ARG_DEPENDS})
    target_link_libraries(${target} PUBLIC secateur_ui_${dependency})
  endforeach()
  target_link_libraries(${target} PUBLIC ${ARG_LIBRARIES} Qt6::Widgets)
endfunction()
