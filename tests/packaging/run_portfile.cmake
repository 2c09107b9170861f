# cmake -DPORTFILE=... -DFEATURES=... -DWORK=... -P run_portfile.cmake
# Runs a portfile against stand-ins for vcpkg's functions, which accept what vcpkg documents, nothing
# else, and configure for real. Installing and fixing up are only noted.
cmake_minimum_required(VERSION 3.25)
set(PORT weightkin)
set(CURRENT_PACKAGES_DIR "${WORK}/packages")
set(CURRENT_BUILDTREES_DIR "${WORK}/buildtrees")
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_BUILDTREES_DIR}")

macro(takes flags ones manies)
  cmake_parse_arguments(arg "${flags}" "${ones}" "${manies}" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  message(STATUS "called ${CMAKE_CURRENT_FUNCTION}")
endmacro()

function(vcpkg_check_features)
  takes("" OUT_FEATURE_OPTIONS "FEATURES;INVERTED_FEATURES" ${ARGN})
  set(flags "")
  while(arg_FEATURES)
    list(POP_FRONT arg_FEATURES feature option)
    if(feature IN_LIST FEATURES)
      list(APPEND flags "-D${option}=ON")
    else()
      list(APPEND flags "-D${option}=OFF")
    endif()
  endwhile()
  set(${arg_OUT_FEATURE_OPTIONS} ${flags} PARENT_SCOPE)
endfunction()

function(vcpkg_cmake_configure)
  takes("DISABLE_PARALLEL_CONFIGURE;NO_CHARSET_FLAG;WINDOWS_USE_MSBUILD" "SOURCE_PATH;LOGFILE_BASE;GENERATOR"
    "OPTIONS;OPTIONS_DEBUG;OPTIONS_RELEASE;MAYBE_UNUSED_VARIABLES" ${ARGN})
  execute_process(COMMAND "${CMAKE_COMMAND}" -S "${arg_SOURCE_PATH}" -B "${CURRENT_BUILDTREES_DIR}"
    -G Ninja -DCMAKE_BUILD_TYPE=Release ${arg_OPTIONS}
    OUTPUT_QUIET ERROR_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
  if(said MATCHES "not used by the project")
    message(FATAL_ERROR "${said}")
  endif()
endfunction()

function(vcpkg_cmake_install)
  takes("DISABLE_PARALLEL;ADD_BIN_TO_PATH" "" "" ${ARGN})
endfunction()

function(vcpkg_cmake_config_fixup)
  takes("DO_NOT_DELETE_PARENT_CONFIG_PATH;NO_PREFIX_CORRECTION" "PACKAGE_NAME;CONFIG_PATH;TOOLS_PATH" "" ${ARGN})
  file(READ "${CURRENT_BUILDTREES_DIR}/cmake_install.cmake" rules)
  string(FIND "${rules}" "/${arg_CONFIG_PATH}" found)
  if(found EQUAL -1)
    message(FATAL_ERROR "nothing is installed to ${arg_CONFIG_PATH}")
  endif()
endfunction()

function(vcpkg_fixup_pkgconfig)
  takes("SKIP_CHECK" "" "SYSTEM_LIBRARIES;SYSTEM_PACKAGES" ${ARGN})
endfunction()

function(vcpkg_copy_tools)
  takes(AUTO_CLEAN "SEARCH_DIR;DESTINATION" TOOL_NAMES ${ARGN})
  message(STATUS "tools ${arg_TOOL_NAMES}")
endfunction()

function(vcpkg_install_copyright)
  takes("" COMMENT FILE_LIST ${ARGN})
  foreach(file IN LISTS arg_FILE_LIST)
    if(NOT EXISTS "${file}")
      message(FATAL_ERROR "there is no ${file}")
    endif()
  endforeach()
endfunction()

include("${PORTFILE}")
if(NOT EXISTS "${CURRENT_PACKAGES_DIR}/share/weightkin/usage" OR EXISTS "${CURRENT_PACKAGES_DIR}/debug/include")
  message(FATAL_ERROR "the package folder is not in order")
endif()
