//! Parameters: required ones become arguments, optional ones the fields of one struct.

use specsmith_model::{Argument, ArgumentPass, Ident, Parameter, ParamsDef, Source, Step, Style, TypeRef};
use specsmith_spec::{self as spec, Operation, ParameterPlace};

use crate::names;
use crate::scope::{Claim, Scope};
use crate::types::{Types, property_docs};

/// What becomes of an operation's parameters.
pub(crate) struct Parameters {
    pub(crate) arguments: Vec<Argument>,
    pub(crate) params: Option<ParamsDef>,
    pub(crate) steps: Vec<Step>,
}

/// Decides on all parameters of one operation. `companion` begins the name of their struct, `owner` the names of types
/// that stand inside them.
pub(crate) fn parameters(
    operation: &Operation<'_>,
    companion: &Ident,
    owner: &Ident,
    types: &mut Types<'_, '_, '_, '_>,
) -> Parameters {
    let idents = idents(operation, types);
    let mut setters = setters(operation, &idents, types).into_iter();
    let mut made = Parameters { arguments: Vec::new(), params: None, steps: Vec::new() };
    let mut fields = Vec::new();
    let all = operation.parameters.iter().zip(idents).map(|(it, ident)| {
        let setter = if it.required { None } else { setters.next() };
        (it, ident, setter)
    });
    let mut all: Vec<_> = all.collect();
    // Path parameters stand in the order of the path; the others keep the document's.
    all.sort_by_key(|(it, _, _)| {
        operation.template.iter().position(|name| *name == it.name).unwrap_or(usize::MAX)
    });
    for (parameter, ident, setter) in all {
        let inner = names::inner_type_name(owner, parameter.name);
        let ty = types.type_of(parameter.schema, &inner);
        let value = match setter {
            None => {
                made.arguments.push(Argument { ident: ident.clone(), pass: pass(&ty), ty });
                Source::Argument(ident)
            }
            Some(setter) => {
                let docs = property_docs(parameter.name, parameter.docs);
                let deprecated = parameter.docs.deprecated;
                fields.push(Parameter { ident: ident.clone(), setter, docs, deprecated, ty });
                Source::Params(ident)
            }
        };
        made.steps.push(step(parameter, value));
    }
    if !fields.is_empty() {
        made.params = Some(ParamsDef { ident: names::companion_name(companion, "Params"), fields });
    }
    made
}

fn idents(operation: &Operation<'_>, types: &mut Types<'_, '_, '_, '_>) -> Vec<Ident> {
    let claims = operation.parameters.iter().map(|it| {
        let place = match it.place {
            ParameterPlace::Path => "path",
            ParameterPlace::Query => "query",
            ParameterPlace::Header => "header",
            ParameterPlace::Cookie => "cookie",
        };
        let pinned = types.ledger.pin(|| it.node.pointer());
        let plain = names::value_name(it.name);
        let by_place = names::value_name(&format!("{} {place}", it.name));
        let order = format!("{:?} {}", it.place, it.name);
        Claim { node: it.node, order, candidates: pinned.into_iter().chain([plain, by_place]).collect() }
    });
    let claims = claims.collect();
    Scope::with(&["body", "params"]).claim_all(claims, types.diagnostics)
}

/// The setters of the optional parameters, in order.
fn setters(operation: &Operation<'_>, idents: &[Ident], types: &mut Types<'_, '_, '_, '_>) -> Vec<Ident> {
    let optional = operation.parameters.iter().zip(idents).filter(|(it, _)| !it.required);
    let claims = optional.map(|(it, ident)| names::setter_claim(it.node, ident)).collect();
    names::setters().claim_all(claims, types.diagnostics)
}

/// Small values are handed over as they are.
fn pass(ty: &TypeRef) -> ArgumentPass {
    match ty {
        TypeRef::Bool
        | TypeRef::I32
        | TypeRef::I64
        | TypeRef::F32
        | TypeRef::F64
        | TypeRef::DateTime
        | TypeRef::Date => ArgumentPass::Value,
        _ => ArgumentPass::Reference,
    }
}

fn step(parameter: &spec::Parameter<'_>, value: Source) -> Step {
    let wire = parameter.name.to_owned();
    match parameter.place {
        ParameterPlace::Path => Step::Path { wire, value },
        ParameterPlace::Header => Step::Header { wire, value },
        ParameterPlace::Cookie => Step::Cookie { wire, value },
        ParameterPlace::Query => {
            let style = match parameter.style {
                spec::Style::Simple | spec::Style::FormExploded => Style::FormExploded,
                spec::Style::Form => Style::Form,
                spec::Style::SpaceDelimited => Style::SpaceDelimited,
                spec::Style::PipeDelimited => Style::PipeDelimited,
                spec::Style::DeepObject => Style::DeepObject,
                spec::Style::Json => Style::Json,
            };
            Step::Query { wire, style, value }
        }
    }
}
