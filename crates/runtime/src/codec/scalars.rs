//! Single values: numbers, booleans, strings, and what is written as a string.

use std::borrow::Cow;

use super::{Encode, Fault, Model, Reader, Single, Writer};

/// Whole numbers. One that is spelled with a fraction of nothing, as in `1.0`, is one too.
macro_rules! whole {
    ($($ty:ident $words:literal),*) => {$(
        impl Encode for $ty {
            fn write(&self, writer: &mut Writer) {
                writer.integer((*self).into());
            }

            fn single(&self) -> Single<'_> {
                Single::Text(Cow::Owned(self.to_string()))
            }
        }

        impl Model for $ty {
            fn empty() -> Self {
                0
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                let text = reader.number($words)?;
                *self = match text.parse() {
                    Ok(value) => value,
                    Err(_) => integral(text).and_then(|it| it.try_into().ok()).ok_or_else(|| {
                        reader.fault_before(text.len(), concat!("expected ", $words, ", found another number"))
                    })?,
                };
                Ok(())
            }
        }
    )*};
}

whole!(i32 "a whole number of 32 bits", i64 "a whole number of 64 bits", i128 "a whole number",
    u32 "a whole number of 32 bits, not negative", u64 "a whole number of 64 bits, not negative",
    u16 "a whole number of 16 bits, not negative");

/// A whole number that is spelled as a fraction or with an exponent; within what a fraction holds exactly.
fn integral(text: &str) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let value: f64 = text.parse().ok()?;
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

impl Encode for f64 {
    fn write(&self, writer: &mut Writer) {
        writer.float(*self);
    }
}

impl Model for f64 {
    fn empty() -> Self {
        0.0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = finite(reader)?;
        Ok(())
    }
}

impl Encode for f32 {
    fn write(&self, writer: &mut Writer) {
        writer.single(*self);
    }
}

impl Model for f32 {
    fn empty() -> Self {
        0.0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = finite(reader)?;
        Ok(())
    }
}

pub(super) const LARGE: &str = "expected a number of 64 bits, found a larger one";

/// A number that would be infinite could not be written again.
fn finite<T: std::str::FromStr + Into<f64> + Copy>(reader: &mut Reader<'_>) -> Result<T, Fault> {
    let text = reader.number("a number")?;
    let parsed = text.parse::<T>().ok().filter(|it| (*it).into().is_finite());
    parsed.ok_or_else(|| reader.fault_before(text.len(), LARGE))
}

impl Encode for bool {
    fn write(&self, writer: &mut Writer) {
        writer.bool(*self);
    }

    fn single(&self) -> Single<'_> {
        Single::Text(Cow::Borrowed(if *self { "true" } else { "false" }))
    }
}

impl Model for bool {
    fn empty() -> Self {
        false
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = reader.bool()?;
        Ok(())
    }
}

impl Encode for str {
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn single(&self) -> Single<'_> {
        Single::Text(Cow::Borrowed(self))
    }
}

impl Encode for String {
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn single(&self) -> Single<'_> {
        self.as_str().single()
    }
}

impl Model for String {
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = reader.text()?.into_owned();
        Ok(())
    }
}

/// Types with a text of their own.
macro_rules! as_text {
    ($($ty:ty, $empty:expr, $expected:literal;)*) => {$(
        impl Encode for $ty {
            fn write(&self, writer: &mut Writer) {
                writer.text(&self.to_string());
            }
        }

        impl Model for $ty {
            fn empty() -> Self {
                $empty
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                let text = reader.text_as($expected)?;
                *self = text.parse().map_err(|_| {
                    reader.fault_before(text.len() + 2, concat!("expected ", $expected, ", found another text"))
                })?;
                Ok(())
            }
        }
    )*};
}

as_text! {
    crate::DateTime, Self::EPOCH, "a date and time of the form 2024-12-31T23:59:59Z";
    crate::Date, Self::EPOCH, "a date of the form 2024-12-31";
}

impl Encode for Cow<'_, str> {
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }
}
