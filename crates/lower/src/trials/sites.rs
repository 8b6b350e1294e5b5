//! The type that a schema has, once all have one.

use specsmith_model::TypeRef;
use specsmith_spec::{Graph, NumberFormat, SchemaId, SchemaKind, TextFormat, WholeFormat};

use crate::settings::Settings;
use crate::types::{Site, Sites};
use crate::views::View;

/// Lists, maps and references in one another are followed so far.
const DEEPEST: usize = 64;

/// What a schema is in a view, `Option` where it may be null; `None` where it has no type, or one that is not read from
/// JSON.
pub(crate) fn type_of(
    graph: &Graph<'_>,
    sites: &Sites,
    settings: &Settings,
    (id, view): (SchemaId, View),
) -> Option<TypeRef> {
    Finder { graph, sites, settings, view }.or_null(id, DEEPEST)
}

struct Finder<'g, 't> {
    graph: &'g Graph<'t>,
    sites: &'g Sites,
    settings: &'g Settings,
    view: View,
}

impl Finder<'_, '_> {
    fn or_null(&self, id: SchemaId, levels: usize) -> Option<TypeRef> {
        let ty = self.plain(id, levels)?;
        let (settled, nullable) = self.graph.settle(id);
        let takes_null = nullable && !matches!(self.graph.schema(settled).kind, SchemaKind::Any);
        Some(if takes_null { TypeRef::Option(Box::new(ty)) } else { ty })
    }

    fn plain(&self, id: SchemaId, levels: usize) -> Option<TypeRef> {
        let levels = levels.checked_sub(1)?;
        let views = &self.sites.views;
        let view = views.of(id, self.view);
        if let Some(known) = self.sites.by_site.get(&Site { schema: id, view }) {
            return Some(TypeRef::Named(*known));
        }
        if views.is_upload(id) && view == View::Request {
            return None;
        }
        let schema = self.graph.schema(id);
        let configured = || {
            let format = schema.node.get("format")?.text()?;
            let own = self.settings.formats.iter().find(|it| it.format == format)?;
            Some(TypeRef::Foreign(own.path.clone()))
        };
        Some(match &schema.kind {
            SchemaKind::Any => TypeRef::Json,
            SchemaKind::Bool => TypeRef::Bool,
            SchemaKind::Integer(format) => configured().unwrap_or(match format {
                WholeFormat::Int32 => TypeRef::I32,
                WholeFormat::Plain | WholeFormat::Int64 => TypeRef::I64,
                WholeFormat::Uint32 => TypeRef::U32,
                WholeFormat::Uint64 => TypeRef::U64,
                WholeFormat::Int128 => TypeRef::I128,
            }),
            SchemaKind::Number(format) => configured().unwrap_or(match format {
                NumberFormat::Double | NumberFormat::Float => TypeRef::F64,
                NumberFormat::Decimal => TypeRef::Decimal,
            }),
            SchemaKind::Text(TextFormat::Binary) if views.is_sent(id, view) => return None,
            SchemaKind::Text(format) => configured().unwrap_or(match format {
                TextFormat::DateTime => TypeRef::DateTime,
                TextFormat::Date => TypeRef::Date,
                TextFormat::Base64 => TypeRef::Base64,
                TextFormat::Binary | TextFormat::Plain | TextFormat::Other(_) => TypeRef::String,
            }),
            SchemaKind::List(items) => TypeRef::List(Box::new(self.or_null(*items, levels)?)),
            SchemaKind::Map(values) => TypeRef::Map(Box::new(self.or_null(*values, levels)?)),
            SchemaKind::Same(target) => self.plain(*target, levels)?,
            SchemaKind::Choice(_) | SchemaKind::Object { .. } | SchemaKind::OneOf(_) => return None,
        })
    }
}
