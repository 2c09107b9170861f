# What people do to weights, with the truth beside it; every derive_*.cpp is a family of operations.
file(GLOB derivations CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/derive_*.cpp")
list(FILTER derivations EXCLUDE REGEX "_test\\.cpp$")
add_library(weightkin_zoo_derive STATIC ${derivations} decoder_parts.cpp chained_descent.cpp
  made_decoder.cpp decoder_oracle.cpp recipes.cpp)
target_include_directories(weightkin_zoo_derive PUBLIC "${PROJECT_SOURCE_DIR}/tests")
target_compile_options(weightkin_zoo_derive PRIVATE ${weightkin_test_options})
target_link_libraries(weightkin_zoo_derive PUBLIC weightkin_core)
weightkin_unity(weightkin_zoo_derive)

file(GLOB derivation_tests CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" derive_*_test.cpp)
foreach(source IN LISTS derivation_tests)
  string(REPLACE ".cpp" "" test "${source}")
  weightkin_test(zoo_${test} SOURCES ${source} LIBS weightkin_zoo_derive)
endforeach()
target_link_libraries(zoo_derive_names_test PRIVATE weightkin_inventory)
# Against what the trainer computes.
target_link_libraries(zoo_derive_trained_test PRIVATE weightkin_zoo)
