//! Descriptions of every shape: whatever a document says, it changes comments and nothing else.

use specsmith_codegen::{Library, Output, generate};

use crate::cases::CONFIG;

struct Document(String);

impl Library for Document {
    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        match name {
            "codegen.yaml" => Ok((name.to_owned(), CONFIG.into())),
            "spec.yaml" => Ok((name.to_owned(), self.0.clone().into_bytes())),
            _ => Err("there is no such file".to_owned()),
        }
    }
}

/// A document that says one thing in every place where people may say something.
fn make(words: &str) -> Output {
    let words = serde_json::Value::from(words).to_string();
    let document = format!(
        "openapi: 3.1.0\n\
         info: {{title: Words, version: '1', description: {words}}}\n\
         externalDocs: {{url: 'https://example.org', description: {words}}}\n\
         tags: [{{name: things, description: {words}}}]\n\
         paths:\n\
         \x20 /things/{{id}}:\n\
         \x20   get:\n\
         \x20     tags: [things]\n\
         \x20     operationId: things_read\n\
         \x20     summary: {words}\n\
         \x20     description: {words}\n\
         \x20     parameters:\n\
         \x20       - {{name: id, in: path, required: true, description: {words}, schema: {{type: string}}}}\n\
         \x20       - {{name: q, in: query, description: {words}, schema: {{type: string, default: {words}}}}}\n\
         \x20     responses: {{'200': {{description: {words}, content: {{application/json: \
         {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}}}\n\
         components:\n\
         \x20 schemas:\n\
         \x20   Thing:\n\
         \x20     type: object\n\
         \x20     title: {words}\n\
         \x20     description: {words}\n\
         \x20     example: {{a: {words}, b: [{words}]}}\n\
         \x20     properties:\n\
         \x20       a: {{type: string, title: {words}, description: {words}, default: {words}, pattern: {words}, example: {words}}}\n\
         \x20       b: {{type: string, enum: [x, y], x-enum-descriptions: [{words}, {words}]}}\n"
    );
    generate(&Document(document), "codegen.yaml")
}

/// The files without their comments.
fn code(output: &Output) -> Vec<(String, String)> {
    assert!(!output.files.is_empty(), "nothing was made: {:?}", output.diagnostics.list().first());
    let bare = |text: &str| -> String {
        text.lines().filter(|it| !it.trim_start().starts_with("//")).map(|it| format!("{it}\n")).collect()
    };
    output.files.iter().map(|it| (it.path.clone(), bare(&it.text))).collect()
}

/// Small, seeded, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap_or_default()
    }
}

const SCRAPS: &str = "word¦ ¦\n¦\n\n¦\r¦\r\n¦\t¦    ¦`¦```¦```rust\n¦~~~\n¦*/¦/*¦//¦///¦//!¦!¦\"¦\"#¦r#\"¦'¦\\¦\\n¦{¦}¦{}¦#[test]¦\
    #![no_std]¦pub fn f() {}¦;¦<b>¦<!--¦-->¦[¦]¦(¦)¦[x]: y¦[^1]¦https://example.org¦- ¦1. ¦> ¦# ¦|¦---¦*¦_¦&#10;¦&#x202e;¦\
    ⚠️¦é¦\u{0}¦\u{1b}¦\u{85}¦\u{2028}¦\u{202e}¦\u{feff}";

#[test]
fn words_change_comments_alone() {
    let plain = code(&make("plain"));
    let scraps: Vec<&str> = SCRAPS.split('¦').collect();
    let mut dice = Dice(0x5eed_5eed_5eed_5eed);
    for _ in 0..300 {
        let count = 1 + dice.roll(16);
        let words: String = (0..count).map(|_| scraps[dice.roll(scraps.len())]).collect();
        assert_eq!(code(&make(&words)), plain, "{words:?}");
    }
}

#[test]
fn a_description_of_ten_megabytes_is_cut() {
    let make = |words: String| {
        let words = serde_json::Value::from(words);
        let info = serde_json::json!({ "title": "Words", "version": "1", "description": words });
        let document = serde_json::json!({ "openapi": "3.1.0", "info": info, "paths": {} });
        generate(&Document(document.to_string()), "codegen.yaml")
    };
    let plain = code(&make("plain".to_owned()));
    for scrap in ["a long word ", "[*`<> "] {
        let output = make(scrap.repeat(10_000_000 / scrap.len()));
        assert_eq!(code(&output), plain, "{scrap:?}");
        assert!(output.files.iter().all(|it| it.text.len() < 100_000), "{scrap:?}");
    }
}
