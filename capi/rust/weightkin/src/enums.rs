// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
use crate::text::borrowed_text;

/// What the caller does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    Ok,
    /// The call itself is wrong: fix the program
    BadArgument,
    /// The bytes contradict their format: fix or distrust the file
    BadFormat,
    /// Well formed as far as read, but nothing here can read it
    Unsupported,
    /// The operating system refused: path, permission, disk, vanished page
    Io,
    /// The number asked for does not exist for these inputs
    Undefined,
    /// An allocation failed or a limit on memory was reached
    NoMemory,
    /// The progress callback asked to stop
    Cancelled,
    /// A defect of ours; please report it
    Internal,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Status {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Ok,
            1 => Self::BadArgument,
            2 => Self::BadFormat,
            3 => Self::Unsupported,
            4 => Self::Io,
            5 => Self::Undefined,
            6 => Self::NoMemory,
            7 => Self::Cancelled,
            8 => Self::Internal,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Ok => 0,
            Self::BadArgument => 1,
            Self::BadFormat => 2,
            Self::Unsupported => 3,
            Self::Io => 4,
            Self::Undefined => 5,
            Self::NoMemory => 6,
            Self::Cancelled => 7,
            Self::Internal => 8,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_status_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// Which rule of a file format was broken, for those who sort files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    None,
    Truncated,
    Magic,
    Version,
    Format,
    Header,
    Encoding,
    Limit,
    Overflow,
    Bounds,
    Shape,
    Dtype,
    Alignment,
    Offset,
    Overlap,
    Hole,
    Trailing,
    Duplicate,
    Missing,
    Shard,
    Path,
    Checksum,
    Compress,
    Filter,
    Cycle,
    Protobuf,
    PickleOp,
    PickleMalformed,
    PickleGlobal,
    NpyObject,
    Zip,
    ZipEncrypted,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Fault {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::Truncated,
            2 => Self::Magic,
            3 => Self::Version,
            4 => Self::Format,
            5 => Self::Header,
            6 => Self::Encoding,
            7 => Self::Limit,
            8 => Self::Overflow,
            9 => Self::Bounds,
            10 => Self::Shape,
            11 => Self::Dtype,
            12 => Self::Alignment,
            13 => Self::Offset,
            14 => Self::Overlap,
            15 => Self::Hole,
            16 => Self::Trailing,
            17 => Self::Duplicate,
            18 => Self::Missing,
            19 => Self::Shard,
            20 => Self::Path,
            21 => Self::Checksum,
            22 => Self::Compress,
            23 => Self::Filter,
            24 => Self::Cycle,
            25 => Self::Protobuf,
            26 => Self::PickleOp,
            27 => Self::PickleMalformed,
            28 => Self::PickleGlobal,
            29 => Self::NpyObject,
            30 => Self::Zip,
            31 => Self::ZipEncrypted,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Truncated => 1,
            Self::Magic => 2,
            Self::Version => 3,
            Self::Format => 4,
            Self::Header => 5,
            Self::Encoding => 6,
            Self::Limit => 7,
            Self::Overflow => 8,
            Self::Bounds => 9,
            Self::Shape => 10,
            Self::Dtype => 11,
            Self::Alignment => 12,
            Self::Offset => 13,
            Self::Overlap => 14,
            Self::Hole => 15,
            Self::Trailing => 16,
            Self::Duplicate => 17,
            Self::Missing => 18,
            Self::Shard => 19,
            Self::Path => 20,
            Self::Checksum => 21,
            Self::Compress => 22,
            Self::Filter => 23,
            Self::Cycle => 24,
            Self::Protobuf => 25,
            Self::PickleOp => 26,
            Self::PickleMalformed => 27,
            Self::PickleGlobal => 28,
            Self::NpyObject => 29,
            Self::Zip => 30,
            Self::ZipEncrypted => 31,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_fault_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// What can be said of a component against one named reference. There is no "from scratch": a test
/// can fail to find descent, not exclude it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Never a ruling
    None,
    Identical,
    IdenticalAfterCast,
    Reencoded,
    Derived,
    Related,
    NoSharedInitialisationFound,
    Undetermined,
    NotComparable,
    NonEvidential,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Verdict {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::Identical,
            2 => Self::IdenticalAfterCast,
            3 => Self::Reencoded,
            4 => Self::Derived,
            5 => Self::Related,
            6 => Self::NoSharedInitialisationFound,
            7 => Self::Undetermined,
            8 => Self::NotComparable,
            9 => Self::NonEvidential,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Identical => 1,
            Self::IdenticalAfterCast => 2,
            Self::Reencoded => 3,
            Self::Derived => 4,
            Self::Related => 5,
            Self::NoSharedInitialisationFound => 6,
            Self::Undetermined => 7,
            Self::NotComparable => 8,
            Self::NonEvidential => 9,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_verdict_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// How a derived component was changed, where the residual shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    None,
    FineTuned,
    PartlyFrozen,
    Noised,
    Rescaled,
    Unspecified,
    /// The same values in another order, number of layers or basis
    Rearranged,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Change {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::FineTuned,
            2 => Self::PartlyFrozen,
            3 => Self::Noised,
            4 => Self::Rescaled,
            5 => Self::Unspecified,
            6 => Self::Rearranged,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::None => 0,
            Self::FineTuned => 1,
            Self::PartlyFrozen => 2,
            Self::Noised => 3,
            Self::Rescaled => 4,
            Self::Unspecified => 5,
            Self::Rearranged => 6,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_change_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Change {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// The type of one stored element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dtype {
    None,
    Boolean,
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    U64,
    I64,
    F16,
    Bf16,
    F32,
    F64,
    C32,
    C64,
    C128,
    F8E4m3fn,
    F8E5m2,
    F8E4m3fnuz,
    F8E5m2fnuz,
    F8E8m0,
    F6E2m3,
    F6E3m2,
    /// Two per byte, low nibble first
    F4E2m1,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Dtype {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::Boolean,
            2 => Self::U8,
            3 => Self::I8,
            4 => Self::U16,
            5 => Self::I16,
            6 => Self::U32,
            7 => Self::I32,
            8 => Self::U64,
            9 => Self::I64,
            10 => Self::F16,
            11 => Self::Bf16,
            12 => Self::F32,
            13 => Self::F64,
            14 => Self::C32,
            15 => Self::C64,
            16 => Self::C128,
            17 => Self::F8E4m3fn,
            18 => Self::F8E5m2,
            19 => Self::F8E4m3fnuz,
            20 => Self::F8E5m2fnuz,
            21 => Self::F8E8m0,
            22 => Self::F6E2m3,
            23 => Self::F6E3m2,
            24 => Self::F4E2m1,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Boolean => 1,
            Self::U8 => 2,
            Self::I8 => 3,
            Self::U16 => 4,
            Self::I16 => 5,
            Self::U32 => 6,
            Self::I32 => 7,
            Self::U64 => 8,
            Self::I64 => 9,
            Self::F16 => 10,
            Self::Bf16 => 11,
            Self::F32 => 12,
            Self::F64 => 13,
            Self::C32 => 14,
            Self::C64 => 15,
            Self::C128 => 16,
            Self::F8E4m3fn => 17,
            Self::F8E5m2 => 18,
            Self::F8E4m3fnuz => 19,
            Self::F8E5m2fnuz => 20,
            Self::F8E8m0 => 21,
            Self::F6E2m3 => 22,
            Self::F6E3m2 => 23,
            Self::F4E2m1 => 24,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_dtype_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Dtype {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// The part of a model a tensor belongs to; the unit of every verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ComponentKind {
    /// The whole of a model with one part, or what no rule claims
    Model,
    LanguageModel,
    VisionEncoder,
    AudioEncoder,
    TextEncoder,
    Projector,
    VisionTokenizer,
    AudioTokenizer,
    Diffusion,
    Autoencoder,
    Adapter,
    Optimizer,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl ComponentKind {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Model,
            1 => Self::LanguageModel,
            2 => Self::VisionEncoder,
            3 => Self::AudioEncoder,
            4 => Self::TextEncoder,
            5 => Self::Projector,
            6 => Self::VisionTokenizer,
            7 => Self::AudioTokenizer,
            8 => Self::Diffusion,
            9 => Self::Autoencoder,
            10 => Self::Adapter,
            11 => Self::Optimizer,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Model => 0,
            Self::LanguageModel => 1,
            Self::VisionEncoder => 2,
            Self::AudioEncoder => 3,
            Self::TextEncoder => 4,
            Self::Projector => 5,
            Self::VisionTokenizer => 6,
            Self::AudioTokenizer => 7,
            Self::Diffusion => 8,
            Self::Autoencoder => 9,
            Self::Adapter => 10,
            Self::Optimizer => 11,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_component_kind_name(self.to_raw()) })
    }
}

impl std::fmt::Display for ComponentKind {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// What a tensor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    Unknown,
    TokenEmbedding,
    PositionEmbedding,
    OutputHead,
    AttentionQ,
    AttentionK,
    AttentionV,
    AttentionQkv,
    AttentionO,
    MlpGate,
    MlpUp,
    MlpDown,
    MlpGateUp,
    Norm,
    Router,
    Convolution,
    Linear,
    Recurrent,
    BatchNormStatistic,
    Bias,
    AdapterDown,
    AdapterUp,
    Buffer,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Role {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Unknown,
            1 => Self::TokenEmbedding,
            2 => Self::PositionEmbedding,
            3 => Self::OutputHead,
            4 => Self::AttentionQ,
            5 => Self::AttentionK,
            6 => Self::AttentionV,
            7 => Self::AttentionQkv,
            8 => Self::AttentionO,
            9 => Self::MlpGate,
            10 => Self::MlpUp,
            11 => Self::MlpDown,
            12 => Self::MlpGateUp,
            13 => Self::Norm,
            14 => Self::Router,
            15 => Self::Convolution,
            16 => Self::Linear,
            17 => Self::Recurrent,
            18 => Self::BatchNormStatistic,
            19 => Self::Bias,
            20 => Self::AdapterDown,
            21 => Self::AdapterUp,
            22 => Self::Buffer,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Unknown => 0,
            Self::TokenEmbedding => 1,
            Self::PositionEmbedding => 2,
            Self::OutputHead => 3,
            Self::AttentionQ => 4,
            Self::AttentionK => 5,
            Self::AttentionV => 6,
            Self::AttentionQkv => 7,
            Self::AttentionO => 8,
            Self::MlpGate => 9,
            Self::MlpUp => 10,
            Self::MlpDown => 11,
            Self::MlpGateUp => 12,
            Self::Norm => 13,
            Self::Router => 14,
            Self::Convolution => 15,
            Self::Linear => 16,
            Self::Recurrent => 17,
            Self::BatchNormStatistic => 18,
            Self::Bias => 19,
            Self::AdapterDown => 20,
            Self::AdapterUp => 21,
            Self::Buffer => 22,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_role_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// How a tensor may be used in a ruling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Use {
    /// May carry a verdict
    Convicting,
    /// Shown and counted, never convicting
    Descriptive,
    /// Says nothing about descent
    Excluded,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Use {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Convicting,
            1 => Self::Descriptive,
            2 => Self::Excluded,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Convicting => 0,
            Self::Descriptive => 1,
            Self::Excluded => 2,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_use_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Use {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// Why a tensor is descriptive or excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Exclusion {
    None,
    Vector,
    Deterministic,
    Constant,
    InitValued,
    Degenerate,
    Integer,
    Tied,
    RunningStatistic,
    NoExchangeableAxis,
    AdapterFactor,
    Empty,
    Unreadable,
    OptimizerState,
    ByRequest,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Exclusion {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::Vector,
            2 => Self::Deterministic,
            3 => Self::Constant,
            4 => Self::InitValued,
            5 => Self::Degenerate,
            6 => Self::Integer,
            7 => Self::Tied,
            8 => Self::RunningStatistic,
            9 => Self::NoExchangeableAxis,
            10 => Self::AdapterFactor,
            11 => Self::Empty,
            12 => Self::Unreadable,
            13 => Self::OptimizerState,
            14 => Self::ByRequest,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Vector => 1,
            Self::Deterministic => 2,
            Self::Constant => 3,
            Self::InitValued => 4,
            Self::Degenerate => 5,
            Self::Integer => 6,
            Self::Tied => 7,
            Self::RunningStatistic => 8,
            Self::NoExchangeableAxis => 9,
            Self::AdapterFactor => 10,
            Self::Empty => 11,
            Self::Unreadable => 12,
            Self::OptimizerState => 13,
            Self::ByRequest => 14,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_exclusion_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Exclusion {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// How a subject tensor found its counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Match {
    Name,
    Slot,
    Content,
    Assigned,
    /// Values resemble each other, once rearranged
    Searched,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Match {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Name,
            1 => Self::Slot,
            2 => Self::Content,
            3 => Self::Assigned,
            4 => Self::Searched,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Name => 0,
            Self::Slot => 1,
            Self::Content => 2,
            Self::Assigned => 3,
            Self::Searched => 4,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_match_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Match {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// Which reference distribution a p-value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Null {
    /// Not tested
    None,
    PermutationNormal,
    PermutationMonteCarlo,
    PermutationStudent,
    PermutationExact,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Null {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::PermutationNormal,
            2 => Self::PermutationMonteCarlo,
            3 => Self::PermutationStudent,
            4 => Self::PermutationExact,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::None => 0,
            Self::PermutationNormal => 1,
            Self::PermutationMonteCarlo => 2,
            Self::PermutationStudent => 3,
            Self::PermutationExact => 4,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_null_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Null {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// Which of the two models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Side {
    Subject,
    Reference,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Side {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Subject,
            1 => Self::Reference,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Subject => 0,
            Self::Reference => 1,
            Self::Other(other) => other,
        }
    }
}

/// How far a comparison searches for rearranged weights where tensors do not lie on each other by
/// name, role and shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SearchDepth {
    /// Full where its cost, known from shapes, is small; else layers
    Automatic,
    /// No search
    Direct,
    /// Layers left out, repeated or moved; experts; transposes
    Layers,
    /// Also tokens, units, heads, the residual stream's basis
    Full,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl SearchDepth {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Automatic,
            1 => Self::Direct,
            2 => Self::Layers,
            3 => Self::Full,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Automatic => 0,
            Self::Direct => 1,
            Self::Layers => 2,
            Self::Full => 3,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_search_depth_name(self.to_raw()) })
    }
}

impl std::fmt::Display for SearchDepth {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// What a search for rearrangements had to do with a pair of tensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fit {
    /// Nothing: tests of it are exact
    None,
    /// The order of the units its test compares was searched, by other tensors
    Axis,
    /// Its own values chose the arrangement: shown, tested by nothing
    Values,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Fit {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::Axis,
            2 => Self::Values,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Axis => 1,
            Self::Values => 2,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_fit_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Fit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// In which basis the subject's residual stream stands, seen from the reference's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Basis {
    /// Dimension i is dimension i
    Same,
    /// Dimensions were reordered, signs perhaps flipped
    Permuted,
    /// An orthogonal map that is no permutation
    Rotated,
    /// Looked for and not found, or not looked for
    Unknown,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Basis {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Same,
            1 => Self::Permuted,
            2 => Self::Rotated,
            3 => Self::Unknown,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Same => 0,
            Self::Permuted => 1,
            Self::Rotated => 2,
            Self::Unknown => 3,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_basis_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Basis {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// What was done to weights on the way from one model to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OperationKind {
    None,
    Copied,
    /// Rounded to another dtype
    Cast,
    /// Rounded to a coarser grid
    Quantised,
    /// White noise, unrelated to the weights
    Noised,
    FineTuned,
    /// Trained on until much of the variance is new
    Continued,
    /// A low-rank change (LoRA) was added
    LowRankMerged,
    /// Projected out of what writes the residual stream
    DirectionRemoved,
    /// A combination of several parents
    Merged,
    /// Single weights set to zero
    Pruned,
    /// N of every m weights set to zero
    PrunedPattern,
    /// Units left out
    WidthPruned,
    /// Layers left out
    DepthPruned,
    /// Layers repeated or inserted
    DepthUpscaled,
    /// A dense network became several experts
    Upcycled,
    /// Rows appended to the token table
    VocabularyExtended,
    /// Rows reordered or replaced
    VocabularyChanged,
    /// Units, heads or stream dimensions reordered
    Permuted,
    /// The residual stream's basis was turned
    Rotated,
    /// Factors moved between tensors or units
    Rescaled,
    /// Some tensors are new
    PartlyReinitialised,
    /// Some tensors kept bit for bit, others changed
    PartlyFrozen,
    /// Units added
    WidthPadded,
    /// NaN or infinity where the other side has values
    Nonfinite,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl OperationKind {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::Copied,
            2 => Self::Cast,
            3 => Self::Quantised,
            4 => Self::Noised,
            5 => Self::FineTuned,
            6 => Self::Continued,
            7 => Self::LowRankMerged,
            8 => Self::DirectionRemoved,
            9 => Self::Merged,
            10 => Self::Pruned,
            11 => Self::PrunedPattern,
            12 => Self::WidthPruned,
            13 => Self::DepthPruned,
            14 => Self::DepthUpscaled,
            15 => Self::Upcycled,
            16 => Self::VocabularyExtended,
            17 => Self::VocabularyChanged,
            18 => Self::Permuted,
            19 => Self::Rotated,
            20 => Self::Rescaled,
            21 => Self::PartlyReinitialised,
            22 => Self::PartlyFrozen,
            23 => Self::WidthPadded,
            24 => Self::Nonfinite,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Copied => 1,
            Self::Cast => 2,
            Self::Quantised => 3,
            Self::Noised => 4,
            Self::FineTuned => 5,
            Self::Continued => 6,
            Self::LowRankMerged => 7,
            Self::DirectionRemoved => 8,
            Self::Merged => 9,
            Self::Pruned => 10,
            Self::PrunedPattern => 11,
            Self::WidthPruned => 12,
            Self::DepthPruned => 13,
            Self::DepthUpscaled => 14,
            Self::Upcycled => 15,
            Self::VocabularyExtended => 16,
            Self::VocabularyChanged => 17,
            Self::Permuted => 18,
            Self::Rotated => 19,
            Self::Rescaled => 20,
            Self::PartlyReinitialised => 21,
            Self::PartlyFrozen => 22,
            Self::WidthPadded => 23,
            Self::Nonfinite => 24,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_operation_name(self.to_raw()) })
    }
}

impl std::fmt::Display for OperationKind {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// Who came first, as far as the weights prove it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Direction {
    Undetermined,
    SubjectFromReference,
    ReferenceFromSubject,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Direction {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Undetermined,
            1 => Self::SubjectFromReference,
            2 => Self::ReferenceFromSubject,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Undetermined => 0,
            Self::SubjectFromReference => 1,
            Self::ReferenceFromSubject => 2,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_direction_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Direction {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// What a comparison looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EvidenceSource {
    Weights,
    Fingerprints,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl EvidenceSource {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Weights,
            1 => Self::Fingerprints,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Weights => 0,
            Self::Fingerprints => 1,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_evidence_source_name(self.to_raw()) })
    }
}

impl std::fmt::Display for EvidenceSource {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// How it is known whether the elements of a pair are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Equality {
    /// Each was looked at: all counts are complete
    Elements,
    /// Equal digests: equal beyond doubt
    Digest,
    /// Equal 64-bit checksums: no accident, but no proof
    Checksum,
    /// Not known to be equal; counts of equal elements are unknown
    Unknown,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Equality {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Elements,
            1 => Self::Digest,
            2 => Self::Checksum,
            3 => Self::Unknown,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Elements => 0,
            Self::Digest => 1,
            Self::Checksum => 2,
            Self::Unknown => 3,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_equality_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Equality {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// How several models were mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MergeMethod {
    /// No mixture shown
    None,
    /// Weights times parents, weights adding up to one
    Linear,
    /// Base plus weights times changes, adding up to something else
    TaskArithmetic,
    /// Along the arc between two parents
    Spherical,
    /// Trimmed changes, signs elected, mean of those that agree
    Ties,
    /// Changes thinned at random, survivors enlarged
    Dare,
    /// Each tensor is one parent's, bit for bit
    Passthrough,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl MergeMethod {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::Linear,
            2 => Self::TaskArithmetic,
            3 => Self::Spherical,
            4 => Self::Ties,
            5 => Self::Dare,
            6 => Self::Passthrough,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Linear => 1,
            Self::TaskArithmetic => 2,
            Self::Spherical => 3,
            Self::Ties => 4,
            Self::Dare => 5,
            Self::Passthrough => 6,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_merge_method_name(self.to_raw()) })
    }
}

impl std::fmt::Display for MergeMethod {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// How file bytes are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// Mapped
    Default,
    /// Fastest; a file that shrinks while open kills the process (SIGBUS)
    Mapped,
    /// Bounded reads; a page that vanishes is WKIN_IO
    Copied,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Access {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Default,
            1 => Self::Mapped,
            2 => Self::Copied,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Default => 0,
            Self::Mapped => 1,
            Self::Copied => 2,
            Self::Other(other) => other,
        }
    }
}

/// How much of a fingerprint is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PrintLevel {
    Full,
    /// Finds copies and near copies; no evidence of descent
    Small,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl PrintLevel {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Full,
            1 => Self::Small,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Full => 0,
            Self::Small => 1,
            Self::Other(other) => other,
        }
    }
}

/// Whether token directions of different models can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenChoice {
    TokensNone,
    /// Where vocabularies are equal or both large
    TokensByRow,
    /// Everywhere
    TokensByString,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl TokenChoice {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::TokensNone,
            1 => Self::TokensByRow,
            2 => Self::TokensByString,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::TokensNone => 0,
            Self::TokensByRow => 1,
            Self::TokensByString => 2,
            Self::Other(other) => other,
        }
    }
}

/// How the files of a manifest are hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ManifestHash {
    Sha256,
    Blake3,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl ManifestHash {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Sha256,
            1 => Self::Blake3,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Sha256 => 0,
            Self::Blake3 => 1,
            Self::Other(other) => other,
        }
    }
}

/// How a file differs from what a manifest says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileState {
    Differs,
    /// Listed, and not there
    Missing,
    /// There, and not listed
    Extra,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl FileState {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Differs,
            1 => Self::Missing,
            2 => Self::Extra,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Differs => 0,
            Self::Missing => 1,
            Self::Extra => 2,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_file_state_name(self.to_raw()) })
    }
}

impl std::fmt::Display for FileState {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// What an index is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IndexAccess {
    /// It has to exist
    Read,
    /// It has to exist
    Write,
    /// It is made when it does not exist
    Create,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl IndexAccess {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Read,
            1 => Self::Write,
            2 => Self::Create,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Read => 0,
            Self::Write => 1,
            Self::Create => 2,
            Self::Other(other) => other,
        }
    }
}

/// By which of the small keys a candidate was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyChannel {
    Sketch,
    Gram,
    Profile,
    Magnitudes,
    Exact,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl KeyChannel {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Sketch,
            1 => Self::Gram,
            2 => Self::Profile,
            3 => Self::Magnitudes,
            4 => Self::Exact,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Sketch => 0,
            Self::Gram => 1,
            Self::Profile => 2,
            Self::Magnitudes => 3,
            Self::Exact => 4,
            Self::Other(other) => other,
        }
    }
}

/// Formats of other makers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Document {
    /// 1.6: a bill of materials with pedigrees
    Cyclonedx,
    /// 3.0.1; needs `created`
    Spdx,
    /// In-toto, unsigned; needs the subject's files
    Statement,
    /// In-toto svr; needs both
    VerificationResult,
    /// 2.1.0
    Sarif,
    /// YAML: what the card's front matter should say
    ModelCard,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Document {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Cyclonedx,
            1 => Self::Spdx,
            2 => Self::Statement,
            3 => Self::VerificationResult,
            4 => Self::Sarif,
            5 => Self::ModelCard,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Cyclonedx => 0,
            Self::Spdx => 1,
            Self::Statement => 2,
            Self::VerificationResult => 3,
            Self::Sarif => 4,
            Self::ModelCard => 5,
            Self::Other(other) => other,
        }
    }

    /// The stable lower-case name used in reports.
    pub fn name(self) -> &'static str {
        borrowed_text(unsafe { weightkin_sys::wkin_document_name(self.to_raw()) })
    }
}

impl std::fmt::Display for Document {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

/// How much a line of the log matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LogLevel {
    /// A stage of long work begins; what was looked for
    Info,
    /// Odd but harmless things in a file; what an answer cannot see
    Warning,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl LogLevel {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Info,
            1 => Self::Warning,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Info => 0,
            Self::Warning => 1,
            Self::Other(other) => other,
        }
    }
}

/// What a rule, and all of them together, come to; the worst one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    Pass,
    Review,
    Fail,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl Outcome {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Pass,
            1 => Self::Review,
            2 => Self::Fail,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Pass => 0,
            Self::Review => 1,
            Self::Fail => 2,
            Self::Other(other) => other,
        }
    }
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RuleKind {
    /// Nothing of the selected references may be found
    Forbid,
    /// It may, if the subject's card names the reference
    Declare,
    /// What the card claims to come from must be found
    SupportClaims,
    /// A number that only a later version of the library knows.
    Other(u32),
}

impl RuleKind {
    pub fn from_raw(number: u32) -> Self {
        match number {
            0 => Self::Forbid,
            1 => Self::Declare,
            2 => Self::SupportClaims,
            other => Self::Other(other),
        }
    }

    pub fn to_raw(self) -> u32 {
        match self {
            Self::Forbid => 0,
            Self::Declare => 1,
            Self::SupportClaims => 2,
            Self::Other(other) => other,
        }
    }
}
