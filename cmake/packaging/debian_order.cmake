# Run by cpack on what it is about to pack, a folder a component: a copyright file and a changelog
# for each, compressed manual pages, zsh completions where Debian's zsh looks.
find_program(gzip gzip REQUIRED)
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC) # of SOURCE_DATE_EPOCH, where that is set
file(GLOB stages LIST_DIRECTORIES ON "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*")
foreach(stage IN LISTS stages)
  cmake_path(GET stage FILENAME component)
  string(TOUPPER "${component}" key)
  set(usr "${stage}/usr")
  if(NOT IS_DIRECTORY "${usr}" OR NOT DEFINED CPACK_DEBIAN_${key}_PACKAGE_NAME)
    message(FATAL_ERROR "${stage} is no component of ours")
  endif()
  set(package "${CPACK_DEBIAN_${key}_PACKAGE_NAME}")

  set(doc "${usr}/share/doc/${package}")
  file(MAKE_DIRECTORY "${doc}")
  file(WRITE "${doc}/copyright" "Copyright (C) the authors of weightkin\n\nLicensed under the Apache "
    "License, version 2.0,\nwhose text is in /usr/share/common-licenses/Apache-2.0.\n")
  file(COPY_FILE "${CPACK_WEIGHTKIN_SOURCE}/CHANGELOG.md" "${doc}/changelog")
  file(WRITE "${doc}/changelog.Debian"
    "weightkin (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium\n\n"
    "  * Packed by cpack from the source tree; what changed is in changelog.gz.\n\n"
    " -- ${CPACK_PACKAGE_CONTACT}  ${now}\n")
  foreach(log changelog changelog.Debian)
    execute_process(COMMAND "${gzip}" -9nf "${doc}/${log}" COMMAND_ERROR_IS_FATAL ANY)
  endforeach()

  file(GLOB pages "${usr}/share/man/man1/*.1")
  foreach(page IN LISTS pages)
    execute_process(COMMAND "${gzip}" -9nf "${page}" COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  if(EXISTS "${usr}/share/zsh/site-functions")
    file(RENAME "${usr}/share/zsh/site-functions" "${usr}/share/zsh/vendor-completions")
  endif()

  file(GLOB_RECURSE files "${stage}/*")
  foreach(file IN LISTS files)
    if(NOT IS_SYMLINK "${file}" AND NOT file MATCHES "/bin/[^/]*$")
      file(CHMOD "${file}" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
    endif()
  endforeach()
endforeach()
