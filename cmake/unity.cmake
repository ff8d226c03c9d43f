# Files of a room compiled together: what they include is parsed once, and what they instantiate
# is compiled once. A file still includes what it uses: the preset dev sees to that.
# Names in unnamed namespaces must differ within a room.
option(QW_UNITY "Compile the files of a room together" OFF)
set(QW_UNITY_FILES 24)  # in one unit: more would leave cores idle, and take more memory

# GCC limits what inlining adds to a unit, as if a unit were one file.
set(qw_unity_inlining --param=inline-unit-growth=400 --param=large-unit-insns=200000)

function(qw_unity target)
  if(QW_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON
                          UNITY_BUILD_BATCH_SIZE ${QW_UNITY_FILES})
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_BUILD_TYPE STREQUAL Release)
      target_compile_options(${target} PRIVATE ${qw_unity_inlining})
    endif()
  endif()
endfunction()

# Sources that many small rooms have in one library, qw_group_NAME, so that units span rooms.
#
#   qw_join(NAME SOURCES file... LINKS library...)
function(qw_join name)
  cmake_parse_arguments(JOIN "" "" "SOURCES;LINKS" ${ARGN})
  if(NOT TARGET qw_group_${name})
    add_library(qw_group_${name} STATIC)
    target_include_directories(qw_group_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(qw_group_${name} PRIVATE qw_warnings)
    qw_precompiled(qw_group_${name} library)
    qw_unity(qw_group_${name})
  endif()
  target_sources(qw_group_${name} PRIVATE ${JOIN_SOURCES})
  target_link_libraries(qw_group_${name} PUBLIC ${JOIN_LINKS})
endfunction()
