//! Open enumerations: what all of them have in common, so that generated code need not repeat it.

/// Gives an open enumeration of strings its text form and its JSON form.
///
/// The type has `as_str(&self) -> &str` and `From<&str>`; a string that it does not know becomes its variant for
/// others, so that it survives a round trip.
#[macro_export]
#[doc(hidden)]
macro_rules! text_choice {
    ($(#[$leave:meta])? $name:ident) => {
        $(#[$leave])?
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        $(#[$leave])?
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        $crate::choice!(
            $(#[$leave])? $name,
            |it, writer| writer.text(it.as_str()),
            |reader| reader.text()?.as_ref(),
            ""
        );
    };
}

/// Gives an open enumeration of whole numbers its text form and its JSON form.
///
/// The type has `as_i64(&self) -> i64` and `From<i64>`.
#[macro_export]
#[doc(hidden)]
macro_rules! whole_choice {
    ($(#[$leave:meta])? $name:ident) => {
        $(#[$leave])?
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        $crate::choice!(
            $(#[$leave])? $name,
            |it, writer| writer.integer(it.as_i64().into()),
            |reader| reader.whole()?,
            0
        );
    };
}

/// Gives an open enumeration of mixed values its JSON form.
///
/// The type has `to_json(&self) -> Json` and `From<Json>`.
#[macro_export]
#[doc(hidden)]
macro_rules! mixed_choice {
    ($(#[$leave:meta])? $name:ident) => {
        $crate::choice!(
            $(#[$leave])? $name,
            |it, writer| $crate::codec::Encode::write(&it.to_json(), writer),
            |reader| reader.any()?,
            $crate::Json::Null
        );
    };
}

/// The part that they share.
#[macro_export]
#[doc(hidden)]
macro_rules! choice {
    ($(#[$leave:meta])? $name:ident, |$it:ident, $writer:ident| $write:expr, |$reader:ident| $read:expr, $empty:expr) => {
        $(#[$leave])?
        impl $crate::codec::Encode for $name {
            #[inline]
            fn write(&self, $writer: &mut $crate::codec::Writer) {
                let $it = self;
                $write;
            }
        }

        $(#[$leave])?
        impl $crate::codec::Model for $name {
            #[inline]
            fn empty() -> Self {
                Self::from($empty)
            }

            #[inline]

            fn read(&mut self, $reader: &mut $crate::codec::Reader<'_>) -> Result<(), $crate::codec::Fault> {
                *self = Self::from($read);
                Ok(())
            }
        }

        $crate::through_tables!($(#[$leave])? $name);
    };
}
