//! Finds libweightkin_c: the environment variable WEIGHTKIN_LIB_DIR names its folder, else
//! pkg-config is asked.
use std::env;
use std::process::{exit, Command};

fn asked_of_pkg_config() -> Result<Vec<String>, String> {
    let output = Command::new("pkg-config")
        .args(["--libs-only-L", "weightkin_c"])
        .output()
        .map_err(|why| format!("pkg-config cannot be run: {why}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_string());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text
        .split_whitespace()
        .filter_map(|word| word.strip_prefix("-L"))
        .map(String::from)
        .collect())
}

fn main() {
    for name in ["WEIGHTKIN_LIB_DIR", "PKG_CONFIG_PATH"] {
        println!("cargo:rerun-if-env-changed={name}");
    }
    let folders = match env::var("WEIGHTKIN_LIB_DIR") {
        Ok(folder) => vec![folder],
        Err(_) => asked_of_pkg_config().unwrap_or_else(|why| {
            eprintln!(
                "libweightkin_c was not found. Install weightkin, or set WEIGHTKIN_LIB_DIR to"
            );
            eprintln!("the folder that holds libweightkin_c.so.\n{why}");
            exit(1)
        }),
    };
    for folder in folders {
        println!("cargo:rustc-link-search=native={folder}");
    }
    println!("cargo:rustc-link-lib=dylib=weightkin_c");
}
