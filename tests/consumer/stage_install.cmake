# cmake -DBUILD=... -DSTAGE=... -P stage_install.cmake
# Installs the build and moves the result, so that whoever uses it next proves that it can be moved.
file(REMOVE_RECURSE "${STAGE}")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${STAGE}/first"
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${STAGE}/first" "${STAGE}/moved")
file(GLOB_RECURSE texts "${STAGE}/moved/*.cmake" "${STAGE}/moved/*.pc")
foreach(text IN LISTS texts)
  file(READ "${text}" content)
  foreach(folder "${STAGE}" "${BUILD}" "${SOURCE}")
    string(FIND "${content}" "${folder}" found)
    if(NOT found EQUAL -1)
      message(FATAL_ERROR "${text} names ${folder}")
    endif()
  endforeach()
endforeach()
list(LENGTH texts count)
message("installed and moved; ${count} package files name no absolute folder of ours")
