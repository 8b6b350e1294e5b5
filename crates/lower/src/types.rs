//! Schemas to types: which get a definition, what a field's type is, and whether it may be absent or null.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_model::{
    Alias, Choice, ChoiceVariant, Construction, Docs, Extra, Field, Ident, Presence, Struct, TypeDef, TypeId,
    TypeRef,
};
use specsmith_source::{Diagnostics, Node};
use specsmith_spec::{self as spec, Graph, NumberFormat, SchemaId, SchemaKind, TextFormat, WholeFormat};

use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::settings::Ledger;
use crate::waves::Waves;
use crate::{docs, keys, names, recursion};

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
    /// What has a number, but no name and no definition yet.
    waves: Waves,
    /// What is being made now: what stands inside it is named after it.
    owner: Node<'t>,
    /// How many definitions stand around what is being made now.
    depth: usize,
    /// How many lists and maps do.
    nesting: usize,
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
        let mut scope = Scope::with(&[]);
        for (key, known) in ledger.remembered_types() {
            // What is gone leaves its name to others.
            if let Some(node) = keys::find(graph.root, key) {
                scope.promise(&known.name, key.to_owned(), node.origin());
            }
        }
        Self {
            graph,
            ledger,
            diagnostics,
            requests,
            scope,
            by_schema: BTreeMap::new(),
            definitions: Vec::new(),
            waves: Waves::default(),
            owner: graph.root,
            depth: 0,
            nesting: 0,
        }
    }

    /// Every component gets a definition, and what stands inside it: nothing that an operation brings takes a name that
    /// one of these may have.
    pub(crate) fn define_components(&mut self) {
        let graph = self.graph;
        for id in &graph.components {
            let name = graph.schema(*id).name.as_deref().unwrap_or_default();
            self.depth = 0;
            let type_id = self.declare(*id);
            self.waves.wish(type_id, vec![names::component_name(name)]);
        }
        self.define_waves();
    }

    /// What follows is made for that operation.
    pub(crate) fn enter(&mut self, owner: Node<'t>) {
        (self.owner, self.depth) = (owner, 0);
    }

    pub(crate) fn finish(mut self) -> Vec<Defined<'t>> {
        self.define_waves();
        while self.waves.adopt(self.graph) {
            self.define_waves();
        }
        recursion::untangle_aliases(&mut self.definitions, self.diagnostics);
        recursion::enclose_circles(&mut self.definitions);
        self.definitions
    }

    /// Names what was declared, all of it together and in an order that is not the document's, then defines it, which
    /// declares the next wave: defining things where they are met would nest as deep as references chain, and would give
    /// names away in the order of the document.
    fn define_waves(&mut self) {
        loop {
            let wave = self.waves.next();
            if wave.is_empty() {
                break;
            }
            let graph = self.graph;
            let mut claims = Vec::new();
            for it in &wave {
                let schema = graph.schema(it.schema);
                let (node, key) = (schema.node, keys::type_key(schema));
                let listed = Listed { kind: NameKind::Type, path: self.path("") };
                let candidates = it.candidates.clone();
                claims.push(Claim { node, key, listed: Some(listed), candidates });
            }
            let idents = self.scope.claim_all(claims, self.ledger, self.diagnostics);
            for (it, ident) in wave.iter().zip(idents) {
                self.owner = graph.schema(it.schema).node;
                self.depth = it.depth;
                let definition = self.define(it.schema, ident);
                self.definitions[it.id.0].definition = definition;
            }
        }
    }

    /// The path of a type.
    fn path(&self, name: &str) -> String {
        format!("{}::types::{name}", self.ledger.module().text())
    }

    pub(crate) fn in_requests(&self, id: SchemaId) -> bool {
        self.requests.contains(&id)
    }

    /// The type of a schema, null left aside. `name` is for a definition that has none of its own.
    pub(crate) fn type_of(&mut self, id: SchemaId, name: &Ident) -> TypeRef {
        let schema = self.graph.schema(id);
        let leaf = matches!(
            schema.kind,
            SchemaKind::Any
                | SchemaKind::Bool
                | SchemaKind::Integer(_)
                | SchemaKind::Number(_)
                | SchemaKind::Text(_)
        );
        // What a reference names may contain itself, which only something with a name can.
        if self.by_schema.contains_key(&id) || (schema.referenced && !leaf) {
            return self.inner(id, name);
        }
        self.shape(id, name)
    }

    /// A definition for something that is no component. It is named after what it stands in, whoever else mentions it.
    fn inner(&mut self, id: SchemaId, name: &Ident) -> TypeRef {
        let schema = self.graph.schema(id);
        let known = self.by_schema.get(&id).copied();
        if known.is_none() && self.depth >= DEEPEST {
            self.diagnostics.fallback(schema.node, "nesting this deep", "it becomes any JSON");
            return TypeRef::Json;
        }
        let type_id = known.unwrap_or_else(|| self.declare(id));
        let own = names::own_name(schema);
        if own.is_some() || keys::stands_in(schema.node, self.owner) {
            let name = own.unwrap_or_else(|| Candidate::new(name.clone(), Rule::Inner));
            self.waves.wish(type_id, names::inner_names(name));
        }
        TypeRef::Named(type_id)
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
                let ty = self.inner(id, name);
                self.nesting = nesting;
                ty
            }
            SchemaKind::List(items) => TypeRef::List(Box::new(self.element(*items, name, "Item"))),
            SchemaKind::Map(values) => TypeRef::Map(Box::new(self.element(*values, name, "Value"))),
            SchemaKind::Same(target) => self.same(schema.node, *target, name),
            SchemaKind::Choice(_) | SchemaKind::Object { .. } => self.inner(id, name),
        }
    }

    /// What a schema says in the words of another: one that stands in it has its name, any other one has another place.
    fn same(&mut self, node: Node<'t>, target: SchemaId, name: &Ident) -> TypeRef {
        if keys::stands_in(self.graph.schema(target).node, node) {
            return self.type_of(target, name);
        }
        let owner = std::mem::replace(&mut self.owner, node);
        let ty = self.type_of(target, name);
        self.owner = owner;
        ty
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

    /// The number is known from here on, so that a type may mention itself.
    fn declare(&mut self, id: SchemaId) -> TypeId {
        let type_id = TypeId(self.definitions.len());
        let alias = Alias { ident: Ident::fallback(), docs: Docs::default(), ty: TypeRef::Json };
        self.definitions
            .push(Defined { node: self.graph.schema(id).node, definition: TypeDef::Alias(alias) });
        self.by_schema.insert(id, type_id);
        self.waves.declare(id, type_id, self.depth + 1);
        type_id
    }

    fn define(&mut self, id: SchemaId, ident: Ident) -> TypeDef {
        let graph = self.graph;
        let schema = graph.schema(id);
        let docs = type_docs(schema);
        let deprecated = schema.docs.deprecated;
        match &schema.kind {
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
                let (variants, other) = (self.variants(id, &ident, choice), names::variant_name(OTHER));
                TypeDef::Choice(Choice { ident, docs, deprecated, variants, other })
            }
            _ => {
                let ty = self.shape(id, &ident);
                TypeDef::Alias(Alias { ident, docs, ty })
            }
        }
    }

    fn fields(&mut self, id: SchemaId, owner: &Ident, properties: &[spec::Property<'t>]) -> Vec<Field> {
        let in_requests = self.in_requests(id);
        let (key, path) = (keys::type_key(self.graph.schema(id)), self.path(owner.text()) + ".");
        let claims = properties.iter().map(|it| Claim {
            node: it.node,
            key: format!("{key}/properties/{}", keys::escape(it.name)),
            listed: Some(Listed { kind: NameKind::Field, path: path.clone() }),
            candidates: names::member_names(it.name, EXTRA, names::value_name, Rule::Key),
        });
        let idents = Scope::with(&[EXTRA]).claim_all(claims.collect(), self.ledger, self.diagnostics);
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
            let setters = names::setters().claim_all(claims.collect(), self.ledger, self.diagnostics);
            for ((field, _), setter) in optional.into_iter().zip(setters) {
                field.setter = Some(setter);
            }
        }
        fields
    }

    fn variants(&mut self, id: SchemaId, owner: &Ident, choice: &spec::Choice<'t>) -> Vec<ChoiceVariant> {
        let (key, path) = (keys::type_key(self.graph.schema(id)), self.path(owner.text()) + "::");
        let claims = choice.values.iter().map(|it| Claim {
            node: it.node,
            key: format!("{key}/enum/{}", keys::escape(&it.value.to_string())),
            listed: Some(Listed { kind: NameKind::Variant, path: path.clone() }),
            candidates: names::member_names(&it.value.to_string(), OTHER, names::variant_name, Rule::Value),
        });
        let idents = Scope::with(&[OTHER]).claim_all(claims.collect(), self.ledger, self.diagnostics);
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
