# Warnings are errors. GCC's -Wmaybe-uninitialized and friends guess wrong through
# std::variant, std::optional and std::string (GCC bugs 80635, 105651), so they stay off.
add_library(qw_warnings INTERFACE)
set(shadow -Wshadow)
if(QW_UNITY)
  set(shadow) # in a unit it speaks of a file's neighbours
endif()
target_compile_options(qw_warnings INTERFACE -Wall -Wextra -Wconversion ${shadow} -Wpedantic -Werror
                                           # every member has its default: naming the rest is the point
                                           -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(qw_warnings INTERFACE -Wno-maybe-uninitialized -Wno-dangling-pointer
                                               -Wno-stringop-overflow -Wno-array-bounds
                                               -Wno-restrict
                                               $<$<BOOL:${QW_UNITY}>:-Wno-subobject-linkage>)
endif()
