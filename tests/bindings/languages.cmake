# Rust, Go, Java and Node: each is installed into a clean place in the build folder and tested from
# there. A test whose tools are missing says which and is skipped.
set(stage "${CMAKE_CURRENT_BINARY_DIR}/stage")

# weightkin_language_test(NAME argument...)
function(weightkin_language_test name)
  weightkin_binding_test(${name} Python3::Interpreter -B ${ARGN})
  set_tests_properties(binding_${name} PROPERTIES TIMEOUT 900 COST 50)
endfunction()

weightkin_binding_test(declarations Python3::Interpreter -B
  "${CMAKE_CURRENT_SOURCE_DIR}/check_declarations.py" check "${CMAKE_C_COMPILER}")
weightkin_binding_test(generated Python3::Interpreter -B
  "${PROJECT_SOURCE_DIR}/capi/generate/generate_bindings.py" --check)
set_tests_properties(binding_declarations binding_generated PROPERTIES FIXTURES_REQUIRED "")

weightkin_binding_test(stage Python3::Interpreter -B "${CMAKE_CURRENT_SOURCE_DIR}/stage_bindings.py"
  "${stage}" "${CMAKE_C_COMPILER}" $<TARGET_FILE:weightkin_c> "${PROJECT_BINARY_DIR}/weightkin_c.pc")
set_tests_properties(binding_stage PROPERTIES FIXTURES_REQUIRED "" FIXTURES_SETUP binding_stage)

foreach(language rust go java)
  weightkin_language_test(${language}
    "${CMAKE_CURRENT_SOURCE_DIR}/${language}_binding_test.py" "${stage}")
  set_tests_properties(binding_${language} PROPERTIES FIXTURES_REQUIRED "story;binding_stage")
endforeach()

set(node_test "${CMAKE_CURRENT_SOURCE_DIR}/node_binding_test.py")
weightkin_language_test(node_packages "${node_test}" "${stage}" fetch)
weightkin_language_test(node "${node_test}" "${stage}" test)
set_tests_properties(binding_node_packages PROPERTIES FIXTURES_REQUIRED binding_stage
  FIXTURES_SETUP binding_node_packages)
set_tests_properties(binding_node PROPERTIES
  FIXTURES_REQUIRED "story;binding_stage;binding_node_packages")
