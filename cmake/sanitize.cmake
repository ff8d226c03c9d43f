if(QW_SANITIZE)
  add_compile_options(-fsanitize=${QW_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${QW_SANITIZE})
  if(QW_SANITIZE STREQUAL "thread")
    # Boost.Asio has fences, which ThreadSanitizer does not follow; GCC warns of each.
    add_compile_options(-Wno-tsan)
  endif()
endif()
if(QW_FUZZ)
  # What -fsanitize=fuzzer-no-link does, but for comparisons: their calls are a third of an input's
  # time, and with them no more code was reached (docs/measured/fuzzing.md).
  add_compile_options(-fsanitize-coverage=inline-8bit-counters,pc-table,indirect-calls)
  if(NOT QW_SANITIZE)
    # What costs little in each input. The corpus that comes of it is heard with sanitizers too.
    add_compile_options(-fsanitize=undefined -fsanitize-trap=undefined -fno-sanitize=vptr)
    add_compile_definitions(_GLIBCXX_ASSERTIONS)
  endif()
endif()
