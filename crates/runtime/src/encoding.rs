//! How the properties of a form or a multipart body are written where it is not as usual: OpenAPI's `encoding`.

use crate::param::{QueryStyle, Reserved};

/// What is said of one property.
///
/// Without a style, single values are text, lists are repeated and objects are JSON text. A content type of JSON makes
/// JSON text of whatever the property is, of a list as a whole; any other can be that of a file or of text alone. A
/// style has the property written as a query parameter would be, and goes before a content type.
#[derive(Debug, Clone, Copy)]
pub struct Encoding {
    pub(crate) property: &'static str,
    pub(crate) content_type: Option<&'static str>,
    pub(crate) style: Option<QueryStyle>,
    pub(crate) reserved: Reserved,
    pub(crate) headers: &'static [(&'static str, &'static str)],
}

/// What is said of a property of which nothing is said.
const USUAL: Encoding = Encoding::of("");

impl Encoding {
    /// For a property, by its key.
    pub const fn of(property: &'static str) -> Self {
        Self { property, content_type: None, style: None, reserved: Reserved::Encoded, headers: &[] }
    }

    /// Its content type; for a file, where it brings none of its own.
    #[must_use]
    pub const fn content_type(self, content_type: &'static str) -> Self {
        Self { content_type: Some(content_type), ..self }
    }

    /// Writes it as a query parameter.
    #[must_use]
    pub const fn style(self, style: QueryStyle) -> Self {
        Self { style: Some(style), ..self }
    }

    /// Leaves the reserved characters of URLs as they are, but for those that a form is made of.
    #[must_use]
    pub const fn allow_reserved(self) -> Self {
        Self { reserved: Reserved::Kept, ..self }
    }

    /// Headers of its part, names and values.
    #[must_use]
    pub const fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    /// Whether a content type makes JSON text of it.
    pub(crate) fn is_json(&self) -> bool {
        self.content_type.is_some_and(|it| {
            let essence = it.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            essence == "application/json" || essence.ends_with("+json")
        })
    }
}

/// What is said of a property.
pub(crate) fn of<'e>(property: &str, encodings: &'e [Encoding]) -> &'e Encoding {
    encodings.iter().find(|it| it.property == property).unwrap_or(&USUAL)
}
