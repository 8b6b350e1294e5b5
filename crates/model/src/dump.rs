//! The model as text for people: what was decided, without how it is spelled.

mod messages;

use std::fmt::Write;

use crate::{
    Alias, Api, Arg, ArgsDef, Arm, Choice, ChoiceKind, ChoiceVariant, Construction, CookieStyle, EventData,
    EventVariant, EventsDef, Field, Group, HeaderStyle, Hook, HookReading, JobFn, Method, Operation, PagesFn,
    ParamsDef, PathStyle, PollCall, Presence, Reading, Repetition, ReplyDef, ReplyStatus, Reserved, Scheme,
    SchemeKind, SecurityUse, ServerDef, ServerVariable, Shelf, Source, Step, StreamFn, StreamItems,
    Streaming, Stride, Struct, Terminator, Told, TypeDef, TypeRef, Union, Wire,
};

/// One line for each thing decided.
pub fn dump(api: &Api) -> String {
    let mut page = Page { api, text: String::new() };
    page.line(0, &format!("module {} (feature {})", api.module, api.feature));
    for feature in api.parts.features() {
        page.line(0, &format!("feature {feature}"));
    }
    for Shelf { ident, feature, types } in &api.parts.shelves {
        let mut names: Vec<&str> = types.iter().map(|it| api.type_def(*it).ident().text()).collect();
        names.sort_unstable();
        let whose = feature.as_ref().unwrap_or(&api.feature);
        page.line(0, &format!("file {ident} ({whose}): {}", names.join(", ")));
    }
    for (constant, features) in &api.parts.constants {
        page.line(0, &format!("constant {constant} ({})", features.join(", ")));
    }
    for security in &api.securities {
        let alternatives: Vec<String> = security.alternatives.iter().map(|it| combination(it)).collect();
        page.line(0, &format!("security {} = {}", security.ident, alternatives.join(" or ")));
    }
    for ServerDef { ident, server } in &api.servers {
        page.line(0, &format!("server {ident} = {}", server.url));
        for ServerVariable { name, default, values } in &server.variables {
            let values = if values.is_empty() { String::new() } else { format!(" of {}", values.join(", ")) };
            page.line(1, &format!("{name} = {default:?}{values}"));
        }
    }
    for definition in &api.types {
        match definition {
            TypeDef::Struct(it) => page.structure(it),
            TypeDef::Choice(it) => page.choice(it),
            TypeDef::Union(it) => page.union(it),
            TypeDef::Alias(Alias { ident, docs: _, deprecated, ty }) => {
                let ty = page.ty(ty);
                page.line(0, &format!("type {ident} = {ty}{}", mark(*deprecated)));
            }
        }
    }
    for header in &api.headers {
        page.header(header);
    }
    for Group { ident, docs: _, operations } in &api.groups {
        page.line(0, &format!("group {ident}"));
        for operation in operations {
            page.operation(operation);
        }
    }
    for group in &api.groups {
        page.shared(group);
    }
    for Hook { ident, docs: _, deprecated, reading } in &api.hooks {
        let reading = match reading {
            HookReading::Json(ty) => format!("json {}", page.ty(ty)),
            HookReading::Text => "text".to_owned(),
        };
        page.line(0, &format!("webhook {ident} = {reading}{}", mark(*deprecated)));
    }
    page.text
}

fn combination(schemes: &[Scheme]) -> String {
    let words: Vec<String> = schemes
        .iter()
        .map(|Scheme { name, kind }| match kind {
            SchemeKind::Bearer => format!("{name} (bearer)"),
            SchemeKind::Basic => format!("{name} (basic)"),
            SchemeKind::Http(word) => format!("{name} (http {word:?})"),
            SchemeKind::Header(it) => format!("{name} (header {it:?})"),
            SchemeKind::Query(it) => format!("{name} (query {it:?})"),
            SchemeKind::Cookie(it) => format!("{name} (cookie {it:?})"),
        })
        .collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(" and ") }
}

struct Page<'a> {
    api: &'a Api,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:width$}{line}", "", width = indent * 2);
    }

    fn structure(&mut self, it: &Struct) {
        let Struct { ident, docs: _, deprecated, fields, extra, construction } = it;
        let made = match construction {
            Construction::Default => "default",
            Construction::New => "new",
        };
        self.line(0, &format!("struct {ident} ({made}){}", mark(*deprecated)));
        for field in fields {
            let Field { ident, wire, docs: _, deprecated, ty, presence, setter, fixed, limits } = field;
            let presence = match presence {
                Presence::Required => "required",
                Presence::Omittable => "omittable",
                Presence::Nullable => "nullable",
                Presence::OmittableOrNull => "omittable or null",
            };
            let setter = setter.as_ref().map(|it| format!(", set by {it}")).unwrap_or_default();
            let fixed = fixed.as_ref().map(|it| format!(", {it} unless given")).unwrap_or_default();
            let ty = self.ty(ty);
            self.line(1, &format!("{ident} {wire:?}: {ty}, {presence}{fixed}{setter}{}", mark(*deprecated)));
            for limit in limits {
                self.line(2, &format!("{limit:?}"));
            }
        }
        if let Some(extra) = extra {
            let value = self.ty(&extra.value);
            self.line(1, &format!("{} = every other key: {value}", extra.ident));
        }
    }

    fn choice(&mut self, it: &Choice) {
        let Choice { ident, docs: _, deprecated, kind, variants, other } = it;
        self.line(0, &format!("enum {ident}{}", mark(*deprecated)));
        for ChoiceVariant { ident, wire, docs: _ } in variants {
            let wire = match wire {
                Wire::Text(text) => format!("{text:?}"),
                other => other.to_string(),
            };
            self.line(1, &format!("{ident} = {wire}"));
        }
        let kind = match kind {
            ChoiceKind::Text => "string",
            ChoiceKind::Whole => "whole number",
            ChoiceKind::Mixed => "value",
        };
        self.line(1, &format!("{other} = every other {kind}"));
    }

    fn union(&mut self, it: &Union) {
        let Union { ident, docs: _, deprecated, tag, arms, other } = it;
        let tag = tag.as_ref().map(|it| format!(" told by {it:?}")).unwrap_or_default();
        self.line(0, &format!("union {ident}{tag}{}", mark(*deprecated)));
        for Arm { ident, docs: _, ty, told, from } in arms {
            let values = |it: &[Wire]| it.iter().map(Wire::to_string).collect::<Vec<_>>().join(" | ");
            let told = match told {
                Told::Tag(it) => values(it),
                Told::TagBeside(it) => format!("{} beside it", values(it)),
                Told::Fields => "told by its fields".to_owned(),
                Told::Kinds(it) => format!("{it:?}"),
            };
            let from = if *from { ", from the plain value" } else { "" };
            let ty = self.ty(ty);
            self.line(1, &format!("{ident} = {ty}, {told}{from}"));
        }
        self.line(1, &format!("{other} = any other JSON"));
    }

    fn operation(&mut self, it: &Operation) {
        let Operation {
            ident,
            docs: _,
            deprecated,
            method,
            template,
            security,
            arguments,
            args,
            params,
            body,
            steps,
            reading,
            reply,
            example: _,
            errors,
            headers,
            stream,
            pages,
            job,
        } = it;
        let security = match security {
            SecurityUse::Public => "public".to_owned(),
            SecurityUse::Const(it) => it.to_string(),
        };
        let method = spoken(method);
        self.line(1, &format!("fn {ident} = {method} {template} ({security}){}", mark(*deprecated)));
        for argument in arguments {
            let ty = self.ty(&argument.ty);
            self.line(2, &format!("argument {}: {ty}, by {:?}", argument.ident, argument.pass));
        }
        if let Some(ArgsDef { ident, fields }) = args {
            self.line(2, &format!("args {ident}"));
            for Arg { ident, docs: _, ty } in fields {
                let ty = self.ty(ty);
                self.line(3, &format!("{ident}: {ty}"));
            }
        }
        if let Some(ParamsDef { ident, fields }) = params {
            self.line(2, &format!("params {ident}"));
            for field in fields {
                let ty = self.ty(&field.ty);
                self.line(3, &format!("{}: {ty}{}", field.ident, mark(field.deprecated)));
            }
        }
        if let Some(body) = body {
            self.body(body);
        }
        for step in steps {
            self.line(2, &describe(step));
        }
        let words = self.reading(reading);
        self.line(2, &format!("reads {words}"));
        if let Reading::Stream(streaming) = reading {
            self.events(streaming);
        }
        if let Some(ReplyDef { ident, variants }) = reply {
            self.line(2, &format!("reply {ident}"));
            for variant in variants {
                let status = match variant.status {
                    ReplyStatus::Code(code) => code.to_string(),
                    ReplyStatus::Any => "any other success".to_owned(),
                };
                let reading = self.reading(&variant.reading);
                self.line(3, &format!("{} = {status}: {reading}", variant.ident));
            }
        }
        self.errors(errors);
        if !headers.is_empty() {
            let headers: Vec<String> = headers.iter().map(ToString::to_string).collect();
            self.line(2, &format!("headers {}", headers.join(", ")));
        }
        if let Some(StreamFn { ident, streaming }) = stream {
            let words = self.streaming(streaming);
            self.line(2, &format!("fn {ident} reads {words}"));
            self.events(streaming);
        }
        if let Some(it) = pages {
            self.pages(it);
        }
        if let Some(it) = job {
            self.job(it);
        }
    }

    fn pages(&mut self, it: &PagesFn) {
        let PagesFn { ident, paging, page, path, item } = it;
        let (page, item) = (self.ty(page), self.ty(item));
        self.line(2, &format!("fn {ident} reads pages {page} of {item} by {paging:?}"));
        for Stride { field, holds, deprecated } in path {
            self.line(3, &format!("through {field}, there {holds:?}{}", mark(*deprecated)));
        }
    }

    fn job(&mut self, it: &JobFn) {
        let JobFn { ident, pending, poll } = it;
        self.line(2, &format!("fn {ident} waits, pending {pending:?}"));
        let Some(PollCall { method, template, security, steps, reading, handles }) = poll else { return };
        let method = spoken(method);
        let reading = self.reading(reading);
        self.line(3, &format!("asks {method} {template} ({security:?}) and reads {reading}"));
        for step in steps {
            self.line(4, &describe(step));
        }
        for (name, from) in handles {
            self.line(4, &format!("path {name:?} from the first answer, {from:?}"));
        }
    }

    fn events(&mut self, streaming: &Streaming) {
        let StreamItems::Named(EventsDef { ident, variants, other }) = &streaming.items else { return };
        self.line(3, &format!("events {ident}"));
        for EventVariant { ident, name, data } in variants {
            let data = match data {
                EventData::Text => "text".to_owned(),
                EventData::Json(ty) => format!("json {}", self.ty(ty)),
            };
            self.line(4, &format!("{ident} = {name:?}: {data}"));
        }
        self.line(4, &format!("{other} = every other event"));
    }

    fn reading(&self, reading: &Reading) -> String {
        match reading {
            Reading::Nothing => "nothing".to_owned(),
            Reading::Json(ty) => format!("json {}", self.ty(ty)),
            Reading::JsonAs(media_type, ty) => format!("json {media_type:?} {}", self.ty(ty)),
            Reading::Text => "text".to_owned(),
            Reading::Bytes => "bytes".to_owned(),
            Reading::ByStatus => "by status".to_owned(),
            Reading::Stream(streaming) => self.streaming(streaming),
        }
    }

    fn streaming(&self, it: &Streaming) -> String {
        let Streaming { items, terminator } = it;
        let items = match items {
            StreamItems::Raw => "events".to_owned(),
            StreamItems::Data(ty) => format!("events of {}", self.ty(ty)),
            StreamItems::Whole(ty) => format!("whole events {}", self.ty(ty)),
            StreamItems::Named(it) => format!("events by name {}", it.ident),
            StreamItems::Values(media_type, ty) => format!("values {media_type:?} {}", self.ty(ty)),
        };
        let terminator = match terminator {
            Terminator::Sentinel(data) => format!("{data:?}"),
            Terminator::Event(name) => format!("the event {name:?}"),
            Terminator::Eof => "the end of the connection".to_owned(),
        };
        format!("a stream of {items} up to {terminator}")
    }

    fn ty(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Named(id) => self.api.type_def(*id).ident().to_string(),
            TypeRef::List(it) => format!("List<{}>", self.ty(it)),
            TypeRef::Map(it) => format!("Map<{}>", self.ty(it)),
            TypeRef::Option(it) => format!("Option<{}>", self.ty(it)),
            TypeRef::Patch(it) => format!("Patch<{}>", self.ty(it)),
            TypeRef::Boxed(it) => format!("Boxed<{}>", self.ty(it)),
            plain => format!("{plain:?}"),
        }
    }
}

fn mark(deprecated: bool) -> &'static str {
    if deprecated { ", deprecated" } else { "" }
}

fn spoken(method: &Method) -> String {
    match method {
        Method::Other(name) => name.clone(),
        known => format!("{known:?}").to_uppercase(),
    }
}

fn describe(step: &Step) -> String {
    let from = |value: &Source| match value {
        Source::Argument(it) => it.to_string(),
        Source::Args(it) => format!("args.{it}"),
        Source::Params(it) => format!("params.{it}"),
    };
    match step {
        Step::Path { wire, style: PathStyle::Simple, value } => format!("path {wire:?} from {}", from(value)),
        Step::Path { wire, style, value } => format!("path {wire:?} as {style:?} from {}", from(value)),
        Step::Query { wire, style, reserved, value } => {
            let kept = match reserved {
                Reserved::Encoded => "",
                Reserved::Kept => ", reserved characters kept,",
            };
            format!("query {wire:?} as {style:?}{kept} from {}", from(value))
        }
        Step::QueryString { wire, style, value } => {
            format!("whole query {wire:?} as {style:?} from {}", from(value))
        }
        Step::Header { wire, style: HeaderStyle::Simple, value } => {
            format!("header {wire:?} from {}", from(value))
        }
        Step::Header { wire, style, value } => format!("header {wire:?} as {style:?} from {}", from(value)),
        Step::Cookie { wire, style: CookieStyle::FormExploded, value } => {
            format!("cookie {wire:?} from {}", from(value))
        }
        Step::Cookie { wire, style, value } => format!("cookie {wire:?} as {style:?} from {}", from(value)),
        Step::Cookies { wire, value } => format!("cookies {wire:?} from {}", from(value)),
        Step::Server(it) => format!("server {it}"),
        Step::Body => "body from body".to_owned(),
        Step::Long => "long".to_owned(),
        Step::Repetition(Repetition::Idempotent) => "idempotent".to_owned(),
        Step::Repetition(Repetition::NonIdempotent) => "not idempotent".to_owned(),
    }
}
