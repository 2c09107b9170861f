# Runs PROGRAM under VALGRIND in FOLDER (tests write files where they are run).
if(NOT VALGRIND)
  message("skipped: valgrind is not installed")
  return()
endif()
file(MAKE_DIRECTORY "${FOLDER}")
execute_process(COMMAND "${VALGRIND}" --quiet --error-exitcode=9 --leak-check=full
    --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect "${PROGRAM}"
  WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} under valgrind: ${status}")
endif()
