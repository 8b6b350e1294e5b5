//! Schemas to types: which get a definition, what a field's type is, and whether it may be absent or null.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use specsmith_model::{
    Alias, Choice, ChoiceVariant, Construction, Docs, Extra, Field, Ident, Presence, Struct, TypeDef, TypeId,
    TypeRef,
};
use specsmith_source::{Diagnostics, Node};
use specsmith_spec::{self as spec, Graph, NumberFormat, SchemaId, SchemaKind, TextFormat, WholeFormat};

use crate::scope::{Claim, Scope};
use crate::settings::Ledger;
use crate::{docs, names, recursion};

/// The name of the variant that holds what the document does not name.
const OTHER: &str = "Unknown";

/// The field that holds keys beside the known ones.
const EXTRA: &str = "additional_properties";

/// A definition and the schema that it came from.
pub(crate) struct Defined<'t> {
    pub(crate) node: Node<'t>,
    pub(crate) definition: TypeDef,
}

/// The types of one document in the making.
pub(crate) struct Types<'g, 't, 's, 'd> {
    pub(crate) graph: &'g Graph<'t>,
    pub(crate) ledger: &'d mut Ledger<'s>,
    pub(crate) diagnostics: &'d mut Diagnostics,
    requests: BTreeSet<SchemaId>,
    scope: Scope,
    by_schema: BTreeMap<SchemaId, TypeId>,
    definitions: Vec<Defined<'t>>,
    /// Declared, but not defined yet: defining them at once would nest as deep as references chain.
    waiting: VecDeque<Waiting>,
    /// How many definitions stand around what is being made now.
    depth: usize,
    /// How many lists and maps do.
    nesting: usize,
}

struct Waiting {
    schema: SchemaId,
    depth: usize,
}

/// Types that stand inside each other deeper than this are more than the compiler likes to look through.
const DEEPEST: usize = 16;

/// Lists of lists beyond this get a name, so that signatures stay readable.
const NESTED: usize = 4;

impl<'g, 't, 's, 'd> Types<'g, 't, 's, 'd> {
    pub(crate) fn new(
        graph: &'g Graph<'t>,
        requests: BTreeSet<SchemaId>,
        ledger: &'d mut Ledger<'s>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        let scope = Scope::with(&[]);
        Self {
            graph,
            ledger,
            diagnostics,
            requests,
            scope,
            by_schema: BTreeMap::new(),
            definitions: Vec::new(),
            waiting: VecDeque::new(),
            depth: 0,
            nesting: 0,
        }
    }

    /// Every component gets a definition. All names are given before the first body is made, so that a type that
    /// stands inside another never takes a component's.
    pub(crate) fn define_components(&mut self) {
        let graph = self.graph;
        let mut claims = Vec::new();
        for id in &graph.components {
            let schema = graph.schema(*id);
            let name = schema.name.as_deref().unwrap_or_default();
            let pinned = self.ledger.pin(|| schema.node.pointer());
            let candidates = pinned.into_iter().chain([names::type_name(name)]).collect();
            claims.push(Claim { node: schema.node, order: name.to_owned(), candidates });
        }
        let idents = self.scope.claim_all(claims, self.diagnostics);
        for (id, ident) in graph.components.iter().zip(idents) {
            self.declare(*id, ident);
        }
        self.define_waiting();
        recursion::untangle_aliases(&mut self.definitions, self.diagnostics);
    }

    /// Defines what was declared, and what that declares.
    pub(crate) fn define_waiting(&mut self) {
        while let Some(Waiting { schema, depth }) = self.waiting.pop_front() {
            self.depth = depth;
            self.define(schema);
        }
        self.depth = 0;
    }

    pub(crate) fn finish(mut self) -> Vec<Defined<'t>> {
        self.define_waiting();
        recursion::untangle_aliases(&mut self.definitions, self.diagnostics);
        recursion::enclose_circles(&mut self.definitions);
        self.definitions
    }

    pub(crate) fn definition(&self, id: TypeId) -> &TypeDef {
        &self.definitions[id.0].definition
    }

    pub(crate) fn in_requests(&self, id: SchemaId) -> bool {
        self.requests.contains(&id)
    }

    /// The type of a schema, null left aside. `name` is for a definition that has none of its own.
    pub(crate) fn type_of(&mut self, id: SchemaId, name: &Ident) -> TypeRef {
        if let Some(known) = self.by_schema.get(&id) {
            return TypeRef::Named(*known);
        }
        let schema = self.graph.schema(id);
        let leaf = matches!(
            schema.kind,
            SchemaKind::Any
                | SchemaKind::Bool
                | SchemaKind::Integer(_)
                | SchemaKind::Number(_)
                | SchemaKind::Text(_)
        );
        if schema.referenced && !leaf {
            // It may contain itself, which only something with a name can.
            let own = schema.name.as_deref().map(names::type_name);
            return self.inner(id, own.unwrap_or_else(|| names::pointer_type_name(&schema.node.pointer())));
        }
        self.shape(id, name)
    }

    /// A definition for something that is no component.
    fn inner(&mut self, id: SchemaId, name: Ident) -> TypeRef {
        let node = self.graph.schema(id).node;
        if self.depth >= DEEPEST {
            self.diagnostics.fallback(node, "nesting this deep", "it becomes any JSON");
            return TypeRef::Json;
        }
        let pinned = self.ledger.pin(|| node.pointer());
        let inline = names::inner_type_name(&name, "Inline");
        let wanted: Vec<_> = pinned.into_iter().chain([name, inline]).collect();
        let ident = self.scope.claim(node, &wanted, self.diagnostics);
        TypeRef::Named(self.declare(id, ident))
    }

    /// The type that a schema's kind gives it, whether or not it has a name.
    fn shape(&mut self, id: SchemaId, name: &Ident) -> TypeRef {
        let graph = self.graph;
        let schema = graph.schema(id);
        match &schema.kind {
            SchemaKind::Any | SchemaKind::OneOf(_) => TypeRef::Json,
            SchemaKind::Bool => TypeRef::Bool,
            SchemaKind::Integer(WholeFormat::Int32) => TypeRef::I32,
            SchemaKind::Integer(_) => TypeRef::I64,
            SchemaKind::Number(NumberFormat::Float) => TypeRef::F32,
            SchemaKind::Number(_) => TypeRef::F64,
            SchemaKind::Text(TextFormat::DateTime) => TypeRef::DateTime,
            SchemaKind::Text(TextFormat::Date) => TypeRef::Date,
            SchemaKind::Text(TextFormat::Binary) if self.in_requests(id) => TypeRef::File,
            SchemaKind::Text(_) => TypeRef::String,
            SchemaKind::List(_) | SchemaKind::Map(_) if self.nesting >= NESTED => {
                let nesting = std::mem::take(&mut self.nesting);
                let ty = self.inner(id, name.clone());
                self.nesting = nesting;
                ty
            }
            SchemaKind::List(items) => TypeRef::List(Box::new(self.element(*items, name, "Item"))),
            SchemaKind::Map(values) => TypeRef::Map(Box::new(self.element(*values, name, "Value"))),
            SchemaKind::Same(target) => self.type_of(*target, name),
            SchemaKind::Choice(_) | SchemaKind::Object { .. } => {
                let own = schema.name.as_deref().map(names::type_name);
                self.inner(id, own.unwrap_or_else(|| name.clone()))
            }
        }
    }

    /// The type of a list's item or a map's value: null is one of its values.
    fn element(&mut self, id: SchemaId, name: &Ident, words: &str) -> TypeRef {
        self.nesting += 1;
        let ty = self.type_of(id, &names::inner_type_name(name, words));
        self.nesting -= 1;
        self.or_null(id, ty)
    }

    /// `Option` where null is allowed. Any JSON has a null of its own.
    pub(crate) fn or_null(&self, id: SchemaId, ty: TypeRef) -> TypeRef {
        if self.is_nullable(id) { TypeRef::Option(Box::new(ty)) } else { ty }
    }

    fn is_nullable(&self, id: SchemaId) -> bool {
        let (settled, nullable) = self.graph.settle(id);
        nullable && !matches!(self.graph.schema(settled).kind, SchemaKind::Any)
    }

    /// The name is known from here on, so that a type may mention itself.
    fn declare(&mut self, id: SchemaId, ident: Ident) -> TypeId {
        let type_id = TypeId(self.definitions.len());
        let alias = Alias { ident, docs: Docs::default(), ty: TypeRef::Json };
        self.definitions
            .push(Defined { node: self.graph.schema(id).node, definition: TypeDef::Alias(alias) });
        self.by_schema.insert(id, type_id);
        self.waiting.push_back(Waiting { schema: id, depth: self.depth + 1 });
        type_id
    }

    fn define(&mut self, id: SchemaId) {
        let Some(type_id) = self.by_schema.get(&id).copied() else { return };
        let ident = self.definitions[type_id.0].definition.ident().clone();
        let graph = self.graph;
        let schema = graph.schema(id);
        let docs = type_docs(schema);
        let deprecated = schema.docs.deprecated;
        let definition = match &schema.kind {
            SchemaKind::Object { properties, extra } => {
                let fields = self.fields(id, &ident, properties);
                let extra = match extra {
                    spec::Extra::Closed => None,
                    // What a newer server sends, or takes, is no reason to lose it.
                    spec::Extra::Unsaid => {
                        Some(Extra { ident: names::value_name(EXTRA), value: TypeRef::Json })
                    }
                    spec::Extra::Kept(values) => Some(Extra {
                        ident: names::value_name(EXTRA),
                        value: self.element(*values, &ident, "AdditionalProperty"),
                    }),
                };
                let required = |it: &Field| matches!(it.presence, Presence::Required | Presence::Nullable);
                let construction =
                    if fields.iter().any(required) { Construction::New } else { Construction::Default };
                TypeDef::Struct(Struct { ident, docs, deprecated, fields, extra, construction })
            }
            SchemaKind::Choice(choice) => {
                let (variants, other) = (self.variants(choice), names::variant_name(OTHER));
                TypeDef::Choice(Choice { ident, docs, deprecated, variants, other })
            }
            _ => {
                let ty = self.shape(id, &ident);
                TypeDef::Alias(Alias { ident, docs, ty })
            }
        };
        self.definitions[type_id.0].definition = definition;
    }

    fn fields(&mut self, id: SchemaId, owner: &Ident, properties: &[spec::Property<'t>]) -> Vec<Field> {
        let in_requests = self.in_requests(id);
        let claims = properties.iter().map(|it| {
            let pinned = self.ledger.pin(|| it.node.pointer());
            let candidates =
                pinned.into_iter().chain(names::member_names(it.name, EXTRA, names::value_name)).collect();
            Claim { node: it.node, order: it.name.to_owned(), candidates }
        });
        let claims = claims.collect();
        let idents = Scope::with(&[EXTRA]).claim_all(claims, self.diagnostics);
        let mut fields = Vec::new();
        for (property, ident) in properties.iter().zip(idents) {
            let ty = self.type_of(property.schema, &names::inner_type_name(owner, property.name));
            let (presence, ty) = match (property.required, self.is_nullable(property.schema)) {
                (true, false) => (Presence::Required, ty),
                (true, true) => (Presence::Nullable, TypeRef::Option(Box::new(ty))),
                (false, true) if in_requests => (Presence::OmittableOrNull, TypeRef::Patch(Box::new(ty))),
                (false, _) => (Presence::Omittable, TypeRef::Option(Box::new(ty))),
            };
            let own = self.graph.schema(property.schema).docs;
            fields.push(Field {
                setter: None,
                ident,
                wire: property.name.to_owned(),
                docs: property_docs(property.name, own),
                deprecated: own.deprecated,
                ty,
                presence,
            });
        }
        if in_requests {
            let optional =
                |it: &&mut Field| matches!(it.presence, Presence::Omittable | Presence::OmittableOrNull);
            let optional: Vec<_> = fields.iter_mut().zip(properties).filter(|(it, _)| optional(it)).collect();
            let claims =
                optional.iter().map(|(field, property)| names::setter_claim(property.node, &field.ident));
            let setters = names::setters().claim_all(claims.collect(), self.diagnostics);
            for ((field, _), setter) in optional.into_iter().zip(setters) {
                field.setter = Some(setter);
            }
        }
        fields
    }

    fn variants(&mut self, choice: &spec::Choice<'t>) -> Vec<ChoiceVariant> {
        let claims = choice.values.iter().map(|it| {
            let candidates = names::member_names(&it.value.to_string(), OTHER, names::variant_name);
            Claim { node: it.node, order: it.value.to_string(), candidates }
        });
        let idents = Scope::with(&[OTHER]).claim_all(claims.collect(), self.diagnostics);
        choice
            .values
            .iter()
            .zip(idents)
            .map(|(value, ident)| ChoiceVariant { ident, wire: value.value.to_string() })
            .collect()
    }
}

fn type_docs(schema: &spec::Schema<'_>) -> Docs {
    let words = [schema.docs.title, schema.docs.description].into_iter().flatten();
    let warning = schema.docs.deprecated.then_some("Deprecated.");
    let pointer = format!("Schema `{}`.", docs::code(&schema.node.pointer()));
    docs::paragraphs(words.chain(warning).chain([pointer.as_str()]))
}

pub(crate) fn property_docs(name: &str, own: spec::Docs<'_>) -> Docs {
    let words = [own.title, own.description].into_iter().flatten();
    let said = docs::paragraphs_or(words, &format!("`{}`", docs::code(name)));
    let mut lines = said.0;
    if own.deprecated {
        lines.extend([String::new(), "Deprecated.".to_owned()]);
    }
    Docs(lines)
}
