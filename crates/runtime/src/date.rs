//! Calendar dates.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A calendar date without a time, from 0000-01-01 to 9999-12-31: `format: date`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    // In this order, so that the derived order is the calendar's.
    year: u16,
    month: u8,
    day: u8,
}

/// What is wrong with a date or a time. It does not quote the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeError(pub(crate) &'static str);

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for TimeError {}

pub(crate) const NO_DATE: TimeError = TimeError("not a date of the form 2024-12-31");

impl Date {
    /// 1970-01-01
    pub(crate) const EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// A date by year (0 to 9999), month (1 to 12) and day (1 to 31).
    ///
    /// # Errors
    ///
    /// If the calendar has no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, TimeError> {
        const NO_DAY: TimeError = TimeError("the calendar has no such day");
        let year = u16::try_from(year).ok().filter(|year| *year <= 9999).ok_or(NO_DAY)?;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return Err(NO_DAY),
        };
        match (u8::try_from(month), u8::try_from(day)) {
            (Ok(month), Ok(day)) if (1..=last).contains(&day) => Ok(Self { year, month, day }),
            _ => Err(NO_DAY),
        }
    }

    /// The year, 0 to 9999.
    pub fn year(&self) -> i32 {
        self.year.into()
    }

    /// The month, 1 to 12.
    pub fn month(&self) -> u32 {
        self.month.into()
    }

    /// The day of the month, 1 to 31.
    pub fn day(&self) -> u32 {
        self.day.into()
    }

    /// Days since 1970-01-01, by the usual arithmetic on years that begin in March: the leap day then comes last.
    pub(crate) fn days(self) -> i64 {
        let (year, month, day) = (i64::from(self.year), i64::from(self.month), i64::from(self.day));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The date that many days after 1970-01-01; `None` outside the years 0 to 9999.
    pub(crate) fn from_days(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(i32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?).ok()
    }
}

/// A number of exactly `count` digits at the start of `text`, and what follows.
pub(crate) fn digits(text: &str, count: usize) -> Option<(u32, &str)> {
    let (number, rest) = text.split_at_checked(count)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((number.parse().ok()?, rest))
}

/// A date at the start of `text`, and what follows.
pub(crate) fn leading_date(text: &str) -> Result<(Date, &str), TimeError> {
    let parts = || {
        let (year, rest) = digits(text, 4)?;
        let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
        let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
        Some((i32::try_from(year).ok()?, month, day, rest))
    };
    let (year, month, day, rest) = parts().ok_or(NO_DATE)?;
    Ok((Date::new(year, month, day)?, rest))
}

impl FromStr for Date {
    type Err = TimeError;

    /// Reads `2024-12-31`.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        match leading_date(text)? {
            (date, "") => Ok(date),
            _ => Err(NO_DATE),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = Date;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date of the form 2024-12-31")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
                text.parse().map_err(|_| E::invalid_value(de::Unexpected::Other("another text"), &self))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(feature = "chrono")]
impl From<Date> for chrono::NaiveDate {
    fn from(date: Date) -> Self {
        // Every `Date` is a date of chrono's larger calendar, so the default never comes to pass.
        Self::from_ymd_opt(date.year(), date.month(), date.day()).unwrap_or_default()
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<chrono::NaiveDate> for Date {
    type Error = TimeError;

    /// Fails outside the years 0 to 9999.
    fn try_from(date: chrono::NaiveDate) -> Result<Self, TimeError> {
        use chrono::Datelike as _;
        Self::new(date.year(), date.month(), date.day())
    }
}
