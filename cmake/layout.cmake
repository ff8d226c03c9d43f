# Which members a saved state has, in which order, follows from the sources: this writes the digest
# of those that say it. A state that was written by a program with another digest is refused, so a
# changed table cannot be read as the old one.
#
#   qw_layout(HEADER room...)   makes HEADER with `state_layout`, and the target qw_layout
set(qw_layout_script ${CMAKE_CURRENT_LIST_FILE})
function(qw_layout header)
  set(patterns)
  foreach(room IN LISTS ARGN)
    list(APPEND patterns ${CMAKE_SOURCE_DIR}/src/${room}/*.hpp ${CMAKE_SOURCE_DIR}/src/${room}/*.cpp
         ${CMAKE_SOURCE_DIR}/src/${room}/*.def)
  endforeach()
  file(GLOB_RECURSE sources RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS ${patterns})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(SORT sources)
  set(absolute)
  foreach(source IN LISTS sources)
    list(APPEND absolute ${CMAKE_SOURCE_DIR}/${source})
  endforeach()
  file(CONFIGURE OUTPUT ${header}.sources CONTENT "${sources}")
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${CMAKE_COMMAND} -DHEADER=${header} -P ${qw_layout_script}
    DEPENDS ${absolute} ${header}.sources ${qw_layout_script}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMENT "Digest of what a state holds"
    VERBATIM)
  add_custom_target(qw_layout DEPENDS ${header})
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${HEADER}.sources sources)
  set(all "")
  foreach(source IN LISTS sources)
    if(source MATCHES "\\.cpp$")  # that saves or loads what has no table
      file(STRINGS ${source} saves REGEX "StateWriter|StateReader" LIMIT_COUNT 1)
      if(NOT saves)
        continue()
      endif()
    endif()
    file(SHA256 ${source} digest)
    string(APPEND all "${source} ${digest}\n")
  endforeach()
  string(SHA256 digest "${all}")
  file(WRITE ${HEADER}
       "#pragma once\nnamespace qw {\ninline constexpr char state_layout[] = \"${digest}\";\n}\n")
endif()
