# Where tests find the shared captures, and the project's own files.
set(QW_CORPUS "${CMAKE_SOURCE_DIR}/../shared/corpus" CACHE PATH "Folder of real captures")
function(qw_test_environment name)
  set_tests_properties(${name} PROPERTIES WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  if(EXISTS ${QW_CORPUS}/MANIFEST.tsv)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "QW_CORPUS=${QW_CORPUS}")
  endif()
endfunction()

# A room is a folder of src that compiles without its callers.
#
#   qw_room(NAME DIR folder USES room... LINKS library...)
#
# Sources are the folder's *.cpp; *_test.cpp become the room's test program, which
# also sees tests/support. Rooms named in USES are linked, and by that visible;
# tools/check_rooms compares the includes with the table in docs/rooms.md.
function(qw_room name)
  cmake_parse_arguments(ROOM "" "DIR" "USES;LINKS;TEST_LINKS" ${ARGN})
  if(NOT ROOM_DIR)
    set(ROOM_DIR ${CMAKE_CURRENT_SOURCE_DIR})
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${ROOM_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "(^|/|_)test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "(^|/|_)test\\.cpp$")

  if(sources)
    add_library(qw_${name} STATIC ${sources})
    target_include_directories(qw_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(qw_${name} PRIVATE qw_warnings PUBLIC ${ROOM_LINKS})
    qw_precompiled(qw_${name} library)
    set(scope PUBLIC)
  else()
    add_library(qw_${name} INTERFACE)
    target_include_directories(qw_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(qw_${name} INTERFACE ${ROOM_LINKS})
    set(scope INTERFACE)
  endif()
  foreach(room IN LISTS ROOM_USES)
    target_link_libraries(qw_${name} ${scope} qw_${room})
  endforeach()

  if(QW_TESTS AND tests)
    add_executable(test_${name} ${tests})
    target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(test_${name} PRIVATE qw_${name} qw_warnings GTest::gtest_main ${ROOM_TEST_LINKS})
    qw_precompiled(test_${name} test)
    add_test(NAME ${name} COMMAND test_${name})
    qw_test_environment(${name})
  endif()
endfunction()

# What each line of a .def file names first: QW_PROTOCOL(modbus) gives the folder modbus.
function(qw_rooms_of_def def macro out)
  file(STRINGS ${def} lines REGEX "^${macro}\\(")
  set(names)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^${macro}\\(([a-z0-9_]+)[,)].*" "\\1" name "${line}")
    list(APPEND names ${name})
  endforeach()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${def})
  set(${out} ${names} PARENT_SCOPE)
endfunction()
