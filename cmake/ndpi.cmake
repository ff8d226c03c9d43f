# Names of applications (src/naming): by nDPI 4.2 if it is installed, else by nobody. The
# library is linked dynamically, so that a port may replace it (LGPL-3).
option(QW_NDPI "Name what no protocol room claims with nDPI, if it is installed" ON)

set(QW_NAMING none)
set(QW_NAMING_LIBRARY)
if(QW_NDPI)
  find_path(QW_NDPI_INCLUDE ndpi/ndpi_api.h)
  find_library(QW_NDPI_LIBRARY NAMES libndpi.so)
  mark_as_advanced(QW_NDPI_INCLUDE QW_NDPI_LIBRARY)
  if(QW_NDPI_INCLUDE AND QW_NDPI_LIBRARY)
    file(STRINGS ${QW_NDPI_INCLUDE}/ndpi/ndpi_config.h version REGEX "define NDPI_GIT_RELEASE")
    if(version MATCHES "\"4\\.2\\.")
      set(QW_NAMING ndpi)
      set(QW_NAMING_LIBRARY ${QW_NDPI_LIBRARY})
    endif()
  endif()
endif()
message(STATUS "Names of applications: ${QW_NAMING}")
