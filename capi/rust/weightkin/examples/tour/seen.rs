//! How the tour writes down what it saw (docs/new-binding.md).
use std::fmt::Write;

pub struct Seen {
    text: String,
}

pub const FOLD: u64 = 14695981039346656037;

/// FNV-1a.
pub fn fold(folded: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(folded, |so_far, &byte| {
        (so_far ^ u64::from(byte)).wrapping_mul(1099511628211)
    })
}

pub fn fold_number(folded: u64, number: u64) -> u64 {
    fold(folded, &number.to_le_bytes())
}

pub fn bits(number: f64) -> u64 {
    if number.is_nan() {
        0x7ff8000000000000
    } else {
        number.to_bits()
    }
}

impl Seen {
    pub fn new() -> Self {
        Seen {
            text: String::from("{"),
        }
    }

    pub fn text(&mut self, at: &str, what: &str, value: impl std::fmt::Display) {
        let value = value.to_string().replace('\\', "\\\\").replace('"', "\\\"");
        let comma = if self.text.len() > 1 { "," } else { "" };
        write!(self.text, "{comma}\n  \"{at}.{what}\": \"{value}\"").unwrap();
    }

    pub fn real(&mut self, at: &str, what: &str, value: f64) {
        self.folded(at, what, bits(value));
    }

    pub fn folded(&mut self, at: &str, what: &str, value: u64) {
        self.text(at, what, format!("{value:016x}"));
    }

    pub fn digest(&mut self, at: &str, what: &str, value: &[u8]) {
        self.text(
            at,
            what,
            value
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>(),
        );
    }

    pub fn shape(&mut self, at: &str, shape: &[u64]) {
        let extents: Vec<_> = shape.iter().map(u64::to_string).collect();
        self.text(at, "shape", extents.join("x"));
    }

    pub fn finish(mut self) -> String {
        self.text.push_str("\n}\n");
        self.text
    }
}
