# The interpreter that runs test programs: the system's, which the packaged modules (NumPy,
# jsonschema, ...) belong to, before any other that PATH may name. Looked for once, ahead of every
# test: FindPython3 keeps the first answer it gave.
find_program(Python3_EXECUTABLE python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
