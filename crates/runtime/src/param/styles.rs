//! The styles that a parameter may have in each place.

/// How a value stands in the path. Characters that are not unreserved are percent-encoded in each of them, and what
/// could leave its segment is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PathStyle {
    /// `simple`, OpenAPI's default: `blue,black`, `R,100,G,200`.
    Simple,
    /// `simple` with `explode`: `blue,black`, `R=100,G=200`.
    SimpleExploded,
    /// `label`: `.blue,black`, `.R,100,G,200`.
    Label,
    /// `label` with `explode`: `.blue.black`, `.R=100.G=200`.
    LabelExploded,
    /// `matrix`: `;color=blue,black`, `;color=R,100,G,200`.
    Matrix,
    /// `matrix` with `explode`: `;color=blue;color=black`, `;R=100;G=200`.
    MatrixExploded,
    /// A parameter with a JSON content: `%7B%22R%22%3A100%7D`.
    Json,
}

/// How a list or an object stands in a query string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `form` without `explode`: `color=blue,black`, `color=R,100,G,200`.
    Form,
    /// `form` with `explode`, OpenAPI's default: `color=blue&color=black`, `R=100&G=200`.
    FormExploded,
    /// `spaceDelimited`: `color=blue%20black`. An item that holds a space is refused.
    SpaceDelimited,
    /// `pipeDelimited`: `color=blue%7Cblack`. An item that holds a `|` is refused.
    PipeDelimited,
    /// `deepObject`: `color%5BR%5D=100&color%5BG%5D=200`. What OpenAPI leaves open is written as servers mostly read it:
    /// `a[b][c]=1` for an object in an object, `a[b]=1&a[b]=2` for a list.
    DeepObject,
    /// A parameter with a JSON content: `color=%7B%22R%22%3A100%7D`.
    Json,
}

/// How a value becomes a whole query string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryStringStyle {
    /// `application/x-www-form-urlencoded`: `R=100&G=200`.
    Form,
    /// JSON: `%7B%22R%22%3A100%7D`.
    Json,
    /// Text, percent-encoded.
    Text,
}

/// How a value stands in a header. Nothing is percent-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeaderStyle {
    /// `simple`, OpenAPI's default: `blue,black`, `R,100,G,200`.
    Simple,
    /// `simple` with `explode`: `blue,black`, `R=100,G=200`.
    SimpleExploded,
    /// A parameter with a JSON content, in ASCII: `{"R":100}`.
    Json,
}

/// How a value stands among the cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CookieStyle {
    /// `form` without `explode`, percent-encoded: `color=blue,black`, `color=R,100,G,200`.
    Form,
    /// `form` with `explode`, OpenAPI's default: `color=blue; color=black`, `R=100; G=200`. OpenAPI's own `&` joins no
    /// cookies.
    FormExploded,
    /// OpenAPI 3.2's `cookie` without `explode`: as `form`, but nothing is encoded, and what would need it is refused.
    Plain,
    /// `cookie` with `explode`.
    PlainExploded,
    /// A parameter with a JSON content, percent-encoded: `color=%7B%22R%22%3A100%7D`.
    Json,
}
