//! How long a server asks to be left alone.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::date::Date;

/// The delay in the headers: `retry-after-ms`, then `Retry-After` in seconds, then `Retry-After` as a date.
///
/// A date is taken relative to the reply's own `Date`, because the two clocks need not agree; without one it says
/// nothing.
pub(crate) fn delay(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
    let millis = headers.get("retry-after-ms").and_then(|value| value.to_str().ok());
    if let Some(delay) = millis.and_then(|text| seconds(text, 1e-3)) {
        return Some(delay);
    }
    let value = text(RETRY_AFTER)?;
    if let Some(delay) = seconds(value, 1.0) {
        return Some(delay);
    }
    let gap = http_date(value)?.checked_sub(http_date(text(DATE)?)?)?;
    Some(Duration::from_secs(u64::try_from(gap).unwrap_or(0)))
}

fn seconds(text: &str, unit: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(text.trim().parse::<f64>().ok()? * unit).ok()
}

/// An HTTP date, as in `Sun, 06 Nov 1994 08:49:37 GMT`, as seconds since 1970.
fn http_date(text: &str) -> Option<i64> {
    let (_, text) = text.split_once(", ")?;
    let [day, month, year, clock, "GMT"] = text.split(' ').collect::<Vec<_>>()[..] else { return None };
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = u32::try_from(months.iter().position(|name| *name == month)? + 1).ok()?;
    let date = Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    let [hour, minute, second] = clock.split(':').collect::<Vec<_>>()[..] else { return None };
    let number = |text: &str| text.parse::<u32>().ok().filter(|value| *value <= 60).map(i64::from);
    Some(date.days() * 86_400 + number(hour)? * 3600 + number(minute)? * 60 + number(second)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &[(&'static str, &str)], expected: Option<f64>) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        assert_eq!(delay(&map), expected.map(Duration::from_secs_f64));
    }

    #[test]
    fn reads_every_form_in_its_order() {
        check(&[], None);
        check(&[("retry-after", "7")], Some(7.0));
        check(&[("retry-after", "1.5")], Some(1.5));
        check(&[("retry-after-ms", "250"), ("retry-after", "7")], Some(0.25));
        check(&[("retry-after-ms", "soon"), ("retry-after", "7")], Some(7.0));
        check(&[("retry-after", "-1")], None);
        check(&[("retry-after", "NaN")], None);
        check(&[("retry-after", "1e400")], None);
        let later = ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT");
        check(&[later], None);
        check(&[later, ("date", "Sun, 06 Nov 1994 08:49:07 GMT")], Some(30.0));
        check(&[later, ("date", "Sun, 06 Nov 1994 08:50:07 GMT")], Some(0.0));
        check(&[("retry-after", "Sun, 99 Nov 1994 08:49:37 GMT"), ("date", later.1)], None);
    }
}
