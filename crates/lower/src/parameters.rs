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

/// Decides on all parameters of one operation. `owner` begins the names of types that stand inside them.
pub(crate) fn parameters(
    operation: &Operation<'_>,
    ident: &Ident,
    owner: &Ident,
    types: &mut Types<'_, '_, '_, '_>,
) -> Parameters {
    let idents = idents(operation, types);
    let mut made = Parameters { arguments: Vec::new(), params: None, steps: Vec::new() };
    let mut fields = Vec::new();
    let mut all: Vec<_> = operation.parameters.iter().zip(idents).collect();
    // Path parameters stand in the order of the path; the others keep the document's.
    all.sort_by_key(|(it, _)| {
        operation.template.iter().position(|name| *name == it.name).unwrap_or(usize::MAX)
    });
    for (parameter, ident) in all {
        let inner = names::inner_type_name(owner, parameter.name);
        let ty = types.type_of(parameter.schema, &inner);
        let value = if parameter.required {
            made.arguments.push(Argument { ident: ident.clone(), pass: pass(&ty), ty });
            Source::Argument(ident)
        } else {
            fields.push(Parameter {
                ident: ident.clone(),
                setter: names::setter_name(&ident),
                docs: parameter_docs(parameter),
                deprecated: parameter.docs.deprecated,
                ty,
            });
            Source::Params(ident)
        };
        made.steps.push(step(parameter, value));
    }
    if !fields.is_empty() {
        made.params = Some(ParamsDef { ident: names::companion_name(ident, "Params"), fields });
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

fn parameter_docs(parameter: &spec::Parameter<'_>) -> specsmith_model::Docs {
    property_docs(parameter.name, parameter.docs)
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
