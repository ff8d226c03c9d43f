# What is installed, and the Debian package of it (tools/make_package). Below the prefix:
# bin, a folder of libraries of our own, share/quaywatch where the program looks for it.
set(doc share/doc/quaywatch)
install(TARGETS quaywatch RUNTIME DESTINATION bin)
install(FILES ${QW_DUCKDB_DIR}/libduckdb.so DESTINATION lib/quaywatch)
install(DIRECTORY ${CMAKE_BINARY_DIR}/share/quaywatch DESTINATION share
        PATTERN "registries.fetched" EXCLUDE)
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/CHANGELOG.md
              ${CMAKE_SOURCE_DIR}/SECURITY.md DESTINATION ${doc})
foreach(page README site-file limits exports store memory counters dependencies)
  install(FILES ${CMAKE_SOURCE_DIR}/docs/${page}.md DESTINATION ${doc}/docs)
endforeach()
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${doc} RENAME copyright)

# Licences of what is compiled in or comes along. What Debian packages bring is linked
# dynamically and has its own; Boost's does not ask for a copy beside a program.
install(FILES ${QW_DUCKDB_DIR}/LICENSE DESTINATION ${doc}/licences RENAME duckdb)
foreach(library libxxhash-dev libtomlplusplus-dev)
  if(EXISTS /usr/share/doc/${library}/copyright)
    install(FILES /usr/share/doc/${library}/copyright DESTINATION ${doc}/licences RENAME ${library})
  endif()
endforeach()

add_custom_command(
  OUTPUT ${CMAKE_BINARY_DIR}/quaywatch.1
  COMMAND ${CMAKE_SOURCE_DIR}/tools/make_man $<TARGET_FILE:quaywatch> ${CMAKE_BINARY_DIR}/quaywatch.1
  DEPENDS quaywatch ${CMAKE_SOURCE_DIR}/tools/make_man
  VERBATIM)
if(CMAKE_BUILD_TYPE STREQUAL Release)  # others are not installed
  add_custom_target(manual ALL DEPENDS ${CMAKE_BINARY_DIR}/quaywatch.1)
  install(FILES ${CMAKE_BINARY_DIR}/quaywatch.1 DESTINATION share/man/man1)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME quaywatch)
set(CPACK_PACKAGE_CONTACT "Quaywatch <quaywatch@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "passive network monitor for port cranes")
set(CPACK_PACKAGE_DESCRIPTION "Reads captures and tells, with evidence, what is on a crane's network,
 what it does, who commands it, what leaves it, and how sure that is.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_COMPRESSION_TYPE gzip)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${QW_DUCKDB_DIR})
include(CPack)
