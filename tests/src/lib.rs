//! The expected output of every case, compiled: a snapshot that does not compile fails the build.
#![forbid(unsafe_code)]
// What no longer compiles must not keep `bless` from replacing it: that runs without the feature.
#![cfg(feature = "api")]

#[rustfmt::skip]
#[path = "../cases/all_of/conflicts/expected/mod.rs"]
pub mod all_of_conflicts;

#[rustfmt::skip]
#[path = "../cases/all_of/merged/expected/mod.rs"]
pub mod all_of_merged;

#[rustfmt::skip]
#[path = "../cases/all_of/one_arm/expected/mod.rs"]
pub mod all_of_one_arm;

#[rustfmt::skip]
#[path = "../cases/calls/answers/expected/mod.rs"]
pub mod calls_answers;

#[rustfmt::skip]
#[path = "../cases/calls/bodies/expected/mod.rs"]
pub mod calls_bodies;

#[rustfmt::skip]
#[path = "../cases/calls/encodings/expected/mod.rs"]
pub mod calls_encodings;

#[rustfmt::skip]
#[path = "../cases/calls/errors/expected/mod.rs"]
pub mod calls_errors;

#[rustfmt::skip]
#[path = "../cases/calls/file_rules/expected/mod.rs"]
pub mod calls_file_rules;

#[rustfmt::skip]
#[path = "../cases/calls/headers/expected/mod.rs"]
pub mod calls_headers;

#[rustfmt::skip]
#[path = "../cases/calls/left_out/expected/mod.rs"]
pub mod calls_left_out;

#[rustfmt::skip]
#[path = "../cases/calls/media_types/expected/mod.rs"]
pub mod calls_media_types;

#[rustfmt::skip]
#[path = "../cases/calls/only/expected/mod.rs"]
pub mod calls_only;

#[rustfmt::skip]
#[path = "../cases/calls/optional_bodies/expected/mod.rs"]
pub mod calls_optional_bodies;

#[rustfmt::skip]
#[path = "../cases/calls/parameters/expected/mod.rs"]
pub mod calls_parameters;

#[rustfmt::skip]
#[path = "../cases/calls/repetition/expected/mod.rs"]
pub mod calls_repetition;

#[rustfmt::skip]
#[path = "../cases/calls/replies/expected/mod.rs"]
pub mod calls_replies;

#[rustfmt::skip]
#[path = "../cases/calls/schemes/expected/mod.rs"]
pub mod calls_schemes;

#[rustfmt::skip]
#[path = "../cases/calls/security/expected/mod.rs"]
pub mod calls_security;

#[rustfmt::skip]
#[path = "../cases/calls/servers/expected/mod.rs"]
pub mod calls_servers;

#[rustfmt::skip]
#[path = "../cases/calls/styles/expected/mod.rs"]
pub mod calls_styles;

#[rustfmt::skip]
#[path = "../cases/calls/templates/expected/mod.rs"]
pub mod calls_templates;

#[rustfmt::skip]
#[path = "../cases/calls/uploads/expected/mod.rs"]
pub mod calls_uploads;

#[rustfmt::skip]
#[path = "../cases/calls/webhooks/expected/mod.rs"]
pub mod calls_webhooks;

#[rustfmt::skip]
#[path = "../cases/calls/whole_query/expected/mod.rs"]
pub mod calls_whole_query;

#[rustfmt::skip]
#[path = "../cases/choices/constants/expected/mod.rs"]
pub mod choices_constants;

#[rustfmt::skip]
#[path = "../cases/choices/contradictions/expected/mod.rs"]
pub mod choices_contradictions;

#[rustfmt::skip]
#[path = "../cases/choices/mixed/expected/mod.rs"]
pub mod choices_mixed;

#[rustfmt::skip]
#[path = "../cases/choices/numbers/expected/mod.rs"]
pub mod choices_numbers;

#[rustfmt::skip]
#[path = "../cases/choices/spelling/expected/mod.rs"]
pub mod choices_spelling;

#[rustfmt::skip]
#[path = "../cases/doors/files/expected/mod.rs"]
pub mod doors_files;

#[rustfmt::skip]
#[path = "../cases/doors/files_named/expected/mod.rs"]
pub mod doors_files_named;

#[rustfmt::skip]
#[path = "../cases/doors/forgiven/expected/mod.rs"]
pub mod doors_forgiven;

#[rustfmt::skip]
#[path = "../cases/doors/keywords/expected/mod.rs"]
pub mod doors_keywords;

#[rustfmt::skip]
#[path = "../cases/doors/outer/expected/mod.rs"]
pub mod doors_outer;

#[rustfmt::skip]
#[path = "../cases/doors/references/expected/mod.rs"]
pub mod doors_references;

#[rustfmt::skip]
#[path = "../cases/doors/swagger/expected/mod.rs"]
pub mod doors_swagger;

#[rustfmt::skip]
#[path = "../cases/doors/swagger_bodies/expected/mod.rs"]
pub mod doors_swagger_bodies;

#[rustfmt::skip]
#[path = "../cases/doors/swagger_files/expected/mod.rs"]
pub mod doors_swagger_files;

#[rustfmt::skip]
#[path = "../cases/doors/swagger_parameters/expected/mod.rs"]
pub mod doors_swagger_parameters;

#[rustfmt::skip]
#[path = "../cases/doors/type_lists/expected/mod.rs"]
pub mod doors_type_lists;

#[rustfmt::skip]
#[path = "../cases/doors/webhooks_only/expected/mod.rs"]
pub mod doors_webhooks_only;

#[rustfmt::skip]
#[path = "../cases/forgiven/contradictions/expected/mod.rs"]
pub mod forgiven_contradictions;

#[rustfmt::skip]
#[path = "../cases/forgiven/duplicate_status/expected/mod.rs"]
pub mod forgiven_duplicate_status;

#[rustfmt::skip]
#[path = "../cases/forgiven/names/expected/mod.rs"]
pub mod forgiven_names;

#[rustfmt::skip]
#[path = "../cases/forgiven/operations/expected/mod.rs"]
pub mod forgiven_operations;

#[rustfmt::skip]
#[path = "../cases/forgiven/parameters/expected/mod.rs"]
pub mod forgiven_parameters;

#[rustfmt::skip]
#[path = "../cases/forgiven/patterns/expected/mod.rs"]
pub mod forgiven_patterns;

#[rustfmt::skip]
#[path = "../cases/forgiven/reference_targets/expected/mod.rs"]
pub mod forgiven_reference_targets;

#[rustfmt::skip]
#[path = "../cases/forgiven/references/expected/mod.rs"]
pub mod forgiven_references;

#[rustfmt::skip]
#[path = "../cases/forgiven/servers/expected/mod.rs"]
pub mod forgiven_servers;

#[rustfmt::skip]
#[path = "../cases/forgiven/statuses/expected/mod.rs"]
pub mod forgiven_statuses;

#[rustfmt::skip]
#[path = "../cases/forgiven/swagger/expected/mod.rs"]
pub mod forgiven_swagger;

#[rustfmt::skip]
#[path = "../cases/forgiven/wrong_types/expected/mod.rs"]
pub mod forgiven_wrong_types;

#[rustfmt::skip]
#[path = "../cases/jobs/pairs/expected/mod.rs"]
pub mod jobs_pairs;

#[rustfmt::skip]
#[path = "../cases/jobs/polls/expected/mod.rs"]
pub mod jobs_polls;

#[rustfmt::skip]
#[path = "../cases/names/clashes/expected/mod.rs"]
pub mod names_clashes;

#[rustfmt::skip]
#[path = "../cases/names/obstacle_course/expected/mod.rs"]
pub mod names_obstacle_course;

#[rustfmt::skip]
#[path = "../cases/names/operation_ids/expected/mod.rs"]
pub mod names_operation_ids;

#[rustfmt::skip]
#[path = "../cases/names/operations/expected/mod.rs"]
pub mod names_operations;

#[rustfmt::skip]
#[path = "../cases/names/pins/expected/mod.rs"]
pub mod names_pins;

#[rustfmt::skip]
#[path = "../cases/names/prelude/expected/mod.rs"]
pub mod names_prelude;

#[rustfmt::skip]
#[path = "../cases/overlays/update_and_remove/expected/mod.rs"]
pub mod overlays_update_and_remove;

#[rustfmt::skip]
#[path = "../cases/pages/rules/expected/mod.rs"]
pub mod pages_rules;

#[rustfmt::skip]
#[path = "../cases/pages/shapes/expected/mod.rs"]
pub mod pages_shapes;

#[rustfmt::skip]
#[path = "../cases/presence/additional/expected/mod.rs"]
pub mod presence_additional;

#[rustfmt::skip]
#[path = "../cases/presence/defaults/expected/mod.rs"]
pub mod presence_defaults;

#[rustfmt::skip]
#[path = "../cases/presence/inner_views/expected/mod.rs"]
pub mod presence_inner_views;

#[rustfmt::skip]
#[path = "../cases/presence/one_view/expected/mod.rs"]
pub mod presence_one_view;

#[rustfmt::skip]
#[path = "../cases/presence/two_views/expected/mod.rs"]
pub mod presence_two_views;

#[rustfmt::skip]
#[path = "../cases/scalars/configured/expected/mod.rs"]
pub mod scalars_configured;

#[rustfmt::skip]
#[path = "../cases/scalars/formats/expected/mod.rs"]
pub mod scalars_formats;

#[rustfmt::skip]
#[path = "../cases/scalars/unknown_formats/expected/mod.rs"]
pub mod scalars_unknown_formats;

#[rustfmt::skip]
#[path = "../cases/scalars/widths/expected/mod.rs"]
pub mod scalars_widths;

#[rustfmt::skip]
#[path = "../cases/shape/endless/expected/mod.rs"]
pub mod shape_endless;

#[rustfmt::skip]
#[path = "../cases/shape/inline_names/expected/mod.rs"]
pub mod shape_inline_names;

#[rustfmt::skip]
#[path = "../cases/shape/recursion/expected/mod.rs"]
pub mod shape_recursion;

#[rustfmt::skip]
#[path = "../cases/streams/configured/expected/mod.rs"]
pub mod streams_configured;

#[rustfmt::skip]
#[path = "../cases/streams/documented/expected/mod.rs"]
pub mod streams_documented;

#[rustfmt::skip]
#[path = "../cases/streams/whole/expected/mod.rs"]
pub mod streams_whole;

#[rustfmt::skip]
#[path = "../cases/trials/examples/expected/mod.rs"]
pub mod trials_examples;

#[rustfmt::skip]
#[path = "../cases/types/bare/expected/mod.rs"]
pub mod types_bare;

#[rustfmt::skip]
#[path = "../cases/types/choices/expected/mod.rs"]
pub mod types_choices;

#[rustfmt::skip]
#[path = "../cases/types/compositions/expected/mod.rs"]
pub mod types_compositions;

#[rustfmt::skip]
#[path = "../cases/types/deprecated/expected/mod.rs"]
pub mod types_deprecated;

#[rustfmt::skip]
#[path = "../cases/types/deprecated_parts/expected/mod.rs"]
pub mod types_deprecated_parts;

#[rustfmt::skip]
#[path = "../cases/types/docs/expected/mod.rs"]
pub mod types_docs;

#[rustfmt::skip]
#[path = "../cases/types/hostile_docs/expected/mod.rs"]
pub mod types_hostile_docs;

#[rustfmt::skip]
#[path = "../cases/types/inline/expected/mod.rs"]
pub mod types_inline;

#[rustfmt::skip]
#[path = "../cases/types/inner_recursion/expected/mod.rs"]
pub mod types_inner_recursion;

#[rustfmt::skip]
#[path = "../cases/types/limits/expected/mod.rs"]
pub mod types_limits;

#[rustfmt::skip]
#[path = "../cases/types/lints/expected/mod.rs"]
pub mod types_lints;

#[rustfmt::skip]
#[path = "../cases/types/presence/expected/mod.rs"]
pub mod types_presence;

#[rustfmt::skip]
#[path = "../cases/types/recursion/expected/mod.rs"]
pub mod types_recursion;

#[rustfmt::skip]
#[path = "../cases/types/scalars/expected/mod.rs"]
pub mod types_scalars;

#[rustfmt::skip]
#[path = "../cases/unions/beside/expected/mod.rs"]
pub mod unions_beside;

#[rustfmt::skip]
#[path = "../cases/unions/constants/expected/mod.rs"]
pub mod unions_constants;

#[rustfmt::skip]
#[path = "../cases/unions/enumerations/expected/mod.rs"]
pub mod unions_enumerations;

#[rustfmt::skip]
#[path = "../cases/unions/fields/expected/mod.rs"]
pub mod unions_fields;

#[rustfmt::skip]
#[path = "../cases/unions/inheritance/expected/mod.rs"]
pub mod unions_inheritance;

#[rustfmt::skip]
#[path = "../cases/unions/kinds/expected/mod.rs"]
pub mod unions_kinds;

#[rustfmt::skip]
#[path = "../cases/unions/mapping/expected/mod.rs"]
pub mod unions_mapping;

#[rustfmt::skip]
#[path = "../cases/unions/names/expected/mod.rs"]
pub mod unions_names;

#[rustfmt::skip]
#[path = "../cases/unions/nested/expected/mod.rs"]
pub mod unions_nested;

#[rustfmt::skip]
#[path = "../cases/unions/nulls/expected/mod.rs"]
pub mod unions_nulls;

#[rustfmt::skip]
#[path = "../cases/unions/one_arm/expected/mod.rs"]
pub mod unions_one_arm;

#[rustfmt::skip]
#[path = "../cases/unions/properties/expected/mod.rs"]
pub mod unions_properties;

#[rustfmt::skip]
#[path = "../cases/unions/recursive/expected/mod.rs"]
pub mod unions_recursive;

#[rustfmt::skip]
#[path = "../cases/unions/titles/expected/mod.rs"]
pub mod unions_titles;
