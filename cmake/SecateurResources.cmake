# What comes with the programs stands at the same place seen from them in a build folder and where they are installed:
# one rule finds it (core/base/resources.h), and both trees may be moved.
file(RELATIVE_PATH SECATEUR_RESOURCES_FROM_PROGRAM ${CMAKE_INSTALL_FULL_BINDIR}
  ${CMAKE_INSTALL_FULL_DATADIR}/secateur)
cmake_path(SET link NORMALIZE ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${SECATEUR_RESOURCES_FROM_PROGRAM})
cmake_path(GET link PARENT_PATH folder)
file(RELATIVE_PATH resources ${folder} ${CMAKE_SOURCE_DIR}/resources)
file(MAKE_DIRECTORY ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} ${folder})
file(CREATE_LINK ${resources} ${link} SYMBOLIC)
