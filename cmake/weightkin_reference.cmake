# The target `reference`: HTML from the public headers, in BUILD/reference/html. An undocumented
# public symbol is an error.
find_program(WEIGHTKIN_DOXYGEN doxygen)
mark_as_advanced(WEIGHTKIN_DOXYGEN)
find_program(Python3_EXECUTABLE python3 PATHS /usr/bin NO_DEFAULT_PATH)

set(reference_folder "${PROJECT_BINARY_DIR}/reference")
set(reference_settings "${PROJECT_BINARY_DIR}/reference.doxyfile")
configure_file("${PROJECT_SOURCE_DIR}/cmake/reference/Doxyfile.in" "${reference_settings}" @ONLY)
if(WEIGHTKIN_DOXYGEN)
  add_custom_target(reference COMMAND "${WEIGHTKIN_DOXYGEN}" "${reference_settings}"
    COMMENT "Reference of the public headers: ${reference_folder}/html/index.html" VERBATIM)
endif()
