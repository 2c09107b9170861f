# Completions and the manual page, written by the command itself from its own options. A command
# for another machine cannot be asked without an emulator; then they are left out.
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
  message(STATUS "weightkin: cross-compiling, so no completions and no manual page")
  return()
endif()

set(described "${PROJECT_BINARY_DIR}/self_description")
file(MAKE_DIRECTORY "${described}")
set(outputs "")
# weightkin_describe(FILE FOLDER argument...): what the command prints for these arguments.
function(weightkin_describe file folder)
  add_custom_command(OUTPUT "${described}/${file}" COMMAND weightkin ${ARGN} > "${described}/${file}"
    DEPENDS weightkin VERBATIM)
  install(FILES "${described}/${file}" DESTINATION "${folder}" COMPONENT tools)
  set(outputs ${outputs} "${described}/${file}" PARENT_SCOPE)
endfunction()

weightkin_describe(weightkin "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" completion bash)
weightkin_describe(_weightkin "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" completion zsh)
weightkin_describe(weightkin.fish "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" completion fish)
weightkin_describe(weightkin.1 "${CMAKE_INSTALL_MANDIR}/man1" manual)
add_custom_target(self_description ALL DEPENDS ${outputs})
