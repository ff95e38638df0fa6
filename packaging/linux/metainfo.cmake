# Writes the AppStream description: cmake -D FROM=….xml.in -D TO=….xml -D SITE=ADDRESS -P metainfo.cmake
# Software shops fetch screenshots by address. They are named where SITE says under which one the tree's files are read.
cmake_minimum_required(VERSION 3.25)
set(SCREENSHOTS "")
if(SITE)
  set(captions
    "sensitivity|Sensitivity of each layer, with the tolerance and the plan that follows"
    "model|The network as its blocks, coloured by multiply-accumulates"
    "histograms|Weights of a layer and the range that they are clipped to"
    "compare|Accuracy, size and speed of every network of a study")
  set(type " type=\"default\"")
  foreach(line IN LISTS captions)
    string(REPLACE "|" ";" line "${line}")
    list(GET line 0 picture)
    list(GET line 1 caption)
    string(APPEND SCREENSHOTS "    <screenshot${type}>\n      <caption>${caption}</caption>\n"
      "      <image>${SITE}/resources/screenshots/${picture}.png</image>\n    </screenshot>\n")
    set(type "")
  endforeach()
  set(SCREENSHOTS "  <screenshots>\n${SCREENSHOTS}  </screenshots>\n")
endif()
configure_file(${FROM} ${TO} @ONLY)
