# What the build fetches lies in one folder: an unpacked bundle (tools/make_bundle) if there is
# one, where QW_BUNDLE says or beside the project; else one for all source trees of this user.
set(QW_DUCKDB_FOLDER duckdb-1.5.6)
set(QW_REGISTRIES_FOLDER registries-2026-06-17)

set(QW_FETCHED "$ENV{HOME}/.cache/quaywatch")
if(DEFINED ENV{QW_BUNDLE})
  set(QW_FETCHED "$ENV{QW_BUNDLE}")
elseif(EXISTS ${CMAKE_SOURCE_DIR}/../quaywatch-bundle/SHA256SUMS)
  get_filename_component(QW_FETCHED ${CMAKE_SOURCE_DIR}/../quaywatch-bundle ABSOLUTE)
endif()
message(STATUS "What is fetched lies in ${QW_FETCHED}")
