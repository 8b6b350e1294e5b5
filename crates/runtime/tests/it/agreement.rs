//! The codec against serde_json: the same texts are taken, with the same values, and the rest is refused.

use serde_json::Value as Json;
use specsmith_runtime::codec;

/// Numbers and choices that are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % bound
    }

    fn one<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn space(&mut self) -> &'static str {
        if self.below(4) > 0 { "" } else { self.one(&[" ", "\n", "\t", "\r\n", "  "]) }
    }

    fn value(&mut self, levels: usize, out: &mut String) {
        out.push_str(self.space());
        match self.below(if levels == 0 { 6 } else { 9 }) {
            0 => out.push_str(self.one(&["null", "true", "false"])),
            1 | 2 => out.push_str(self.one(&NUMBERS)),
            3..=5 => self.text(out),
            6 | 7 => self.many("{}", out, |dice, out| {
                dice.text(out);
                out.push_str(dice.space());
                out.push(':');
                dice.value(levels - 1, out);
            }),
            _ => self.many("[]", out, |dice, out| dice.value(levels - 1, out)),
        }
        out.push_str(self.space());
    }

    fn many(&mut self, brackets: &str, out: &mut String, mut item: impl FnMut(&mut Self, &mut String)) {
        out.push_str(&brackets[..1]);
        for index in 0..self.below(5) {
            if index > 0 {
                out.push(',');
            }
            out.push_str(self.space());
            item(self, out);
            out.push_str(self.space());
        }
        out.push_str(&brackets[1..]);
    }

    fn text(&mut self, out: &mut String) {
        out.push('"');
        for _ in 0..self.below(6) {
            out.push_str(self.one(&PIECES));
        }
        out.push('"');
    }
}

/// Every spelling of a number, mostly ones that JSON has.
const NUMBERS: [&str; 24] = [
    "0",
    "-0",
    "-0.0",
    "7",
    "-12",
    "1.0",
    "1.5",
    "1e3",
    "1E+3",
    "2.5e-3",
    "0e0",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1e308",
    "1e-400",
    "0.1",
    "123456789012345678901234567890",
    "1e22",
    "-1e-7",
    "4.9e-324",
    "100",
];

const PIECES: [&str; 24] = [
    "a",
    "a",
    "key",
    "id",
    "longer than eight bytes",
    "é",
    "漢字",
    "😀",
    "\u{7f}",
    "\u{80}",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b\\f\\r\\t",
    "\\u0041",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\u0000",
    "\\uFFFF",
    " ",
    "{",
    "]",
    ",",
];

/// Pieces that are no JSON, or not where they are put.
const BROKEN: [&[u8]; 28] = [
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\x00",
    b"\x01",
    b"\x1f",
    b"\n",
    b"\x7f",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\\ud800",
    b"\\udc00",
    b"\\x",
    b"\\u12",
    b"-",
    b"+1",
    b".5",
    b"1.",
    b"1e",
    b"01",
    b"nul",
    b"NaN",
];

/// Both take it, with one value, or both refuse it.
fn check(text: &[u8]) {
    let (ours, theirs) = (codec::decode::<Json>(text), serde_json::from_slice::<Json>(text));
    let shown = String::from_utf8_lossy(text);
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(ours, theirs, "{shown}");
            assert_eq!(codec::encode(&ours).unwrap(), serde_json::to_vec(&theirs).unwrap(), "{shown}");
        }
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!("ours: {ours:?}\ntheirs: {theirs:?}\n{shown}"),
    }
}

#[test]
fn texts_of_every_kind_are_read_and_written_as_serde_json_does() {
    let mut dice = Dice(0x5eed_0001);
    for _ in 0..3000 {
        let mut text = String::new();
        dice.value(5, &mut text);
        check(text.as_bytes());
    }
}

#[test]
fn what_serde_json_refuses_is_refused() {
    let mut dice = Dice(0x5eed_0002);
    for _ in 0..3000 {
        let mut text = String::new();
        dice.value(3, &mut text);
        let whole = text.into_bytes();
        check(&whole[..dice.below(whole.len() + 1)]);
        for _ in 0..4 {
            let mut broken = whole.clone();
            let at = dice.below(broken.len());
            match dice.below(3) {
                0 => broken[at] ^= 1 << dice.below(8),
                1 => drop(broken.remove(at)),
                _ => drop(broken.splice(at..at, BROKEN[dice.below(BROKEN.len())].iter().copied())),
            }
            check(&broken);
        }
    }
}

#[test]
fn corners_are_those_of_serde_json() {
    for text in NUMBERS.iter().chain(&PIECES) {
        check(text.as_bytes());
        check(format!("\"{text}\"").as_bytes());
        check(format!("[{text}]").as_bytes());
    }
    for piece in BROKEN {
        for (before, after) in
            [("", ""), ("\"", "\""), ("[", "]"), ("[1,", "]"), ("{\"a\":", "}"), ("{", ":1}"), ("1", "")]
        {
            check(&[before.as_bytes(), piece, after.as_bytes()].concat());
        }
    }
    for text in [
        "",
        " ",
        "nulll",
        "null ",
        "null,",
        "truefalse",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{1:2}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "'a'",
        "\u{feff}1",
        "1e400",
        "-1e400",
        "1e99999999999",
        "0x10",
        "1_000",
        "--1",
        "-",
        "- 1",
        "0.",
        "00",
        "-01",
        "1e+",
        "Infinity",
        "{\"a\":1,\"a\":[2]}",
        "\"\\u00\"",
        "\"\\u{41}\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ude00\\ud83d\"",
    ] {
        check(text.as_bytes());
    }
    // Every byte alone within a string of eight and more, in each place.
    for byte in 0..=255 {
        for length in [0, 1, 7, 8, 9, 17] {
            for at in 0..=length {
                let mut text = vec![b'x'; length];
                text.insert(at, byte);
                check(&[b"\"", text.as_slice(), b"\""].concat());
            }
        }
    }
}

#[test]
fn nesting_ends_where_that_of_serde_json_does() {
    for levels in 120..135 {
        check(format!("{}{}", "[".repeat(levels), "]".repeat(levels)).as_bytes());
        check(format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels)).as_bytes());
    }
}

#[test]
fn fractions_are_the_nearest_ones_where_serde_json_is_off_by_a_bit() {
    // serde_json is built without `float_roundtrip` here; a field of a model is read by the standard library.
    let mut dice = Dice(0x5eed_0003);
    for _ in 0..2000 {
        let value = (dice.below(1 << 40) as f64) / (1 + dice.below(1 << 30)) as f64;
        let text = value.to_string();
        assert_eq!(codec::decode::<f64>(text.as_bytes()).unwrap().to_bits(), value.to_bits(), "{text}");
        assert_eq!(codec::encode(&value).unwrap(), serde_json::to_vec(&value).unwrap());
    }
}
