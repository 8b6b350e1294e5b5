//! Taking operations out of a finished model, and with them what nothing else needs: names are given by then, and stay.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Alias, Api, Arg, ArgsDef, Argument, Arm, BodyDef, BodyVariant, Choice, ErrorVariant, Errors, EventData,
    EventVariant, EventsDef, Extra, Field, Group, Hook, HookReading, JobFn, Operation, PagesFn, Parameter,
    ParamsDef, Reading, ReplyDef, ReplyVariant, SecurityUse, StreamFn, StreamItems, Streaming, Struct,
    TypeDef, TypeId, TypeRef, Union,
};

/// Leaves the operations that `keep` answers yes to, the types that they reach, and what they ask for.
/// What the types are called from then on is returned.
pub fn prune(api: &mut Api, keep: impl Fn(&Operation) -> bool) -> BTreeMap<TypeId, TypeId> {
    for Group { ident: _, docs: _, operations } in &mut api.groups {
        operations.retain(&keep);
    }
    api.groups.retain(|it| !it.operations.is_empty());
    let declared: BTreeSet<String> = api
        .groups
        .iter()
        .flat_map(|it| &it.operations)
        .flat_map(|it| &it.headers)
        .map(|it| it.text().to_owned())
        .collect();
    api.headers.retain(|it| declared.contains(it.ident.text()));
    let reached = reached(api);
    let numbers: BTreeMap<TypeId, TypeId> = reached.into_iter().zip((0..).map(TypeId)).collect();
    let mut index = 0;
    api.types.retain(|_| {
        index += 1;
        numbers.contains_key(&TypeId(index - 1))
    });
    let in_types = api.types.iter_mut().flat_map(definition);
    let in_headers = api.headers.iter_mut().map(|it| &mut it.ty);
    let in_operations = api.groups.iter_mut().flat_map(|it| &mut it.operations).flat_map(operation);
    let in_hooks = api.hooks.iter_mut().filter_map(hook);
    for id in in_types.chain(in_operations).chain(in_hooks).chain(in_headers).filter_map(named) {
        // Every id that is left was reached.
        *id = numbers.get(id).copied().unwrap_or(*id);
    }
    let operations = || api.groups.iter().flat_map(|it| &it.operations);
    let used = |it: &crate::Ident| {
        let poll = |it: &Operation| it.job.as_ref().and_then(|it| Some(it.poll.as_ref()?.security.clone()));
        let named = SecurityUse::Const(it.clone());
        operations().any(|operation| operation.security == named || poll(operation).as_ref() == Some(&named))
    };
    api.securities.retain(|it| used(&it.ident));
    let steps = || operations().flat_map(|it| &it.steps);
    let reached =
        |it: &crate::Ident| steps().any(|step| matches!(step, crate::Step::Server(server) if server == it));
    api.servers.retain(|it| reached(&it.ident));
    numbers
}

/// Every definition that an operation or a webhook names, by itself or through others.
fn reached(api: &mut Api) -> BTreeSet<TypeId> {
    let operations = api.groups.iter_mut().flat_map(|it| &mut it.operations);
    let hooks = api.hooks.iter_mut().filter_map(hook);
    let headers = api.headers.iter_mut().map(|it| &mut it.ty);
    let all = operations.flat_map(operation).chain(hooks).chain(headers);
    let from: Vec<TypeId> = all.filter_map(named).map(|it| *it).collect();
    closure(&mut api.types, from)
}

/// These definitions, and all that stand in them.
pub(crate) fn closure(types: &mut [TypeDef], from: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut waiting = from;
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            let inside = types.get_mut(id.0).map(definition).unwrap_or_default();
            waiting.extend(inside.into_iter().filter_map(named).map(|it| *it));
        }
    }
    reached
}

/// What a webhook is read as.
pub(crate) fn hook(it: &mut Hook) -> Option<&mut TypeRef> {
    match &mut it.reading {
        HookReading::Json(ty) => Some(ty),
        HookReading::Text => None,
    }
}

/// The types that a definition is made of.
fn definition(it: &mut TypeDef) -> Vec<&mut TypeRef> {
    match it {
        TypeDef::Struct(Struct { fields, extra, .. }) => {
            let extra = extra.iter_mut().map(|Extra { ident: _, value }| value);
            fields.iter_mut().map(|Field { ty, .. }| ty).chain(extra).collect()
        }
        TypeDef::Union(Union { arms, .. }) => arms.iter_mut().map(|Arm { ty, .. }| ty).collect(),
        TypeDef::Choice(Choice { .. }) => Vec::new(),
        TypeDef::Alias(Alias { ident: _, docs: _, deprecated: _, ty }) => vec![ty],
    }
}

/// The types that an operation names.
pub(crate) fn operation(it: &mut Operation) -> Vec<&mut TypeRef> {
    let Parts { sent, received } = parts(it);
    sent.into_iter().chain(received).collect()
}

/// The types that an operation names, by where they are met.
pub(crate) struct Parts<'o> {
    /// In what is sent.
    pub(crate) sent: Vec<&'o mut TypeRef>,
    /// In what comes back.
    pub(crate) received: Vec<&'o mut TypeRef>,
}

pub(crate) fn parts(it: &mut Operation) -> Parts<'_> {
    let Operation {
        ident: _,
        docs: _,
        deprecated: _,
        method: _,
        template: _,
        security: _,
        arguments,
        args,
        params,
        body,
        steps: _,
        reading,
        reply,
        example: _,
        errors: Errors { bodies: errors, ident: _, same: _ },
        headers: _,
        stream,
        pages,
        job,
    } = it;
    let errors = errors.iter_mut().map(|ErrorVariant { ident: _, ty, statuses: _ }| ty);
    let arguments = arguments.iter_mut().map(|Argument { ident: _, ty, pass: _ }| ty);
    let args = args.iter_mut().flat_map(|ArgsDef { ident: _, fields }| fields);
    let args = args.map(|Arg { ident: _, docs: _, ty }| ty);
    let params = params.iter_mut().flat_map(|ParamsDef { ident: _, fields }| fields);
    let params = params.map(|Parameter { ident: _, setter: _, docs: _, deprecated: _, ty }| ty);
    let bodies = body.iter_mut().flat_map(|BodyDef { ident: _, need: _, variants, from: _ }| variants);
    let bodies =
        bodies.map(|BodyVariant { ident: _, media_type: _, kind: _, ty, encodings: _, switch: _ }| ty);
    let replies = reply.iter_mut().flat_map(|ReplyDef { ident: _, variants }| variants);
    let replies = replies.map(|ReplyVariant { ident: _, docs: _, status: _, reading }| reading);
    let readings = std::iter::once(reading).chain(replies).flat_map(read);
    let streams = stream.iter_mut().flat_map(|StreamFn { ident: _, streaming }| streamed(streaming));
    let pages = pages.iter_mut();
    let pages = pages.flat_map(|PagesFn { ident: _, paging: _, page, path: _, item }| [page, item]);
    let polls = job.iter_mut().filter_map(|JobFn { ident: _, pending: _, poll }| poll.as_mut());
    let polls = polls.flat_map(|it| read(&mut it.reading));
    Parts {
        sent: arguments.chain(args).chain(params).chain(bodies).collect(),
        received: readings.chain(streams).chain(pages).chain(polls).chain(errors).collect(),
    }
}

fn read(it: &mut Reading) -> Vec<&mut TypeRef> {
    match it {
        Reading::Json(ty) | Reading::JsonAs(_, ty) => vec![ty],
        Reading::Stream(it) => streamed(it),
        Reading::Nothing | Reading::Text | Reading::Bytes | Reading::ByStatus => Vec::new(),
    }
}

fn streamed(it: &mut Streaming) -> Vec<&mut TypeRef> {
    let Streaming { items, terminator: _ } = it;
    match items {
        StreamItems::Data(ty) | StreamItems::Whole(ty) | StreamItems::Values(_, ty) => vec![ty],
        StreamItems::Named(EventsDef { ident: _, variants, other: _ }) => {
            let data = variants.iter_mut().map(|EventVariant { ident: _, name: _, data }| data);
            data.filter_map(|it| if let EventData::Json(ty) = it { Some(ty) } else { None }).collect()
        }
        StreamItems::Raw => Vec::new(),
    }
}

/// The definition that a type names, however it is wrapped.
pub(crate) fn named(mut ty: &mut TypeRef) -> Option<&mut TypeId> {
    loop {
        match ty {
            TypeRef::Named(id) => return Some(id),
            TypeRef::List(it)
            | TypeRef::Map(it)
            | TypeRef::Option(it)
            | TypeRef::Patch(it)
            | TypeRef::Boxed(it) => ty = it,
            _ => return None,
        }
    }
}
