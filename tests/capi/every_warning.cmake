# Compiles SOURCE, which only includes our headers, with every warning of CLANG as an error.
if(NOT CLANG)
  message("skipped: clang is not installed")
  return()
endif()
execute_process(COMMAND "${CLANG}" ${LANGUAGE} -fsyntax-only -Weverything -Werror -Wno-padded
    -Wno-c++98-compat -Wno-c++98-compat-pedantic -Wno-reserved-macro-identifier
    -Wno-declaration-after-statement "-I${INCLUDE}" "${SOURCE}"
  RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "warnings")
endif()
