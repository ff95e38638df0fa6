# Debian packages by CPack, one a component: `cpack -G DEB`, or ./dev package, which builds what is missing.
# Dependencies are what dpkg-shlibdeps reads from the programs, and what they load without being linked to it.
set(CPACK_PACKAGE_NAME secateur)
set(CPACK_PACKAGE_VENDOR Secateur)
set(CPACK_PACKAGE_CONTACT "The Secateur authors <authors@secateur.invalid>")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_COMPONENTS_ALL secateur secateur-cli secateur-common)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

set(same "secateur-common (= ${PROJECT_VERSION})")
# LibTorch only recommends a BLAS worth the name: without this one it is 14 times slower.
set(blas libopenblas0-pthread)
set(CPACK_COMPONENT_SECATEUR_DESCRIPTION "Workbench for pruning and quantizing convolutional networks
Opens PyTorch checkpoints, safetensors and ONNX files, measures layer by layer
how much can be pruned, prunes, repairs by fine-tuning, quantizes to INT8 and
compares accuracy, size and speed. This package has the window.")
set(CPACK_DEBIAN_SECATEUR_PACKAGE_NAME secateur)
set(CPACK_DEBIAN_SECATEUR_PACKAGE_DEPENDS "${same}, ${blas}, fonts-dejavu-core, qt6-svg-plugins | libqt6svg6 (<< 6.6)")
# What Korean is drawn with, and what Qt says itself, as "Cancel", in other languages.
set(CPACK_DEBIAN_SECATEUR_PACKAGE_RECOMMENDS "secateur-cli, fonts-noto-cjk, qt6-translations-l10n")

set(CPACK_COMPONENT_SECATEUR-CLI_DESCRIPTION "Pruning and quantizing convolutional networks, command line
The same work as the secateur package does in its window, for servers, scripts
and tests; without Qt.")
set(CPACK_DEBIAN_SECATEUR-CLI_PACKAGE_NAME secateur-cli)
set(CPACK_DEBIAN_SECATEUR-CLI_PACKAGE_DEPENDS "${same}, ${blas}")
if(ONNXRUNTIME_SONAME)  # opened when it is asked for: evaluate --runtime onnxruntime
  string(REGEX REPLACE "\\.so\\." "" runtime ${ONNXRUNTIME_SONAME})
  set(CPACK_DEBIAN_SECATEUR-CLI_PACKAGE_SUGGESTS ${runtime})
endif()

set(CPACK_COMPONENT_SECATEUR-COMMON_DESCRIPTION "Sample network and studies for secateur
A MobileNetV2 trained on Fashion-MNIST, and a study of five networks.")
set(CPACK_DEBIAN_SECATEUR-COMMON_PACKAGE_NAME secateur-common)
set(CPACK_DEBIAN_SECATEUR-COMMON_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_SECATEUR-COMMON_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_SECATEUR-COMMON_PACKAGE_RECOMMENDS dataset-fashion-mnist)
include(CPack)
