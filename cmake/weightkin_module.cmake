# What every compiled file of ours is built with. Exact numbers are computed in it: no contraction,
# never fast-math.
set(weightkin_compile_options -ffp-contract=off -fno-fast-math -Wall -Wextra -Wpedantic -Wshadow
  -Wconversion -Wno-sign-conversion)
set(weightkin_test_options -ffp-contract=off -Wall -Wextra)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC bug 105651: false alarm on every `"text" + std::string`.
  list(APPEND weightkin_compile_options -Wno-restrict)
  # Its kin, seen where strings are inlined otherwise: behind precompiled headers and at -O1.
  list(APPEND weightkin_test_options -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
endif()

# weightkin_module(NAME SOURCES file... [DEPENDS module...] [PRIVATE_LIBS target...])
# One folder of lib/ as a static library that links only the modules below it, so that a call to a
# higher layer does not link. The installed libraries are made of the objects of all of them.
function(weightkin_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE_LIBS" ${ARGN})
  set(target weightkin_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/lib")
  target_link_libraries(${target} PUBLIC weightkin_headers)
  foreach(module IN LISTS arg_DEPENDS)
    target_link_libraries(${target} PUBLIC weightkin_${module})
  endforeach()
  foreach(library IN LISTS arg_PRIVATE_LIBS)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:${library}>)
  endforeach()
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF)
  # A static library stays hidden inside whatever it is linked into; a shared one has to show its
  # own namespace (weightkin.map next to this file keeps the rest in).
  if(NOT BUILD_SHARED_LIBS)
    set_target_properties(${target} PROPERTIES CXX_VISIBILITY_PRESET hidden
      VISIBILITY_INLINES_HIDDEN ON)
  endif()
  target_compile_options(${target} PRIVATE ${weightkin_compile_options})
  if(NOT name STREQUAL "kernel") # its sources compile themselves once for every instruction set
    weightkin_unity(${target})
  endif()
  set_property(GLOBAL APPEND PROPERTY weightkin_modules ${target})
endfunction()

option(WEIGHTKIN_PRECOMPILE "compile the headers that most tests include once" OFF)

# weightkin_test_code(TARGET): how every source of a Boost.Test program is compiled. What is tested
# is compiled as it is shipped; tests' own code quickly, but where it computes for seconds itself.
function(weightkin_test_code target)
  set(main weightkin_test_main)
  if(CMAKE_CURRENT_SOURCE_DIR MATCHES "/tests/(bench|kernel|zoo)")
    set(main weightkin_test_main_fast)
  endif()
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/tests" "${PROJECT_SOURCE_DIR}/lib")
  target_compile_options(${target} PRIVATE ${weightkin_test_options})
  target_link_libraries(${target} PRIVATE ${main})
  if(WEIGHTKIN_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${main})
    # GCC 12 forgets that strings of the standard library are no code of ours, and warns of them.
    target_compile_options(${target} PRIVATE
      $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow>)
  endif()
endfunction()

# weightkin_test(NAME SOURCES file... MODULES module... [LIBS target...] [LABELS label...])
# A Boost.Test program, labelled with its folder's name besides. The target tests_<label> builds all
# programs of a label, for builds that run only some (sanitizers).
function(weightkin_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;MODULES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  weightkin_test_code(${name})
  foreach(module IN LISTS arg_MODULES)
    target_link_libraries(${name} PRIVATE weightkin_${module})
  endforeach()
  target_link_libraries(${name} PRIVATE ${arg_LIBS})
  add_test(NAME ${name} COMMAND ${name})
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR
    BASE_DIRECTORY "${PROJECT_SOURCE_DIR}/tests" OUTPUT_VARIABLE folder)
  string(REGEX REPLACE "/.*" "" folder "${folder}")
  list(APPEND arg_LABELS ${folder})
  list(REMOVE_DUPLICATES arg_LABELS)
  weightkin_test_properties(${name} LABELS ${arg_LABELS})
  foreach(label IN LISTS arg_LABELS)
    if(NOT TARGET tests_${label})
      add_custom_target(tests_${label})
    endif()
    add_dependencies(tests_${label} ${name})
  endforeach()
endfunction()

# weightkin_slow_form(TEST...)
# x_slow_test: the program of x_test with WEIGHTKIN_THOROUGH set, which then tries far more
# (tests/support/thorough.hpp).
function(weightkin_slow_form)
  foreach(test IN LISTS ARGN)
    string(REGEX REPLACE "_test$" "_slow_test" slow "${test}")
    add_test(NAME ${slow} COMMAND ${test})
    weightkin_test_properties(${slow} LABELS slow)
    set_property(TEST ${slow} APPEND PROPERTY ENVIRONMENT "WEIGHTKIN_THOROUGH=1")
    set_tests_properties(${slow} PROPERTIES TIMEOUT 3600)
  endforeach()
endfunction()

# weightkin_test_properties(TEST... [LABELS label...])
# The environment and the time limit that every test of ours gets. The shared test data is looked
# for beside the source folder unless WEIGHTKIN_SHARED named another place at configure time.
function(weightkin_test_properties)
  cmake_parse_arguments(arg "" "" "LABELS" ${ARGN})
  set(shared "$ENV{WEIGHTKIN_SHARED}")
  if(NOT shared)
    set(shared "${PROJECT_SOURCE_DIR}/../shared")
  endif()
  set_tests_properties(${arg_UNPARSED_ARGUMENTS} PROPERTIES ENVIRONMENT
    "WEIGHTKIN_SHARED=${shared};WEIGHTKIN_SOURCE=${PROJECT_SOURCE_DIR}"
    LABELS "${arg_LABELS}" TIMEOUT 600)
endfunction()
