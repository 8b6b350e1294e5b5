//! The fields of a struct: which there are, whether each may be absent or null, and which nobody has to give.

use specsmith_model::{Construction, Docs, Extra, Field, Ident, Presence, Struct, TypeDef, TypeRef, Wire};
use specsmith_spec::{self as spec, Scalar, SchemaId, SchemaKind, TextFormat, WholeFormat};

use crate::plain::Definitions;
use crate::rules::{NameKind, Rule};
use crate::scope::{Claim, Listed, Scope};
use crate::types::{Defined, Site, Types, member_docs};
use crate::{choices, details, limits, names, views};

/// The field that holds keys beside the known ones.
const EXTRA: &str = "additional_properties";

/// What is known of a struct before its fields are.
pub(crate) struct Head {
    pub(crate) ident: Ident,
    /// What the names of types that stand in it begin with.
    pub(crate) stem: Ident,
    pub(crate) docs: Docs,
    pub(crate) deprecated: bool,
    /// What the names of its members are known by.
    pub(crate) key: String,
}

/// What holds the keys beside the known ones.
pub(crate) fn extra(value: TypeRef) -> Extra {
    Extra { ident: names::value_name(EXTRA), value }
}

/// Settles how structs are made, once it is settled what their fields are.
pub(crate) fn settle_construction(definitions: &mut [Defined<'_>]) {
    let all = Definitions(definitions);
    let construction = |it: &Defined<'_>| match &it.definition {
        TypeDef::Struct(it) if it.fields.iter().all(|it| is_by_default(it, &all)) => Construction::Default,
        _ => Construction::New,
    };
    let settled: Vec<Construction> = definitions.iter().map(construction).collect();
    for (defined, construction) in definitions.iter_mut().zip(settled) {
        if let TypeDef::Struct(it) = &mut defined.definition {
            it.construction = construction;
        }
    }
}

/// Whether the value that a field has where nobody gives one is the one that Rust would give it.
fn is_by_default(field: &Field, all: &Definitions<'_, '_>) -> bool {
    match (field.presence, &field.fixed) {
        (Presence::Omittable | Presence::OmittableOrNull, _) => true,
        (Presence::Required | Presence::Nullable, None) => false,
        (Presence::Required | Presence::Nullable, Some(only)) => match (all.unaliased(&field.ty), only) {
            (TypeRef::Bool, Wire::Bool(value)) => !value,
            (TypeRef::I64, Wire::Whole(value)) => *value == 0,
            (TypeRef::String, Wire::Text(text)) => text.is_empty(),
            _ => false,
        },
    }
}

impl<'t> Types<'_, 't, '_, '_> {
    pub(crate) fn structure(
        &mut self,
        site: Site,
        head: Head,
        properties: &[spec::Property<'t>],
        extra: spec::Extra,
    ) -> Struct {
        let fields = self.fields(site, &head, properties);
        let Head { ident, stem, docs, deprecated, key: _ } = head;
        let extra = match extra {
            spec::Extra::Closed => None,
            // What a newer server sends, or takes, is no reason to lose it.
            spec::Extra::Unsaid => Some(TypeRef::Json),
            spec::Extra::Kept(values) => Some(self.element(values, &stem, "AdditionalProperty")),
        };
        let extra = extra.map(self::extra);
        Struct { ident, docs, deprecated, fields, extra, construction: Construction::New }
    }

    fn fields(&mut self, site: Site, head: &Head, properties: &[spec::Property<'t>]) -> Vec<Field> {
        let graph = self.graph;
        let shown: Vec<_> =
            properties.iter().filter(|it| views::shows(graph, it.schema, site.view)).collect();
        let path = self.path(head.ident.text()) + ".";
        let claims = shown.iter().map(|it| Claim {
            node: it.node,
            key: format!("{}/properties/{}", head.key, crate::keys::escape(it.name)),
            listed: Some(Listed { kind: NameKind::Field, path: path.clone() }),
            candidates: names::member_names(it.name, EXTRA, names::value_name, Rule::Key),
        });
        let idents = Scope::with(&[EXTRA]).claim_all(claims.collect(), self.ledger, self.diagnostics);
        let mut fields = Vec::new();
        for (property, ident) in shown.iter().zip(idents) {
            fields.push(self.field(site, head, property, ident));
        }
        if self.views.is_made(site.schema, site.view) {
            self.setters(&shown, &mut fields);
        }
        fields
    }

    fn field(&mut self, site: Site, head: &Head, property: &spec::Property<'t>, ident: Ident) -> Field {
        let ty = self.type_of(property.schema, &names::inner_type_name(&head.stem, property.name));
        let is_sent = self.views.is_sent(site.schema, site.view);
        let (presence, ty) = match (property.required, self.is_nullable(property.schema)) {
            (true, false) => (Presence::Required, ty),
            (true, true) => (Presence::Nullable, TypeRef::Option(Box::new(ty))),
            (false, true) if is_sent => (Presence::OmittableOrNull, TypeRef::Patch(Box::new(ty))),
            (false, _) => (Presence::Omittable, TypeRef::Option(Box::new(ty))),
        };
        let schema = self.graph.schema(property.schema);
        let fixed = self.fixed(property.schema).or_else(|| self.default(property.schema));
        let fixed = fixed.filter(|_| presence == Presence::Required);
        Field {
            setter: None,
            ident,
            wire: property.name.to_owned(),
            docs: member_docs(property.name, schema.docs, self.graph, property.schema),
            deprecated: schema.docs.deprecated,
            ty,
            presence,
            fixed,
            limits: if is_sent { limits::of(self.graph, property.schema) } else { Vec::new() },
        }
    }

    /// A single default, of a kind that the type has.
    fn default(&self, property: SchemaId) -> Option<Wire> {
        let value = self.graph.schema(property).default?;
        let (settled, _) = self.graph.settle(property);
        let wire = match (value.text(), value.bool(), value.number()) {
            (Some(text), _, _) => Wire::Text(text.to_owned()),
            (_, Some(value), _) => Wire::Bool(value),
            (_, _, Some(value)) => choices::wire(&Scalar::Number(value)),
            (None, None, None) => return None,
        };
        let fits = match (&self.graph.schema(settled).kind, &wire) {
            (SchemaKind::Text(TextFormat::Plain | TextFormat::Other(_)), Wire::Text(_))
            | (SchemaKind::Bool, Wire::Bool(_))
            | (SchemaKind::Integer(WholeFormat::Plain | WholeFormat::Int64), Wire::Whole(_)) => {
                self.graph.schema(settled).format.is_none_or(|it| !self.ledger.has_format(it))
            }
            (SchemaKind::Choice(choice), Wire::Text(_)) => choice.kind == spec::ChoiceKind::Text,
            _ => false,
        };
        fits.then_some(wire)
    }

    /// The only value that an enumeration knows, or a boolean.
    fn fixed(&self, property: SchemaId) -> Option<Wire> {
        let (settled, _) = self.graph.settle(property);
        match &self.graph.schema(settled).kind {
            SchemaKind::Choice(choice) => match choice.values.as_slice() {
                [only] => Some(choices::wire(&only.value)),
                _ => None,
            },
            SchemaKind::Bool => details::only_bool(self.graph.schema(settled)).map(Wire::Bool),
            _ => None,
        }
    }

    fn setters(&mut self, properties: &[&spec::Property<'t>], fields: &mut [Field]) {
        // What `new` does not ask for: a default may be meant or not, a constant is.
        let optional = |(field, property): &(&mut Field, &&spec::Property<'t>)| match field.presence {
            Presence::Omittable | Presence::OmittableOrNull => true,
            Presence::Required | Presence::Nullable => {
                field.fixed.is_some() && self.fixed(property.schema).is_none()
            }
        };
        let optional: Vec<_> = fields.iter_mut().zip(properties).filter(optional).collect();
        let claims =
            optional.iter().map(|(field, property)| names::setter_claim(property.node, &field.ident));
        let setters = names::setters().claim_all(claims.collect(), self.ledger, self.diagnostics);
        for ((field, _), setter) in optional.into_iter().zip(setters) {
            field.setter = Some(setter);
        }
    }
}
