# The store's database: the library and header that tools/fetch_duckdb brings.
# QW_DUCKDB_DIR names a folder with libduckdb.so and duckdb.h; without them there,
# they are fetched once for all source trees of this user.
set(QW_DUCKDB_DIR "${QW_FETCHED}/${QW_DUCKDB_FOLDER}" CACHE PATH
    "Folder with libduckdb.so and duckdb.h")

if(NOT EXISTS ${QW_DUCKDB_DIR}/libduckdb.so)
  message(STATUS "Fetching DuckDB into ${QW_DUCKDB_DIR}")
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/tools/fetch_duckdb ${QW_DUCKDB_DIR}
                  RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "DuckDB is missing: run tools/fetch_duckdb where there is a network, "
                        "and set QW_DUCKDB_DIR to the folder that it fills")
  endif()
endif()

# A built program has it beside itself, as an installed one does: another user, who cannot read
# this one's home, can run it.
set(QW_DUCKDB_LIBRARY ${CMAKE_BINARY_DIR}/lib/quaywatch/libduckdb.so)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/lib/quaywatch)
file(CREATE_LINK ${QW_DUCKDB_DIR}/libduckdb.so ${QW_DUCKDB_LIBRARY} COPY_ON_ERROR)

add_library(DuckDB::duckdb SHARED IMPORTED GLOBAL)
set_target_properties(DuckDB::duckdb PROPERTIES
  IMPORTED_LOCATION ${QW_DUCKDB_LIBRARY}
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${QW_DUCKDB_DIR}
  INTERFACE_INCLUDE_DIRECTORIES ${QW_DUCKDB_DIR})

# An installed program finds its own copy, wherever it is put.
list(APPEND CMAKE_INSTALL_RPATH "$ORIGIN/../lib/quaywatch")
