//! What the types of a client are tried with: the examples of its document, and values at random.

mod found;
mod kept;
mod sites;

use std::collections::BTreeSet;

use specsmith_model::{Sample, TypeDef, TypeRef};
use specsmith_source::Origin;
use specsmith_spec::{Graph, SchemaId};

use crate::samples::{Chance, broken, copied, made};
use crate::settings::Settings;
use crate::types::Sites;
use crate::views::View;
use kept::{Kept, Made, kept};

/// Longer values are not made, and longer examples not tried.
const LONGEST_MADE: usize = 6_000;
const LONGEST: usize = 200_000;

/// All that may be tried, and what of the document cannot be.
#[derive(Debug, Default)]
pub struct Draws {
    /// In the order of the document.
    pub values: Vec<Draw>,
    /// Examples that are not tried.
    pub untried: Vec<Untried>,
}

/// An example that is not tried.
#[derive(Debug)]
pub struct Untried {
    /// Where it stands.
    pub place: String,
    /// Why.
    pub why: &'static str,
}

/// A value, the schema that it is to be one of, and the type that it is read as.
#[derive(Debug)]
pub struct Draw {
    /// Where the document has it, or the schema that it was made of.
    pub place: String,
    /// Whose it is.
    pub kind: DrawKind,
    /// The schema, as it is written.
    pub schema: Origin,
    /// In which direction it travels.
    pub view: View,
    /// The type.
    pub ty: TypeRef,
    /// The value, as JSON.
    pub value: String,
    /// Where the type forgets something by its rules: null that stands for nothing, since nobody asks in an answer which
    /// of the two it is, and what does not travel in that direction.
    pub forgotten: Vec<String>,
    /// Where else something stands that the type passes over.
    pub passed_over: Vec<String>,
    /// Where the type fills something in, and what.
    pub filled_in: Vec<(String, String)>,
}

/// Whose a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawKind {
    /// The document's.
    Example,
    /// It was made to be one of the schema.
    Made,
    /// It was made to be none.
    Broken,
}

/// Draws them all. `values` is how many are made for each type.
pub(crate) fn draw(
    graph: &Graph<'_>,
    types: &[TypeDef],
    sites: &Sites,
    (settings, values): (&Settings, u64),
) -> Draws {
    let schemas = sites.by_site.iter().map(|(site, ty)| (*ty, site.schema)).collect();
    let made = Made { graph, types, schemas };
    let mut drawer = Drawer { made, sites, settings, draws: Draws::default() };
    drawer.examples();
    if values > 0 {
        drawer.made(values);
    }
    drawer.draws
}

struct Drawer<'g, 't> {
    made: Made<'g, 't>,
    sites: &'g Sites,
    settings: &'g Settings,
    draws: Draws,
}

impl Drawer<'_, '_> {
    fn examples(&mut self) {
        let found = found::found(self.made.graph, self.sites);
        self.draws.untried = found.untried;
        let mut seen = BTreeSet::new();
        for it in found.examples {
            // Shared answers are met in many operations.
            if !seen.insert((it.at.origin(), it.schema, it.view)) {
                continue;
            }
            let place = it.at.pointer();
            let why = match (copied(it.at), self.type_of(it.schema, it.view)) {
                (None, _) => "it holds a number that JSON has not",
                (_, None) => "its schema has no type that is read from JSON",
                (Some(value), Some(ty)) => {
                    let size = value.to_string().len();
                    let kept = (size <= LONGEST).then(|| self.kept(&ty, &value, it.view));
                    match kept {
                        None => "it is too long",
                        Some(None) => "it has a file in it, or too many alternatives",
                        Some(Some(kept)) => {
                            self.add(
                                (place, DrawKind::Example),
                                it.schema_node.origin(),
                                it.view,
                                ty,
                                &value,
                                kept,
                            );
                            continue;
                        }
                    }
                }
            };
            self.draws.untried.push(Untried { place, why });
        }
    }

    /// Of each definition, in each view that it has, whose schema stands in the document as it is.
    fn made(&mut self, values: u64) {
        let sites: Vec<_> = self.sites.by_site.keys().copied().collect();
        for site in sites {
            let schema = self.made.graph.schema(site.schema);
            if schema.derived.is_some() {
                continue;
            }
            let Some(ty) = self.type_of(site.schema, site.view) else { continue };
            let place = schema.node.pointer();
            let way = match site.view {
                View::Answer => "",
                View::Request => "+request",
            };
            let mut seen = BTreeSet::new();
            for number in 0..values {
                let mut chance = Chance::of(&format!("{place}{way}"), number);
                let Some(value) = made(self.made.graph, site.schema, site.view, &mut chance) else {
                    continue;
                };
                let other = broken(&value, &mut chance);
                for (kind, value) in [(DrawKind::Made, value), (DrawKind::Broken, other)] {
                    let text = value.to_string();
                    if text.len() > LONGEST_MADE || !seen.insert(text) {
                        continue;
                    }
                    if let Some(kept) = self.kept(&ty, &value, site.view) {
                        let place = (place.clone(), kind);
                        self.add(place, schema.node.origin(), site.view, ty.clone(), &value, kept);
                    }
                }
            }
        }
    }

    fn type_of(&self, id: SchemaId, view: View) -> Option<TypeRef> {
        sites::type_of(self.made.graph, self.sites, self.settings, (id, view))
    }

    fn kept(&self, ty: &TypeRef, value: &Sample, view: View) -> Option<Kept> {
        kept(&self.made, ty, value, view)
    }

    fn add(
        &mut self,
        (place, kind): (String, DrawKind),
        schema: Origin,
        view: View,
        ty: TypeRef,
        value: &Sample,
        kept: Kept,
    ) {
        let Kept { forgotten, passed_over, filled_in } = kept;
        let value = value.to_string();
        let draw = Draw { place, kind, schema, view, ty, value, forgotten, passed_over, filled_in };
        self.draws.values.push(draw);
    }
}
