weightkin_test(reader_zip_directory_test SOURCES zip_directory_test.cpp MODULES reader
  LIBS ZLIB::ZLIB)
weightkin_test(reader_pickle_machine_test SOURCES pickle_machine_test.cpp MODULES reader
  LIBS ZLIB::ZLIB)
weightkin_test(reader_pickle_calls_test SOURCES pickle_calls_test.cpp MODULES reader
  LIBS ZLIB::ZLIB)
weightkin_test(reader_torch_names_test SOURCES torch_names_test.cpp MODULES reader LIBS ZLIB::ZLIB)
weightkin_test(reader_torch_format_test SOURCES torch_format_test.cpp MODULES reader
  LIBS ZLIB::ZLIB)
weightkin_test(reader_torch_corpus_test SOURCES torch_corpus_test.cpp MODULES reader
  LIBS nlohmann_json::nlohmann_json LABELS corpus)
weightkin_test(reader_torch_zoo_test SOURCES torch_zoo_test.cpp MODULES reader LABELS zoo)
