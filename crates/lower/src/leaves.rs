//! Single values: the Rust type of each format.

use specsmith_model::TypeRef;
use specsmith_spec::{NumberFormat, Schema, SchemaId, TextFormat, WholeFormat};

use crate::types::Types;
use crate::views::View;

impl<'t> Types<'_, 't, '_, '_> {
    pub(crate) fn whole(&mut self, schema: &Schema<'t>, format: WholeFormat) -> TypeRef {
        self.configured(schema).unwrap_or(match format {
            WholeFormat::Int32 => TypeRef::I32,
            WholeFormat::Plain | WholeFormat::Int64 => TypeRef::I64,
            WholeFormat::Uint32 => TypeRef::U32,
            WholeFormat::Uint64 => TypeRef::U64,
            WholeFormat::Int128 => TypeRef::I128,
        })
    }

    pub(crate) fn number(&mut self, schema: &Schema<'t>, format: NumberFormat) -> TypeRef {
        self.configured(schema).unwrap_or(match format {
            // Whoever says `float` sends more digits than 32 bits hold as often as not.
            NumberFormat::Double | NumberFormat::Float => TypeRef::F64,
            NumberFormat::Decimal => TypeRef::Decimal,
        })
    }

    pub(crate) fn text(&mut self, id: SchemaId, format: TextFormat<'t>) -> TypeRef {
        let site = self.site(id);
        let is_sent = self.views.is_sent(id, site.view);
        if self.is_upload(id) {
            return TypeRef::File;
        }
        self.configured(self.graph.schema(id)).unwrap_or(match format {
            TextFormat::DateTime => TypeRef::DateTime,
            TextFormat::Date => TypeRef::Date,
            TextFormat::Base64 => TypeRef::Base64,
            TextFormat::Binary if is_sent => TypeRef::File,
            TextFormat::Binary | TextFormat::Plain | TextFormat::Other(_) => TypeRef::String,
        })
    }

    /// Whether it is a file here, though it says that it is none.
    pub(crate) fn is_upload(&self, id: SchemaId) -> bool {
        self.views.is_upload(id) && self.site(id).view == View::Request
    }

    /// The type that the configuration gives a format.
    fn configured(&mut self, schema: &Schema<'t>) -> Option<TypeRef> {
        let format = schema.node.get("format")?.text()?;
        self.ledger.format(format).map(TypeRef::Foreign)
    }
}
