//! Bodies, error bodies and headers as text for people.

use super::Page;
use crate::{BodyDef, BodyKind, BodyNeed, Encoding, ErrorVariant, Errors, Group, HeaderDef, Reserved};

impl Page<'_> {
    pub(super) fn body(&mut self, it: &BodyDef) {
        let BodyDef { ident, need, variants, from } = it;
        let need = match need {
            BodyNeed::Required => "",
            BodyNeed::Optional => ", or none",
        };
        self.line(2, &format!("body {ident}{need}"));
        for (index, variant) in variants.iter().enumerate() {
            let kind = match variant.kind {
                BodyKind::Json => "json",
                BodyKind::Form => "form",
                BodyKind::Multipart => "multipart",
                BodyKind::Text => "text",
                BodyKind::Bytes => "bytes",
            };
            let plain = if from.contains(&index) { ", from the plain value" } else { "" };
            let ty = self.ty(&variant.ty);
            let switch = variant.switch.as_ref();
            let switch = switch.map(|it| format!(", asks for a stream by {}", it.field)).unwrap_or_default();
            let media_type = &variant.media_type;
            self.line(3, &format!("{} = {kind} {media_type:?}: {ty}{plain}{switch}", variant.ident));
            for Encoding { property, content_type, style, reserved, headers } in &variant.encodings {
                let content_type = content_type.as_ref().map(|it| format!(" as {it:?}")).unwrap_or_default();
                let style = style.as_ref().map(|it| format!(" as {it:?}")).unwrap_or_default();
                let reserved = match reserved {
                    Reserved::Encoded => "",
                    Reserved::Kept => ", reserved characters kept",
                };
                let headers: String =
                    headers.iter().map(|(name, value)| format!(", {name}: {value}")).collect();
                self.line(4, &format!("{property:?}{content_type}{style}{reserved}{headers}"));
            }
        }
    }

    pub(super) fn errors(&mut self, it: &Errors) {
        // What is shared stands by itself: the operation is the same without the other.
        let Errors { bodies, ident, same: _ } = it;
        if let Some(ident) = ident {
            self.line(2, &format!("errors {ident}"));
        }
        for ErrorVariant { ident: variant, ty, statuses } in bodies {
            let statuses: Vec<String> = statuses.iter().map(ToString::to_string).collect();
            let (ty, statuses) = (self.ty(ty), statuses.join(", "));
            match ident {
                Some(_) => self.line(3, &format!("{variant} = {statuses}: {ty}")),
                None => self.line(2, &format!("error {statuses}: {ty}")),
            }
        }
    }

    pub(super) fn shared(&mut self, group: &Group) {
        let Group { ident: module, docs: _, operations } = group;
        for Errors { bodies: _, ident, same } in operations.iter().map(|it| &it.errors) {
            if let (Some(ident), Some((other, same))) = (ident, same) {
                self.line(0, &format!("errors {module}::{ident} = {other}::{same}"));
            }
        }
    }

    pub(super) fn header(&mut self, it: &HeaderDef) {
        let HeaderDef { ident, wire, docs: _, ty, form } = it;
        let ty = self.ty(ty);
        self.line(0, &format!("header {ident} = {wire:?}: {ty}, {form:?}"));
    }
}
