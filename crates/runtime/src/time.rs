//! Instants with the offset they were written in.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::date::{Date, TimeError, digits, leading_date};

/// An instant and the UTC offset it was written in: `format: date-time`.
///
/// Reading and writing keep the offset and up to nine digits of the second. Equality compares both the instant and
/// the offset; the order is by instant, then by offset.
///
/// It is read from RFC 3339 text, also with a lower-case `t` or `z` or a space for the `T`. Text without an offset,
/// which Django writes for naive times, is read as UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    // In this order, so that the derived order is by instant, then by offset.
    seconds: i64,
    /// At most 1,999,999,999: a leap second is the second before it, gone on for longer.
    nanos: u32,
    offset: i32,
}

const NO_TIME: TimeError = TimeError("not a date and time of the form 2024-12-31T23:59:59Z");
const OUT_OF_RANGE: TimeError = TimeError("the time is outside the years 0 to 9999");
const DAY: i64 = 86_400;

impl DateTime {
    /// 1970-01-01T00:00:00Z
    pub(crate) const EPOCH: Self = Self { seconds: 0, nanos: 0, offset: 0 };

    /// An instant by seconds since 1970-01-01T00:00:00Z, nanoseconds (below one second) and offset from UTC in
    /// seconds (whole minutes, less than a day either way).
    ///
    /// # Errors
    ///
    /// If a part is out of its range, or the local year is outside 0 to 9999.
    pub fn from_unix_timestamp(seconds: i64, nanos: u32, offset_seconds: i32) -> Result<Self, TimeError> {
        if nanos >= 1_000_000_000 {
            return Err(TimeError("the nanoseconds are a second or more"));
        }
        Self::checked(seconds, nanos, offset_seconds)
    }

    fn checked(seconds: i64, nanos: u32, offset: i32) -> Result<Self, TimeError> {
        if i64::from(offset).abs() >= DAY || offset % 60 != 0 {
            return Err(TimeError("the offset is not whole minutes within a day"));
        }
        let local = seconds.checked_add(offset.into()).ok_or(OUT_OF_RANGE)?;
        Date::from_days(local.div_euclid(DAY)).ok_or(OUT_OF_RANGE)?;
        Ok(Self { seconds, nanos, offset })
    }

    /// Seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn unix_timestamp(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds since the last whole second: 0 to 999,999,999, and up to a second more within a leap second.
    pub fn subsec_nanos(&self) -> u32 {
        self.nanos
    }

    /// The offset from UTC in seconds, positive to the east.
    pub fn offset_seconds(&self) -> i32 {
        self.offset
    }
}

impl FromStr for DateTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let (date, rest) = leading_date(text)?;
        let (clock, rest) = clock(rest).ok_or(NO_TIME)?;
        let (nanos, rest) = fraction(rest).ok_or(NO_TIME)?;
        let offset = offset(rest).ok_or(NO_TIME)?;
        let [hour, minute, second] = clock;
        if hour > 23 || minute > 59 || second > 60 {
            return Err(TimeError("the day has no such time"));
        }
        let (second, nanos) = if second == 60 { (59, nanos + 1_000_000_000) } else { (second, nanos) };
        let local = date.days() * DAY + i64::from(hour * 3600 + minute * 60 + second);
        Self::checked(local - i64::from(offset), nanos, offset)
    }
}

/// `T08:30:00` at the start of `text`, and what follows.
fn clock(text: &str) -> Option<([u32; 3], &str)> {
    let (hour, rest) = digits(text.strip_prefix(['T', 't', ' '])?, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = digits(rest.strip_prefix(':')?, 2)?;
    Some(([hour, minute, second], rest))
}

/// `.123456` at the start of `text`, if it is there, in nanoseconds, and what follows. Digits after the ninth are
/// dropped.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(rest) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    if number.is_empty() {
        return None;
    }
    let nine: String = number.chars().chain("000000000".chars()).take(9).collect();
    Some((nine.parse().ok()?, rest))
}

/// `Z`, `+02:00` or nothing, in seconds.
fn offset(text: &str) -> Option<i32> {
    if matches!(text, "" | "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let (hours, rest) = digits(rest, 2)?;
    let (minutes, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (rest.is_empty() && hours <= 23 && minutes <= 59).then_some(sign * seconds)
}

/// RFC 3339, UTC as `Z`, the fraction in as many groups of three digits as it needs.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.seconds + i64::from(self.offset);
        // The constructors let only representable days through.
        let date = Date::from_days(local.div_euclid(DAY)).ok_or(fmt::Error)?;
        let clock = local.rem_euclid(DAY);
        let leap = self.nanos / 1_000_000_000;
        let second = clock % 60 + i64::from(leap);
        write!(f, "{date}T{:02}:{:02}:{second:02}", clock / 3600, clock / 60 % 60)?;
        match self.nanos % 1_000_000_000 {
            0 => {}
            nanos if nanos % 1_000_000 == 0 => write!(f, ".{:03}", nanos / 1_000_000)?,
            nanos if nanos % 1_000 == 0 => write!(f, ".{:06}", nanos / 1_000)?,
            nanos => write!(f, ".{nanos:09}")?,
        }
        if self.offset == 0 {
            return f.write_str("Z");
        }
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs() / 60;
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = DateTime;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date and time of the form 2024-12-31T23:59:59Z")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<DateTime, E> {
                text.parse().map_err(|_| E::invalid_value(de::Unexpected::Other("another text"), &self))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// The time in UTC. A time outside the years 0 to 9999 becomes the nearest that is inside.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let (seconds, nanos) = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => (i64::try_from(after.as_secs()).unwrap_or(i64::MAX), after.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                let seconds = i64::try_from(before.as_secs()).map_or(i64::MIN, |seconds| -seconds);
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanos => (seconds.saturating_sub(1), 1_000_000_000 - nanos),
                }
            }
        };
        Self { seconds: seconds.clamp(FIRST, LAST), nanos, offset: 0 }
    }
}

/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
const FIRST: i64 = -62_167_219_200;
const LAST: i64 = 253_402_300_799;

impl TryFrom<DateTime> for SystemTime {
    type Error = TimeError;

    /// Fails where the system's clock does not reach. A leap second becomes the second that follows it.
    fn try_from(time: DateTime) -> Result<Self, TimeError> {
        let whole = Duration::from_secs(time.seconds.unsigned_abs());
        let start = if time.seconds < 0 {
            Self::UNIX_EPOCH.checked_sub(whole)
        } else {
            Self::UNIX_EPOCH.checked_add(whole)
        };
        start
            .and_then(|start| start.checked_add(Duration::from_nanos(time.nanos.into())))
            .ok_or(TimeError("the system's clock does not reach that time"))
    }
}

#[cfg(feature = "chrono")]
impl From<DateTime> for chrono::DateTime<chrono::FixedOffset> {
    fn from(time: DateTime) -> Self {
        // Both are within chrono's larger ranges, so the defaults never come to pass.
        let instant = chrono::DateTime::from_timestamp(time.seconds, time.nanos).unwrap_or_default();
        let offset = chrono::FixedOffset::east_opt(time.offset);
        offset.map_or_else(|| instant.fixed_offset(), |offset| instant.with_timezone(&offset))
    }
}

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> TryFrom<chrono::DateTime<Tz>> for DateTime {
    type Error = TimeError;

    /// Fails outside the years 0 to 9999 and for offsets that are not whole minutes.
    fn try_from(time: chrono::DateTime<Tz>) -> Result<Self, TimeError> {
        let time = time.fixed_offset();
        Self::checked(time.timestamp(), time.timestamp_subsec_nanos(), time.offset().local_minus_utc())
    }
}
