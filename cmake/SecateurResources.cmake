# What comes with the programs stands at the same place seen from them in a build folder and where they are installed:
# one rule finds it (core/base/resources.h), and both trees may be moved. In a build folder it is links to the sources,
# and what is made of them.
file(RELATIVE_PATH SECATEUR_RESOURCES_FROM_PROGRAM ${CMAKE_INSTALL_FULL_BINDIR}
  ${CMAKE_INSTALL_FULL_DATADIR}/secateur)
cmake_path(SET SECATEUR_RESOURCES NORMALIZE ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${SECATEUR_RESOURCES_FROM_PROGRAM})
if(IS_SYMLINK ${SECATEUR_RESOURCES})  # of an earlier version: all of it was one link
  file(REMOVE ${SECATEUR_RESOURCES})
endif()
file(MAKE_DIRECTORY ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} ${SECATEUR_RESOURCES}/translations)
file(GLOB resources RELATIVE ${CMAKE_SOURCE_DIR}/resources ${CMAKE_SOURCE_DIR}/resources/*)
foreach(resource ${resources})
  file(RELATIVE_PATH target ${SECATEUR_RESOURCES} ${CMAKE_SOURCE_DIR}/resources/${resource})
  file(CREATE_LINK ${target} ${SECATEUR_RESOURCES}/${resource} SYMBOLIC)
endforeach()
