//! Schemas to types: which get a definition, what a field's type is, and whether it may be absent or null.

use std::collections::BTreeMap;

use specsmith_model::{Alias, Docs, Ident, TypeDef, TypeId, TypeRef};
use specsmith_source::{Diagnostics, Node};
use specsmith_spec::{self as spec, Graph, SchemaId, SchemaKind};

use crate::fields::Head;
use crate::file_names::longer_names;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::settings::Ledger;
use crate::uploads::uploads;
use crate::views::{View, Views};
use crate::waves::Waves;
use crate::{details, docs, fields, keys, names, recursion, unions};

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
    pub(crate) views: Views,
    scope: Scope,
    by_site: BTreeMap<Site, TypeId>,
    definitions: Vec<Defined<'t>>,
    /// What has a number, but no name and no definition yet.
    waves: Waves,
    /// What is being made now: what stands inside it is named after it.
    owner: Node<'t>,
    /// In which direction it travels.
    view: View,
    /// How many definitions stand around what is being made now.
    depth: usize,
    /// How many lists, maps and options do.
    nesting: usize,
}

/// A view of a schema: what gets a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Site {
    pub(crate) schema: SchemaId,
    pub(crate) view: View,
}

/// Which definition each schema has in each view, once all are made.
pub(crate) struct Sites {
    pub(crate) by_site: BTreeMap<Site, TypeId>,
    pub(crate) views: Views,
}

/// Types that stand inside each other deeper than this are more than the compiler likes to look through.
const DEEPEST: usize = 16;

/// So many lists, maps and options in each other are readable. What would stand deeper gets a name.
const NESTED: usize = 4;

impl<'g, 't, 's, 'd> Types<'g, 't, 's, 'd> {
    pub(crate) fn new(
        graph: &'g Graph<'t>,
        ledger: &'d mut Ledger<'s>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        let views = Views::new(graph, uploads(graph, ledger));
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
            views,
            scope,
            by_site: BTreeMap::new(),
            definitions: Vec::new(),
            waves: Waves::default(),
            owner: graph.root,
            view: View::Answer,
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
            let type_id = self.declare(Site { schema: *id, view: View::Answer });
            self.waves.wish(type_id, vec![names::component_name(name)]);
        }
        self.define_waves();
    }

    /// What follows is made for that operation.
    pub(crate) fn enter(&mut self, owner: Node<'t>) {
        (self.owner, self.depth) = (owner, 0);
    }

    /// What follows travels so.
    pub(crate) fn travel(&mut self, view: View) {
        self.view = view;
    }

    pub(crate) fn finish(mut self) -> (Vec<Defined<'t>>, Sites) {
        self.define_waves();
        while self.waves.adopt(self.graph) {
            self.define_waves();
        }
        recursion::untangle_aliases(&mut self.definitions, self.diagnostics);
        recursion::enclose_circles(&mut self.definitions);
        recursion::end_what_never_ends(&mut self.definitions, self.diagnostics);
        unions::settle_plain_values(&mut self.definitions);
        fields::settle_construction(&mut self.definitions);
        (self.definitions, Sites { by_site: self.by_site, views: self.views })
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
                let schema = graph.schema(it.site.schema);
                let (node, key) = (schema.node, site_key(schema, it.site.view));
                let listed = Listed { kind: NameKind::Type, path: self.path("") };
                let candidates = it.candidates.clone();
                claims.push(Claim { node, key, listed: Some(listed), candidates });
            }
            let idents = self.scope.claim_all(claims, self.ledger, self.diagnostics);
            for (it, ident) in wave.iter().zip(idents) {
                self.owner = graph.schema(it.site.schema).written;
                (self.depth, self.view) = (it.depth, it.site.view);
                let definition = self.define(it.site, ident);
                self.definitions[it.id.0].definition = definition;
            }
        }
    }

    /// The path of a type.
    pub(crate) fn path(&self, name: &str) -> String {
        format!("{}::types::{name}", self.ledger.module().text())
    }

    /// The view of a schema that is meant here.
    pub(crate) fn site(&self, schema: SchemaId) -> Site {
        Site { schema, view: self.views.of(schema, self.view) }
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
        if self.by_site.contains_key(&self.site(id)) || (schema.referenced && !leaf) {
            return self.inner(id, name);
        }
        self.shape(id, name)
    }

    /// A definition for something that is no component. It is named after what it stands in, whoever else mentions it.
    fn inner(&mut self, id: SchemaId, name: &Ident) -> TypeRef {
        let schema = self.graph.schema(id);
        let site = self.site(id);
        let known = self.by_site.get(&site).copied();
        if known.is_none() && self.depth >= DEEPEST {
            self.diagnostics.fallback(schema.node, "nesting this deep", "it becomes any JSON");
            return TypeRef::Json;
        }
        let type_id = known.unwrap_or_else(|| self.declare(site));
        let own = names::own_name(schema);
        if own.is_some() || keys::stands_in(schema.node, self.owner) {
            let longer = own.as_ref().map(|_| longer_names(&keys::key(schema.node))).unwrap_or_default();
            // What stands in the body of an operation is called so already.
            let says_so = own.is_none() && name.text().ends_with("Request");
            let name = own.unwrap_or_else(|| Candidate::new(name.clone(), Rule::Inner));
            let names = names::inner_names(name, longer);
            let names = match site.view {
                View::Request if !says_so => names.into_iter().map(names::request_view).collect(),
                View::Answer | View::Request => names,
            };
            self.waves.wish(type_id, names);
        }
        TypeRef::Named(type_id)
    }

    /// The type that a schema's kind gives it, whether or not it has a name.
    fn shape(&mut self, id: SchemaId, name: &Ident) -> TypeRef {
        let graph = self.graph;
        let schema = graph.schema(id);
        match &schema.kind {
            SchemaKind::Any if self.is_upload(id) => TypeRef::File,
            SchemaKind::Any => TypeRef::Json,
            SchemaKind::Bool => TypeRef::Bool,
            SchemaKind::Integer(format) => self.whole(schema, *format),
            SchemaKind::Number(format) => self.number(schema, *format),
            SchemaKind::Text(format) => self.text(id, *format),
            SchemaKind::List(inner) | SchemaKind::Map(inner)
                if self.nesting + self.layers(*inner) > NESTED =>
            {
                let nesting = std::mem::take(&mut self.nesting);
                let ty = self.inner(id, name);
                self.nesting = nesting;
                ty
            }
            SchemaKind::List(items) => TypeRef::List(Box::new(self.element(*items, name, "Item"))),
            SchemaKind::Map(values) => TypeRef::Map(Box::new(self.element(*values, name, "Value"))),
            SchemaKind::Same(target) => self.same(schema.node, *target, name),
            SchemaKind::Choice(_) | SchemaKind::Object { .. } | SchemaKind::OneOf(_) => self.inner(id, name),
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
    pub(crate) fn element(&mut self, id: SchemaId, name: &Ident, words: &str) -> TypeRef {
        let layers = self.layers(id);
        self.nesting += layers;
        let ty = self.type_of(id, &names::inner_type_name(name, words));
        self.nesting -= layers;
        self.or_null(id, ty)
    }

    /// What a list or a map of those adds around them: itself, and an option where they may be null.
    fn layers(&self, element: SchemaId) -> usize {
        1 + usize::from(self.is_nullable(element))
    }

    /// `Option` where null is allowed. Any JSON has a null of its own.
    pub(crate) fn or_null(&self, id: SchemaId, ty: TypeRef) -> TypeRef {
        if self.is_nullable(id) { TypeRef::Option(Box::new(ty)) } else { ty }
    }

    pub(crate) fn is_nullable(&self, id: SchemaId) -> bool {
        let (settled, nullable) = self.graph.settle(id);
        nullable && !matches!(self.graph.schema(settled).kind, SchemaKind::Any)
    }

    /// The number is known from here on, so that a type may mention itself.
    fn declare(&mut self, site: Site) -> TypeId {
        let type_id = TypeId(self.definitions.len());
        let alias =
            Alias { ident: Ident::fallback(), docs: Docs::default(), deprecated: false, ty: TypeRef::Json };
        self.definitions
            .push(Defined { node: self.graph.schema(site.schema).node, definition: TypeDef::Alias(alias) });
        self.by_site.insert(site, type_id);
        self.waves.declare(site, type_id, self.depth + 1);
        type_id
    }

    fn define(&mut self, site: Site, ident: Ident) -> TypeDef {
        let graph = self.graph;
        let schema = graph.schema(site.schema);
        let head = |ident| Head {
            stem: names::view_stem(&ident, site.view),
            ident,
            docs: type_docs(graph, site.schema),
            deprecated: schema.docs.deprecated,
            key: site_key(schema, site.view),
        };
        match &schema.kind {
            SchemaKind::Object { properties, extra } => {
                TypeDef::Struct(self.structure(site, head(ident), properties, *extra))
            }
            SchemaKind::Choice(choice) => TypeDef::Choice(self.choice(head(ident), choice)),
            SchemaKind::OneOf(one_of) => TypeDef::Union(self.union(site, head(ident), one_of)),
            _ => {
                let Head { ident, stem, docs, deprecated, key: _ } = head(ident);
                let ty = self.shape(site.schema, &stem);
                TypeDef::Alias(Alias { ident, docs, deprecated, ty })
            }
        }
    }
}

/// What a view of a schema is known by.
fn site_key(schema: &spec::Schema<'_>, view: View) -> String {
    match view {
        View::Answer => keys::type_key(schema),
        View::Request => keys::type_key(schema) + "+request",
    }
}

fn type_docs(graph: &Graph<'_>, id: SchemaId) -> Docs {
    let schema = graph.schema(id);
    let mut said = docs::paragraphs([schema.docs.title, schema.docs.description].into_iter().flatten());
    docs::add(&mut said, details::paragraphs(graph, id));
    docs::add(&mut said, docs::link(schema.docs.link));
    docs::add(&mut said, [vec![format!("Schema {}.", docs::span(&schema.node.pointer()))]]);
    said
}

/// The docs of a parameter or a property: `own` are its words, `id` is its schema.
pub(crate) fn member_docs(name: &str, own: spec::Docs<'_>, graph: &Graph<'_>, id: SchemaId) -> Docs {
    let words = [own.title, own.description].into_iter().flatten();
    let mut said = docs::paragraphs_or(words, &docs::span(name));
    docs::add(&mut said, details::paragraphs(graph, id));
    docs::add(&mut said, docs::link(own.link));
    said
}
