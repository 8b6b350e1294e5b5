//! Calls of every function, in every media type, with the least and with all that they may hold: what is shown to
//! judges from outside.

use std::collections::BTreeMap;

use specsmith_model::{
    Amount, Api, ArgumentPass, BodyDef, BodyKind, BodyNeed, BodyVariant, Content, Given, Ident, Method,
    Operation, Probe, Sample, Source, TypeDef, TypeRef, Wire,
};
use specsmith_spec::{self as spec, Graph, SchemaId};

use crate::examples::{body_schema, parameter_schema};
use crate::media::{is_json, is_range, is_xml};
use crate::operations::known_as;
use crate::samples::{Fill, sample};
use crate::sayable::Sayable;
use crate::views::View;

/// Calls of every function, in the order of the document.
pub fn probes(graph: &Graph<'_>, api: &Api) -> Vec<Probe> {
    let said: BTreeMap<(Method, String), &spec::Operation<'_>> =
        graph.operations.iter().map(|it| (known_as(it), it)).collect();
    let mut probes = Vec::new();
    for group in &api.groups {
        for it in &group.operations {
            let Some(said) = said.get(&(it.method.clone(), it.template.clone())) else { continue };
            let maker = Maker { graph, said, it, group: &group.ident, types: &api.types };
            maker.probes(&it.ident, &mut probes);
            if let Some(stream) = &it.stream {
                maker.probes(&stream.ident, &mut probes);
            }
        }
    }
    probes
}

struct Maker<'g, 't> {
    graph: &'g Graph<'t>,
    said: &'g spec::Operation<'t>,
    it: &'g Operation,
    group: &'g Ident,
    types: &'g [TypeDef],
}

impl Maker<'_, '_> {
    /// The least comes before all, so that what is the same as it can be left out.
    fn probes(&self, function: &Ident, probes: &mut Vec<Probe>) {
        let first = probes.len();
        let none = self.it.body.as_ref().is_none_or(|it| it.need == BodyNeed::Optional);
        let variants =
            self.it.body.iter().flat_map(|body| body.variants.iter().map(move |it| Some((body, it))));
        let bodies: Vec<Option<(&BodyDef, &BodyVariant)>> =
            none.then_some(None).into_iter().chain(variants).collect();
        for body in bodies {
            for amount in [Amount::Least, Amount::All] {
                let probe = Probe {
                    group: self.group.clone(),
                    function: function.clone(),
                    operation: format!("{} {}", self.it.method, self.it.template),
                    media_type: body.map(|(_, variant)| variant.media_type.clone()),
                    amount,
                    arguments: self.arguments(body, amount),
                };
                let known = |it: &Probe| it.arguments == probe.arguments && it.media_type == probe.media_type;
                if !probes.iter().skip(first).any(known) {
                    probes.push(probe);
                }
            }
        }
    }

    fn arguments(&self, body: Option<(&BodyDef, &BodyVariant)>, amount: Amount) -> Option<Vec<Given>> {
        let mut arguments = Vec::new();
        for argument in &self.it.arguments {
            let from = |it: &Source| matches!(it, Source::Argument(ident) if *ident == argument.ident);
            let value = self.parameter(from, amount)?;
            arguments.push(match (argument.pass, &argument.ty, value) {
                (ArgumentPass::Reference, TypeRef::String, Sample::Single(Wire::Text(it))) => Given::Text(it),
                (ArgumentPass::Reference, TypeRef::List(_), value) => Given::List(value.to_string()),
                (pass, _, value) => Given::Value(pass, value.to_string()),
            });
        }
        if let Some(args) = &self.it.args {
            let value = |field: &Ident| {
                let from = |it: &Source| matches!(it, Source::Args(ident) if ident == field);
                Some((field.clone(), self.parameter(from, amount)?.to_string()))
            };
            let fields = args.fields.iter().map(|it| value(&it.ident)).collect::<Option<_>>()?;
            arguments.push(Given::Args(args.ident.clone(), fields));
        }
        match body {
            Some((body, variant)) => arguments.push(Given::Body(
                body.ident.clone(),
                variant.ident.clone(),
                self.content(variant, amount)?,
            )),
            None => arguments.extend(self.it.body.as_ref().map(|_| Given::NoBody)),
        }
        if let Some(params) = &self.it.params {
            let value = |field: &Ident| {
                let from = |it: &Source| matches!(it, Source::Params(ident) if ident == field);
                Some((field.clone(), self.parameter(from, amount)?.to_string()))
            };
            let fields = match amount {
                Amount::Least => Vec::new(),
                Amount::All => params.fields.iter().filter_map(|it| value(&it.ident)).collect(),
            };
            arguments.push(Given::Params(params.ident.clone(), fields));
        }
        Some(arguments)
    }

    fn parameter(&self, from: impl Fn(&Source) -> bool, amount: Amount) -> Option<Sample> {
        let schema = parameter_schema(self.said, &self.it.steps, from)?;
        self.sample(schema, amount)
    }

    fn content(&self, variant: &BodyVariant, amount: Amount) -> Option<Content> {
        let schema = body_schema(self.graph, self.said, variant);
        Some(match (variant.kind, schema) {
            (BodyKind::Bytes, _) => {
                let media_type = one_of(&variant.media_type).to_owned();
                // Eight letters are base64, too, where that is what a schema says.
                let text = if is_json(&media_type) { "\"contents\"" } else { "contents" };
                Content::Bytes { text: text.to_owned(), media_type }
            }
            (BodyKind::Text, Some(schema)) => match self.sample(schema, amount) {
                Some(Sample::Single(Wire::Text(it))) => Content::Text(it),
                _ => Content::Text(text(&variant.media_type).to_owned()),
            },
            (BodyKind::Text, None) => Content::Text(text(&variant.media_type).to_owned()),
            (_, None) => Content::Value(Sample::text("any").to_string()),
            (kind, Some(schema)) => {
                let sample = self.sample(schema, amount)?;
                Content::Value(Sayable(self.types).body(kind, &variant.ty, &sample)?.to_string())
            }
        })
    }

    fn sample(&self, schema: SchemaId, amount: Amount) -> Option<Sample> {
        let fill = match amount {
            Amount::Least => Fill::Required,
            Amount::All => Fill::All,
        };
        // What is too large to be shown whole is shown by what it demands.
        sample(self.graph, schema, View::Request, fill)
            .or_else(|| sample(self.graph, schema, View::Request, Fill::Required))
    }
}

/// A text of a media type of whose content nothing is known.
fn text(media_type: &str) -> &'static str {
    if is_xml(media_type) { "<text/>" } else { "text" }
}

/// A media type that is one of a range.
fn one_of(media_type: &str) -> &str {
    match media_type {
        "audio/*" => "audio/mpeg",
        "image/*" => "image/png",
        "text/*" => "text/plain",
        "video/*" => "video/mp4",
        it if is_range(it) => "application/octet-stream",
        it => it,
    }
}
