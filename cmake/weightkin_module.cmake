# weightkin_module(NAME SOURCES file... [DEPENDS module...] [PRIVATE_LIBS target...])
# One folder of lib/ as a static library that links only the modules below it, so that a call to a
# higher layer does not link. The installed library is made of the objects of all of them.
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
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  # Exact numbers are computed here: no contraction, never fast-math.
  target_compile_options(${target} PRIVATE -ffp-contract=off -fno-fast-math -Wall -Wextra -Wpedantic
    -Wshadow -Wconversion -Wno-sign-conversion)
  set_property(GLOBAL APPEND PROPERTY weightkin_modules ${target})
endfunction()

# weightkin_test(NAME SOURCES file... MODULES module... [LIBS target...] [LABELS label...])
function(weightkin_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;MODULES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests" "${PROJECT_SOURCE_DIR}/lib")
  target_compile_definitions(${name} PRIVATE BOOST_TEST_DYN_LINK BOOST_TEST_MODULE=${name})
  target_compile_options(${name} PRIVATE -Wall -Wextra -ffp-contract=off)
  foreach(module IN LISTS arg_MODULES)
    target_link_libraries(${name} PRIVATE weightkin_${module})
  endforeach()
  target_link_libraries(${name} PRIVATE Boost::unit_test_framework ${arg_LIBS})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT
    "WEIGHTKIN_SHARED=$ENV{WEIGHTKIN_SHARED};WEIGHTKIN_SOURCE=${PROJECT_SOURCE_DIR}"
    LABELS "${arg_LABELS}" TIMEOUT 600)
endfunction()
