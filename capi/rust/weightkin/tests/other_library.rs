//! Against a library of another version, which can do nothing (tests/bindings/stub_library.py).
use weightkin::*;

/// Run by ctest only, with that library in the loader's path.
#[test]
#[ignore]
fn another_version_is_refused() {
    let error = Model::open("any.safetensors").err().unwrap();
    println!("{error}");
    assert!(matches!(error, Error::Library(_)), "{error:?}");
    assert!(error.to_string().contains(version()), "{error}");
    assert!(Fingerprint::open("any.wkf").is_err() && Builder::load(&[]).is_err());
}
