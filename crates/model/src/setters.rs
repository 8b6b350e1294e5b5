//! Setters are for what is sent: what only comes back is read, and its fields are there for whoever makes one.

use crate::prune::{closure, named, parts};
use crate::{Api, TypeDef, TypeId};

/// Takes the setters of the structs that nothing sends.
pub fn keep_setters_of_the_sent(api: &mut Api) {
    let operations = api.groups.iter_mut().flat_map(|it| &mut it.operations);
    let sent = operations.flat_map(|it| parts(it).sent);
    let from: Vec<TypeId> = sent.filter_map(named).map(|it| *it).collect();
    let sent = closure(&mut api.types, from);
    for (place, it) in api.types.iter_mut().enumerate() {
        if let TypeDef::Struct(it) = it
            && !sent.contains(&TypeId(place))
        {
            it.fields.iter_mut().for_each(|it| it.setter = None);
        }
    }
}
