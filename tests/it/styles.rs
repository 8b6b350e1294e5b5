//! Generated calls with parameters in every style, as the bytes that a server gets.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it should be")]

use paradigm_client::{Call, Client};
use specsmith_runtime::Map;
use specsmith_tests::calls_styles::types::Color;
use specsmith_tests::calls_styles::untagged::{ReadArgs, ReadParams, read};
use specsmith_tests::calls_templates::untagged as templates;
use specsmith_tests::calls_whole_query::types::FormFilter;
use specsmith_tests::calls_whole_query::untagged as whole;

use crate::server::{Reply, Server};

/// The method, the target and the headers of those names.
async fn sent(call: Call<()>, headers: &[&str]) -> (String, Vec<String>) {
    let server = Server::start(vec![Reply::json(204, "")]).await.unwrap();
    Client::builder().base_url(server.url("")).build().unwrap().send(call).await.unwrap();
    let requests = server.requests();
    let request = requests.first().unwrap();
    let headers = headers.iter().map(|it| request.header(it).join(" | ")).collect();
    (format!("{} {}", request.method, request.target), headers)
}

#[tokio::test]
async fn each_style_is_written_as_the_document_says() {
    let (color, names) = (|| Color::new(1, 2), || vec!["a b".to_owned(), "c,d".to_owned()]);
    let args = ReadArgs {
        simple: color(),
        exploded: color(),
        label: color(),
        labels: names(),
        matrix: names(),
        matrices: color(),
        json: color(),
    };
    let plain = || vec!["a".to_owned(), "b".to_owned()];
    let params = ReadParams::default()
        .form(color())
        .joined(names())
        .spaced(plain())
        .piped(names())
        .pipes(names())
        .deep(color())
        .set_next("/a?b=c&d")
        .codes(vec![1, 2])
        .in_json(plain())
        .in_text("x y")
        .x_color(color())
        .x_colors(color())
        .x_json(vec!["é".to_owned()])
        .cookie("of=somebody; else=1")
        .spread(names())
        .together(plain())
        .plain("as%20is")
        .as_is(plain())
        .json_cookie(plain());
    let (line, headers) = sent(read(args, params), &["x-color", "x-colors", "x-json", "cookie"]).await;
    let path = [
        "R,1,G,2",
        "R=1,G=2",
        ".R,1,G,2",
        ".a%20b.c%2Cd",
        ";matrix=a%20b,c%2Cd",
        ";R=1;G=2",
        "%7B%22R%22%3A1%2C%22G%22%3A2%7D",
    ];
    let query = [
        "R=1",
        "G=2",
        "joined=a%20b,c%2Cd",
        "spaced=a%20b",
        "piped=a%20b%7Cc%2Cd",
        "pipes=a%20b",
        "pipes=c%2Cd",
        "deep%5BR%5D=1",
        "deep%5BG%5D=2",
        "next=/a?b=c%26d",
        "codes=1,2",
        "inJson=%5B%22a%22%2C%22b%22%5D",
        "inText=x%20y",
    ];
    assert_eq!(line, format!("GET /{}?{}", path.join("/"), query.join("&")));
    let cookies = [
        "of=somebody; else=1",
        "spread=a%20b",
        "spread=c%2Cd",
        "together=a,b",
        "plain=as%20is",
        "asIs=a,b",
        "jsonCookie=%5B%22a%22%2C%22b%22%5D",
    ];
    assert_eq!(headers, ["R,1,G,2", "R=1,G=2", "[\"\\u00e9\"]", &cookies.join("; ")]);
}

#[tokio::test]
async fn templates_and_methods() {
    for (call, expected) in [
        (templates::pair("1", "2"), "GET /pair/12"),
        (templates::file("a"), "GET /file/a.json"),
        (templates::create(), "POST /things"),
        (templates::post_things_beta_eq_true(), "POST /things?beta=true"),
        (templates::post_things_beta_eq_true_and_mode_eq_a_b(), "POST /things?beta=true&mode=a%20b"),
        (templates::found("a&b"), "GET /found?by=a%26b"),
        (templates::list(), "POST /"),
        (templates::queried(), "QUERY /methods"),
        (templates::copied(), "COPY /methods"),
        (templates::move_methods(), "Move /methods"),
    ] {
        assert_eq!(sent(call, &[]).await.0, expected);
    }
}

#[tokio::test]
async fn a_parameter_may_be_the_whole_query() {
    let filter = FormFilter::default().a(1).b(vec!["x".to_owned(), "y z".to_owned()]);
    assert_eq!(sent(whole::form(&filter), &[]).await.0, "GET /form?a=1&b=x&b=y+z");
    let json = Map::from([("a".to_owned(), 1.into())]);
    let call = whole::json(whole::JsonParams::default().json(json));
    assert_eq!(sent(call, &[]).await.0, "GET /json?%7B%22a%22%3A1%7D");
    let call = whole::text(whole::TextParams::default().path("$.a"));
    assert_eq!(sent(call, &[]).await.0, "GET /text?%24.a");
    assert_eq!(sent(whole::text(whole::TextParams::default()), &[]).await.0, "GET /text");
}
