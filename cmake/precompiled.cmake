# Headers that are parsed once for all rooms, and once for all tests. The file still includes
# what it uses: the preset dev, which `./check --long` builds, sees to that.
option(QW_PRECOMPILED "Parse the standard's, fmt's and GoogleTest's headers once" OFF)

if(QW_PRECOMPILED AND CCACHE)
  # A precompiled header holds its macros and times; ccache must be told to trust it.
  foreach(language C CXX)
    set(CMAKE_${language}_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  endforeach()
endif()

# One for libraries, one for programs (these are compiled as position-independent executables),
# one for tests.
function(qw_make_precompiled)
  file(WRITE ${CMAKE_BINARY_DIR}/empty.cpp.new "")
  configure_file(${CMAKE_BINARY_DIR}/empty.cpp.new ${CMAKE_BINARY_DIR}/empty.cpp COPYONLY)
  file(WRITE ${CMAKE_BINARY_DIR}/empty_main.cpp.new "int main() {}\n")
  configure_file(${CMAKE_BINARY_DIR}/empty_main.cpp.new ${CMAKE_BINARY_DIR}/empty_main.cpp COPYONLY)
  set(headers ${CMAKE_SOURCE_DIR}/cmake/precompiled.hpp)
  add_library(qw_precompiled_library STATIC ${CMAKE_BINARY_DIR}/empty.cpp)
  add_executable(qw_precompiled_program ${CMAKE_BINARY_DIR}/empty_main.cpp)
  foreach(kind library program)
    target_link_libraries(qw_precompiled_${kind} PRIVATE fmt::fmt qw_warnings)
    target_precompile_headers(qw_precompiled_${kind} PRIVATE ${headers})
  endforeach()
  if(QW_TESTS)
    add_executable(qw_precompiled_test ${CMAKE_BINARY_DIR}/empty_main.cpp)
    target_link_libraries(qw_precompiled_test PRIVATE fmt::fmt GTest::gtest qw_warnings)
    target_compile_options(qw_precompiled_test PRIVATE ${QW_TEST_OPTIONS})
    target_precompile_headers(qw_precompiled_test PRIVATE ${headers} <gtest/gtest.h>)
  endif()
endfunction()

function(qw_precompiled target kind)
  if(QW_PRECOMPILED)
    if(NOT TARGET qw_precompiled_library)
      qw_make_precompiled()
    endif()
    target_precompile_headers(${target} REUSE_FROM qw_precompiled_${kind})
  endif()
endfunction()
