//! The value types of models: patches, dates, files.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::json;
use specsmith_runtime::{Date, DateTime, FilePart, Patch};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Edit {
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    owner: Patch<i32>,
}

#[test]
fn a_patch_round_trips() {
    for (patch, text) in
        [(Patch::Keep, "{}"), (Patch::Clear, "{\"owner\":null}"), (Patch::Set(7), "{\"owner\":7}")]
    {
        assert_eq!(serde_json::to_string(&Edit { owner: patch }).unwrap(), text);
        assert_eq!(serde_json::from_str::<Edit>(text).unwrap(), Edit { owner: patch });
        assert_eq!(patch.is_keep(), text == "{}");
        assert_eq!(patch.is_clear(), text.contains("null"));
        assert_eq!(patch.as_set(), text.contains('7').then_some(&7));
    }
    assert_eq!(Patch::from(1), Patch::Set(1));
    assert_eq!(Patch::<String>::default(), Patch::Keep);
    assert!(serde_json::to_string(&Patch::<i32>::Keep).is_err());
    assert!(serde_json::from_str::<Edit>("{\"owner\":\"x\"}").is_err());
}

#[test]
fn date_times_are_read_and_written() {
    for (text, seconds, nanos, offset, written) in [
        ("1970-01-01T00:00:00Z", 0, 0, 0, ""),
        ("1985-04-12T23:20:50.52Z", 482_196_050, 520_000_000, 0, "1985-04-12T23:20:50.520Z"),
        ("1996-12-19T16:39:57-08:00", 851_042_397, 0, -28_800, ""),
        ("1990-12-31T23:59:60Z", 662_687_999, 1_000_000_000, 0, ""),
        ("1990-12-31T15:59:60.5-08:00", 662_687_999, 1_500_000_000, -28_800, "1990-12-31T15:59:60.500-08:00"),
        ("1937-01-01T12:00:27.87+00:20", -1_041_337_173, 870_000_000, 1200, "1937-01-01T12:00:27.870+00:20"),
        ("2024-02-29t08:30:00.123456z", 1_709_195_400, 123_456_000, 0, "2024-02-29T08:30:00.123456Z"),
        ("2024-02-29 08:30:00", 1_709_195_400, 0, 0, "2024-02-29T08:30:00Z"),
        ("2024-02-29T08:30:00.1234567899", 1_709_195_400, 123_456_789, 0, "2024-02-29T08:30:00.123456789Z"),
        ("2024-02-29T08:30:00-00:00", 1_709_195_400, 0, 0, "2024-02-29T08:30:00Z"),
        ("1969-12-31T23:59:59.999Z", -1, 999_000_000, 0, ""),
        ("0000-01-01T00:00:00Z", -62_167_219_200, 0, 0, ""),
        ("0000-01-01T00:00:00+23:59", -62_167_305_540, 0, 86_340, ""),
        ("9999-12-31T23:59:59Z", 253_402_300_799, 0, 0, ""),
    ] {
        let time: DateTime = text.parse().unwrap();
        let parts = (time.unix_timestamp(), time.subsec_nanos(), time.offset_seconds());
        assert_eq!(parts, (seconds, nanos, offset), "{text}");
        let written = if written.is_empty() { text } else { written };
        assert_eq!(serde_json::to_value(time).unwrap(), json!(written));
        assert_eq!(serde_json::from_value::<DateTime>(json!(written)).unwrap(), time);
    }
}

#[test]
fn bad_date_times_are_refused() {
    for text in [
        "",
        "2024",
        "2024-01-01",
        "2024-01-01T",
        "2024-01-01T10:00",
        "2024-01-01T10:00:00.",
        "2024-01-01T10:00:00+",
        "2024-01-01T10:00:00+01",
        "2024-01-01T10:00:00+0100",
        "2024-01-01T10:00:00+24:00",
        "2024-01-01T24:00:00Z",
        "2024-01-01T10:60:00Z",
        "2024-01-01T10:00:61Z",
        "2023-02-29T10:00:00Z",
        "2024-13-01T10:00:00Z",
        "2024-00-01T10:00:00Z",
        "2024-01-32T10:00:00Z",
        "2024-01-01T10:00:00Zx",
        " 2024-01-01T10:00:00Z",
        "+024-01-01T10:00:00Z",
        "2024-01-01X10:00:00Z",
        "2024-01-01T10:00:00.é",
        "é024-01-01",
        "2024-01-01T-1:00:00Z",
    ] {
        assert!(text.parse::<DateTime>().is_err(), "{text}");
        assert!(serde_json::from_value::<DateTime>(json!(text)).is_err(), "{text}");
    }
    assert!(serde_json::from_value::<DateTime>(json!(1)).is_err());
}

#[test]
fn date_times_are_equal_by_instant_and_offset_and_ordered_by_instant() {
    let time = |text: &str| text.parse::<DateTime>().unwrap();
    let (utc, east) = (time("2024-01-01T10:00:00Z"), time("2024-01-01T12:00:00+02:00"));
    assert_eq!(utc.unix_timestamp(), east.unix_timestamp());
    assert!(utc != east && utc < east);
    assert!(time("2024-01-01T11:00:00+02:00") < utc);
    assert!(utc < time("2024-01-01T10:00:00.1Z"));
    assert_eq!(DateTime::from_unix_timestamp(utc.unix_timestamp(), 0, 7200).unwrap(), east);
    assert!(DateTime::from_unix_timestamp(0, 1_000_000_000, 0).is_err());
    assert!(DateTime::from_unix_timestamp(0, 0, 30).is_err());
    assert!(DateTime::from_unix_timestamp(i64::MAX, 0, 60).is_err());
    assert!(DateTime::from_unix_timestamp(253_402_300_800, 0, 0).is_err());
}

#[test]
fn date_times_meet_the_system_clock() {
    for (text, after, nanos) in [
        ("2024-02-29T08:30:00.5Z", 1_709_195_400_i64, 500_000_000),
        ("1969-12-31T23:59:59.25Z", -1, 250_000_000),
    ] {
        let time: DateTime = text.parse().unwrap();
        let system = SystemTime::try_from(time).unwrap();
        let start = if after < 0 {
            SystemTime::UNIX_EPOCH - Duration::from_secs(after.unsigned_abs())
        } else {
            SystemTime::UNIX_EPOCH + Duration::from_secs(after.unsigned_abs())
        };
        assert_eq!(system, start + Duration::from_nanos(nanos));
        assert_eq!(DateTime::from(system), time);
    }
    let far = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 50);
    assert_eq!(DateTime::from(far).to_string(), "9999-12-31T23:59:59Z");
}

#[test]
fn every_day_of_four_centuries_round_trips() {
    let mut expected = SystemTime::UNIX_EPOCH;
    for year in 1970..2370 {
        for month in 1..=12 {
            for day in 1..=31 {
                let Ok(date) = Date::new(year, month, day) else { continue };
                let midnight: DateTime = format!("{date}T00:00:00Z").parse().unwrap();
                assert_eq!(SystemTime::try_from(midnight).unwrap(), expected, "{date}");
                assert_eq!(midnight.to_string(), format!("{date}T00:00:00Z"));
                expected += Duration::from_secs(86_400);
            }
        }
    }
}

#[test]
fn dates() {
    let date: Date = "2024-02-29".parse().unwrap();
    assert_eq!((date.year(), date.month(), date.day()), (2024, 2, 29));
    assert_eq!(Date::new(2024, 2, 29), Ok(date));
    assert_eq!(serde_json::to_value(date).unwrap(), json!("2024-02-29"));
    assert_eq!(serde_json::from_value::<Date>(json!("2024-02-29")).unwrap(), date);
    assert!(
        date < Date::new(2024, 3, 1).unwrap()
            && Date::new(1900, 2, 29).is_err()
            && Date::new(2000, 2, 29).is_ok()
    );
    for text in ["", "2024-2-29", "2024-02-30", "24-02-29", "2024-02-29T", "2024/02/29", "10000-01-01"] {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
    for (year, month, day) in
        [(-1, 1, 1), (10_000, 1, 1), (2024, 0, 1), (2024, 13, 1), (2024, 4, 31), (2024, 1, 0)]
    {
        assert!(Date::new(year, month, day).is_err());
    }
}

#[cfg(feature = "chrono")]
#[test]
fn dates_and_chronos_convert() {
    for text in ["2024-02-29T08:30:00.123456789+02:00", "1990-12-31T23:59:60Z", "0000-01-01T00:00:00Z"] {
        let time: DateTime = text.parse().unwrap();
        let theirs = chrono::DateTime::<chrono::FixedOffset>::from(time);
        assert_eq!(DateTime::try_from(theirs).unwrap(), time, "{text}");
    }
    let date = Date::new(2024, 2, 29).unwrap();
    assert_eq!(Date::try_from(chrono::NaiveDate::from(date)).unwrap(), date);
    assert!(Date::try_from(chrono::NaiveDate::MAX).is_err());
}

#[test]
fn a_file_is_read_from_text_and_never_written_to_it() {
    struct Upload {
        file: FilePart,
    }
    specsmith_runtime::model! { Upload { _ file required "file", } }
    let Upload { file } = serde_json::from_value(json!({"file": "text"})).unwrap();
    assert_eq!((file.name(), file.content().map(|it| &**it)), ("file", Some(b"text".as_slice())));
    let refused = serde_json::to_string(&Upload { file: file.clone() }).unwrap_err();
    assert_eq!(refused.to_string(), "a file can only be sent as multipart");
    assert_ne!(file.clone().content_type("text/plain"), file);
}
