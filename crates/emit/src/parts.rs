//! What may be built without the rest, and the features that bring it.

use std::collections::BTreeSet;

use specsmith_model::{Api, Shelf, TypeDef, TypeId};

use crate::crew;
use crate::page::Page;
use crate::tokens::LEAVE;

/// The attribute of what one of these features brings, or that of the whole document; nothing where the document is one
/// part.
pub(crate) fn gate<'f>(api: &'f Api, features: impl IntoIterator<Item = &'f String>) -> String {
    let mut all = features.into_iter().peekable();
    if all.peek().is_none() {
        return String::new();
    }
    let all: Vec<String> =
        std::iter::once(&api.feature).chain(all).map(|it| format!("feature = {it:?}")).collect();
    format!("#[cfg(any({}))]\n", all.join(", "))
}

/// The types that stand in files of their own, under the one path that all have.
pub(crate) fn shelves(api: &Api) -> String {
    let mut text = String::new();
    for Shelf { ident, feature, types: _ } in &api.parts.shelves {
        let gate = match feature {
            Some(it) => gate(api, [it]),
            None => format!("#[cfg(feature = {:?})]\n", api.feature),
        };
        text.push_str(&format!("\n{gate}mod {ident};\n{gate}pub use {ident}::*;\n"));
    }
    text
}

/// One of these files.
pub(crate) fn shelf(api: &Api, it: &Shelf) -> String {
    let Shelf { ident, feature, types } = it;
    let mut page = Page::new(&match feature {
        Some(_) => format!("Types that only [`{ident}`](super::super::{ident}) uses."),
        None => "Types that no operation reaches.".to_owned(),
    });
    let ids: Vec<TypeId> = types.iter().copied().collect();
    let items = crew::each(&ids, |id| crate::definition(api, *id));
    let named: BTreeSet<TypeId> = items.iter().flat_map(|it| &it.names).copied().collect();
    let (old, others): (Vec<&TypeDef>, Vec<&TypeDef>) =
        named.difference(types).map(|it| api.type_def(*it)).partition(|it| it.deprecated());
    for (leave, definitions) in [(String::new(), others), (format!("{LEAVE}\n"), old)] {
        let idents: Vec<String> = definitions.iter().map(|it| it.ident().to_string()).collect();
        match idents.as_slice() {
            [] => {}
            [one] => page.raw(&format!("\n{leave}use super::{one};\n")),
            many => page.raw(&format!("\n{leave}use super::{{{}}};\n", many.join(", "))),
        }
    }
    page.parts(items.into_iter().map(|it| it.text).collect());
    page.finish()
}
