//! How parameters are written, each place in its own words.

/// How a path parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// `a,b`
    Simple,
    /// `k=a,l=b`
    SimpleExploded,
    /// `.a,b`
    Label,
    /// `.a.b`
    LabelExploded,
    /// `;name=a,b`
    Matrix,
    /// `;name=a;name=b`
    MatrixExploded,
    /// JSON text.
    Json,
}

/// How a query parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryStyle {
    /// `name=a&name=b`
    FormExploded,
    /// `name=a,b`
    Form,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a|b`
    PipeDelimited,
    /// `name[key]=value`
    DeepObject,
    /// JSON text.
    Json,
}

/// What of the value of a query parameter is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reserved {
    /// Everything that is not unreserved.
    Encoded,
    /// What means something in URLs stands as it is.
    Kept,
}

/// How a value becomes a whole query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryStringStyle {
    /// `k=a&l=b`
    Form,
    /// JSON text.
    Json,
    /// The text itself.
    Text,
}

/// How a header parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderStyle {
    /// `a,b`
    Simple,
    /// `k=a,l=b`
    SimpleExploded,
    /// JSON text.
    Json,
}

/// How a cookie parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieStyle {
    /// `name=a; name=b`
    FormExploded,
    /// `name=a,b`
    Form,
    /// `name=a; name=b`, nothing encoded.
    PlainExploded,
    /// `name=a,b`, nothing encoded.
    Plain,
    /// JSON text.
    Json,
}
