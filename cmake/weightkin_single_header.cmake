# The target `single_header`: weightkin::headers as one file to be copied into a project. Installed
# beside the include path, not in it: nobody is to include both forms.
find_program(Python3_EXECUTABLE python3 PATHS /usr/bin NO_DEFAULT_PATH)
mark_as_advanced(Python3_EXECUTABLE)
if(Python3_EXECUTABLE)
  file(GLOB_RECURSE public_headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/weightkin/*.hpp")
  set(weightkin_single_header "${PROJECT_BINARY_DIR}/single_header/weightkin_headers.hpp")
  add_custom_command(OUTPUT "${weightkin_single_header}"
    COMMAND "${Python3_EXECUTABLE}" -B "${PROJECT_SOURCE_DIR}/cmake/amalgamate.py"
      "${PROJECT_SOURCE_DIR}" "${weightkin_single_header}"
    DEPENDS "${PROJECT_SOURCE_DIR}/cmake/amalgamate.py" "${PROJECT_SOURCE_DIR}/LICENSE"
      ${public_headers} VERBATIM)
  add_custom_target(single_header ALL DEPENDS "${weightkin_single_header}")
  install(FILES "${weightkin_single_header}" DESTINATION "${CMAKE_INSTALL_DATADIR}/weightkin"
    COMPONENT dev)
else()
  message(STATUS "weightkin: no python3, so no single header")
endif()
