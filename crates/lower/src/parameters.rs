//! Parameters: required ones become arguments, or fields of a struct where they are many; optional ones the fields of
//! another.

use specsmith_model::{
    Arg, ArgsDef, Argument, ArgumentPass, Ident, Parameter, ParamsDef, Source, Step, TypeRef,
};
use specsmith_spec::{Operation, ParameterPlace};

use crate::operations::Companions;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::{Types, member_docs};
use crate::views::View;
use crate::{keys, names, styles};

/// Nobody can tell more arguments apart than these.
const MOST_ARGUMENTS: usize = 7;

/// What becomes of an operation's parameters.
pub(crate) struct Parameters {
    pub(crate) arguments: Vec<Argument>,
    pub(crate) args: Option<ArgsDef>,
    pub(crate) params: Option<ParamsDef>,
    pub(crate) steps: Vec<Step>,
}

/// Decides on all parameters of one operation. `owner` begins the names of types that stand inside them.
pub(crate) fn parameters<'t>(
    operation: &Operation<'t>,
    companions: &mut Companions<'_>,
    owner: &Ident,
    types: &mut Types<'_, 't, '_, '_>,
) -> Parameters {
    let optional = operation.parameters.iter().any(|it| !it.required);
    let many = arguments(operation, optional) > MOST_ARGUMENTS;
    let args = many.then(|| companions.name(operation.node, NameKind::Args, types));
    let params = optional.then(|| companions.name(operation.node, NameKind::Params, types));
    let idents = idents(operation, companions, (args.as_ref(), params.as_ref()), types);
    let mut setters = setters(operation, &idents, types).into_iter();
    let mut made = Parameters { arguments: Vec::new(), args: None, params: None, steps: Vec::new() };
    let mut given = Vec::new();
    let mut fields = Vec::new();
    let all = operation.parameters.iter().zip(idents).map(|(it, ident)| {
        let setter = if it.required { None } else { setters.next() };
        (it, ident, setter)
    });
    let mut all: Vec<_> = all.collect();
    // Path parameters stand in the order of the path; the others keep the document's.
    all.sort_by_key(|(it, _, _)| {
        let path = it.place == ParameterPlace::Path;
        operation.template.iter().position(|name| path && *name == it.name).unwrap_or(usize::MAX)
    });
    for (parameter, ident, setter) in all {
        let inner = names::inner_type_name(owner, parameter.name);
        types.travel(View::Request);
        let ty = types.type_of(parameter.schema, &inner);
        let value = match setter {
            None if args.is_some() => {
                let docs = member_docs(parameter.name, parameter.docs, types.graph, parameter.schema);
                given.push(Arg { ident: ident.clone(), docs, ty });
                Source::Args(ident)
            }
            None => {
                made.arguments.push(Argument { ident: ident.clone(), pass: pass(&ty), ty });
                Source::Argument(ident)
            }
            Some(setter) => {
                let docs = member_docs(parameter.name, parameter.docs, types.graph, parameter.schema);
                let deprecated = parameter.docs.deprecated;
                fields.push(Parameter { ident: ident.clone(), setter, docs, deprecated, ty });
                Source::Params(ident)
            }
        };
        made.steps.push(styles::step(parameter, value, types));
    }
    made.args = args.map(|ident| ArgsDef { ident, fields: given });
    made.params = params.map(|ident| ParamsDef { ident, fields });
    made
}

/// How many arguments the function would have.
fn arguments(operation: &Operation<'_>, optional: bool) -> usize {
    let required = operation.parameters.iter().filter(|it| it.required).count();
    let body = operation.body.as_ref().is_some_and(|it| !it.media.is_empty());
    required + usize::from(body) + usize::from(optional)
}

fn idents(
    operation: &Operation<'_>,
    companions: &Companions<'_>,
    (args, params): (Option<&Ident>, Option<&Ident>),
    types: &mut Types<'_, '_, '_, '_>,
) -> Vec<Ident> {
    let function = format!("{}.", companions.function);
    let required = args.map(|it| companions.member(it, "."));
    let optional = params.map(|it| companions.member(it, "."));
    let claims = operation.parameters.iter().map(|it| {
        let place = it.place.word();
        let (kind, path) = match if it.required { required.as_ref() } else { optional.as_ref() } {
            Some(fields) => (NameKind::Field, fields.clone()),
            None => (NameKind::Argument, function.clone()),
        };
        let by_place = names::value_name(&format!("{} {place}", it.name));
        Claim {
            node: it.node,
            key: companions.part(&format!("parameters/{place}:{}", keys::escape(it.name))),
            listed: Some(Listed { kind, path }),
            candidates: vec![
                Candidate::new(names::value_name(it.name), Rule::Parameter),
                Candidate::new(by_place, Rule::Qualified("where it travels")),
            ],
        }
    });
    Scope::with(&["body", "params"]).claim_all(claims.collect(), types.ledger, types.diagnostics)
}

/// The setters of the optional parameters, in order.
fn setters(operation: &Operation<'_>, idents: &[Ident], types: &mut Types<'_, '_, '_, '_>) -> Vec<Ident> {
    let optional = operation.parameters.iter().zip(idents).filter(|(it, _)| !it.required);
    let claims = optional.map(|(it, ident)| names::setter_claim(it.node, ident)).collect();
    names::setters().claim_all(claims, types.ledger, types.diagnostics)
}

/// Small values are handed over as they are.
fn pass(ty: &TypeRef) -> ArgumentPass {
    match ty {
        TypeRef::Bool
        | TypeRef::I32
        | TypeRef::I64
        | TypeRef::I128
        | TypeRef::U32
        | TypeRef::U64
        | TypeRef::F64
        | TypeRef::DateTime
        | TypeRef::Date => ArgumentPass::Value,
        _ => ArgumentPass::Reference,
    }
}
