//! Values of which every character counts: decimal numbers, and bytes in base64.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD};
use bytes::Bytes;

use crate::codec::{Encode, Fault, Model, Reader, Writer};

/// A number as it is spelled, every digit kept: `format: decimal`.
///
/// It is equal to another one that is spelled the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(String);

/// What is no number of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecimalError(());

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number of the form -12.50 or 1e3")
    }
}

impl std::error::Error for DecimalError {}

impl Decimal {
    /// The number as it is spelled.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest number of double precision.
    pub fn to_f64(&self) -> f64 {
        // JSON spells numbers as Rust does.
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let mut reader = Reader::of(text);
        let whole = reader.number("a number").is_ok_and(|it| it.len() == text.len());
        if whole { Ok(Self(text.to_owned())) } else { Err(DecimalError(())) }
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Encode for Decimal {
    fn write(&self, writer: &mut Writer) {
        writer.raw(self.0.as_bytes());
    }
}

impl Model for Decimal {
    fn empty() -> Self {
        Self("0".to_owned())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = Self(reader.number("a number")?.to_owned());
        Ok(())
    }
}

/// Bytes that travel as base64: `format: byte`.
///
/// It keeps the text that came, so that it is sent back as it was; the bytes are worked out when they are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Base64(String);

/// What is no base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base64Error(());

impl fmt::Display for Base64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not base64")
    }
}

impl std::error::Error for Base64Error {}

impl Base64 {
    /// Bytes as base64 of the standard alphabet, padded.
    pub fn new(bytes: impl AsRef<[u8]>) -> Self {
        Self(STANDARD.encode(bytes))
    }

    /// The text as it travels.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes. Both alphabets are read, padded or not; white space is passed over.
    ///
    /// # Errors
    ///
    /// If the text is no base64.
    pub fn decode(&self) -> Result<Bytes, Base64Error> {
        const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let text: String = self.0.chars().filter(|it| !it.is_ascii_whitespace()).collect();
        let alphabet = if text.contains(['-', '_']) { alphabet::URL_SAFE } else { alphabet::STANDARD };
        let bytes = GeneralPurpose::new(&alphabet, CONFIG).decode(text);
        bytes.map(Bytes::from).map_err(|_| Base64Error(()))
    }
}

/// Text that is base64 already, or so it is taken.
impl From<&str> for Base64 {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Encode for Base64 {
    fn write(&self, writer: &mut Writer) {
        writer.text(&self.0);
    }
}

impl Model for Base64 {
    fn empty() -> Self {
        Self(String::new())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = Self(reader.text()?.into_owned());
        Ok(())
    }
}
