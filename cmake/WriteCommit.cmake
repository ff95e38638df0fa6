# Writes the commit that is built, run at every build: cmake -D SOURCE=… -D HEADER=… -P WriteCommit.cmake
# The header is touched only where the commit has changed. Empty without a repository, and without git.
cmake_minimum_required(VERSION 3.25)
find_package(Git QUIET)
set(commit)
if(GIT_FOUND AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND ${GIT_EXECUTABLE} -C ${SOURCE} rev-parse --short=10 HEAD
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
file(CONFIGURE OUTPUT ${HEADER} CONTENT "#define SECATEUR_COMMIT \"@commit@\"\n" @ONLY)
