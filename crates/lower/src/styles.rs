//! How the value of each parameter is written, in the words of its place.

use specsmith_model::{
    CookieStyle, HeaderStyle, PathStyle, QueryStringStyle, QueryStyle, Reserved, Source, Step,
};
use specsmith_spec::{Graph, Parameter, ParameterPlace, SchemaId, SchemaKind, Style};

use crate::types::Types;

/// What is done to a call for a parameter.
pub(crate) fn step(parameter: &Parameter<'_>, value: Source, types: &mut Types<'_, '_, '_, '_>) -> Step {
    let wire = parameter.name.to_owned();
    let style = settle(parameter, types);
    match parameter.place {
        ParameterPlace::Path => Step::Path { wire, style: path(style), value },
        ParameterPlace::Query => {
            let reserved = if parameter.allow_reserved { Reserved::Kept } else { Reserved::Encoded };
            Step::Query { wire, style: query(style), reserved, value }
        }
        ParameterPlace::QueryString => {
            let style = match style {
                Style::Json => QueryStringStyle::Json,
                Style::Simple => QueryStringStyle::Text,
                _ => QueryStringStyle::Form,
            };
            Step::QueryString { wire, style, value }
        }
        ParameterPlace::Header if wire.eq_ignore_ascii_case("cookie") => Step::Cookies { wire, value },
        ParameterPlace::Header => {
            let style = match style {
                Style::Json => HeaderStyle::Json,
                Style::SimpleExploded => HeaderStyle::SimpleExploded,
                _ => HeaderStyle::Simple,
            };
            Step::Header { wire, style, value }
        }
        ParameterPlace::Cookie => Step::Cookie { wire, style: cookie(style), value },
    }
}

/// The style, where it is one for such a value.
fn settle(parameter: &Parameter<'_>, types: &mut Types<'_, '_, '_, '_>) -> Style {
    let shape = shape(parameter.schema, types.graph);
    match (parameter.style, shape) {
        (Style::DeepObject, Shape::Single | Shape::List(_)) => {
            let what = "a list or a single value in the style `deepObject`";
            types.diagnostics.fallback(parameter.node, what, "it is written in the usual one");
            Style::FormExploded
        }
        // Nothing is wrong with lists and objects inside these.
        (style @ (Style::DeepObject | Style::Json), _) => style,
        (style, Shape::List(Inside::Nested) | Shape::Object(Inside::Nested))
            if parameter.place != ParameterPlace::QueryString =>
        {
            let what = "a list or an object inside another, in a parameter of this style,";
            types.diagnostics.fallback(parameter.node, what, "a call that sets it so is refused");
            style
        }
        (style, _) => style,
    }
}

/// What the styles tell apart of values.
enum Shape {
    Single,
    List(Inside),
    Object(Inside),
    /// It is known when the call is made.
    Open,
}

enum Inside {
    Flat,
    Nested,
}

fn shape(id: SchemaId, graph: &Graph<'_>) -> Shape {
    let holds = |id: SchemaId| {
        let kind = &graph.schema(graph.settle(id).0).kind;
        matches!(kind, SchemaKind::List(_) | SchemaKind::Map(_) | SchemaKind::Object { .. })
    };
    let inside = |nested: bool| if nested { Inside::Nested } else { Inside::Flat };
    match &graph.schema(graph.settle(id).0).kind {
        SchemaKind::List(item) => Shape::List(inside(holds(*item))),
        SchemaKind::Map(value) => Shape::Object(inside(holds(*value))),
        SchemaKind::Object { properties, .. } => {
            Shape::Object(inside(properties.iter().any(|it| holds(it.schema))))
        }
        SchemaKind::Any | SchemaKind::OneOf(_) | SchemaKind::Same(_) => Shape::Open,
        SchemaKind::Bool
        | SchemaKind::Integer(_)
        | SchemaKind::Number(_)
        | SchemaKind::Text(_)
        | SchemaKind::Choice(_) => Shape::Single,
    }
}

fn path(style: Style) -> PathStyle {
    match style {
        Style::SimpleExploded => PathStyle::SimpleExploded,
        Style::Label => PathStyle::Label,
        Style::LabelExploded => PathStyle::LabelExploded,
        Style::Matrix => PathStyle::Matrix,
        Style::MatrixExploded => PathStyle::MatrixExploded,
        Style::Json => PathStyle::Json,
        _ => PathStyle::Simple,
    }
}

/// As a query parameter.
pub(crate) fn query(style: Style) -> QueryStyle {
    match style {
        Style::Form => QueryStyle::Form,
        Style::SpaceDelimited => QueryStyle::SpaceDelimited,
        Style::PipeDelimited => QueryStyle::PipeDelimited,
        Style::DeepObject => QueryStyle::DeepObject,
        Style::Json => QueryStyle::Json,
        _ => QueryStyle::FormExploded,
    }
}

fn cookie(style: Style) -> CookieStyle {
    match style {
        Style::Form => CookieStyle::Form,
        Style::Plain => CookieStyle::Plain,
        Style::PlainExploded => CookieStyle::PlainExploded,
        Style::Json => CookieStyle::Json,
        _ => CookieStyle::FormExploded,
    }
}
