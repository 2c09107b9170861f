# Cross-compiles the kernels for AArch64 and runs the agreement check under an emulator.
# cmake -DSOURCE=<repository> -DCOMPILER=<aarch64 g++> -DEMULATOR=<qemu> -DHWY=<dir holding hwy/> -P
set(work "${CMAKE_CURRENT_BINARY_DIR}/neon")
file(MAKE_DIRECTORY "${work}/include")
# Only Highway's headers, not the host's others beside them.
file(CREATE_LINK "${HWY}/hwy" "${work}/include/hwy" SYMBOLIC)
file(GLOB sources "${SOURCE}/lib/core/*.cpp" "${SOURCE}/lib/kernel/*.cpp")
execute_process(
  COMMAND "${COMPILER}" -std=c++20 -O1 -march=armv8-a+crypto -ffp-contract=off -static
    "-I${SOURCE}/include" "-I${SOURCE}/lib" "-I${SOURCE}/tests" -isystem "${work}/include"
    ${sources} "${SOURCE}/tests/kernel/kernel_agreement.cpp" -pthread -o "${work}/agreement"
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${EMULATOR}" "${work}/agreement" OUTPUT_VARIABLE printed
  COMMAND_ERROR_IS_FATAL ANY)
message("${printed}")
if(NOT printed MATCHES "kernel neon")
  message(FATAL_ERROR "the NEON kernel did not run")
endif()
