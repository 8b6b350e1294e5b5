//! Where the next page is: the rule as a pure function of a page and of the query that asked for it.

use http::HeaderMap;
use http::header::LINK;

use crate::percent::{encode, push_literal_query};
use crate::pointer;

/// How the pages of an operation follow each other. Places are JSON pointers into a page, such as `/meta/next`, where a
/// step `-1` is the last item of a list.
///
/// A page without items is one like any other, except where a rule says that it is the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// A page holds the URL of the next one. Only its query is taken, and put to the operation's own path and origin: a
    /// URL on another host must not get the credential.
    NextUrl {
        /// Where; the last page has null, nothing or blank there.
        at: &'static str,
    },
    /// The header `Link` of a page holds the URL of the next one, as `rel="next"`; its query is taken likewise.
    Link,
    /// A page holds a word that asks for the next one.
    Cursor {
        /// The query parameter for it.
        parameter: &'static str,
        /// Where; the last page has null, nothing or blank there.
        at: &'static str,
        /// Where a page says whether another follows, if it does.
        more: Option<&'static str>,
    },
    /// Pages have numbers.
    Number {
        /// The query parameter for them.
        parameter: &'static str,
        /// The number of the first.
        first: u64,
        /// What says whether another follows.
        more: More,
    },
    /// A page begins behind the items of those before.
    Offset {
        /// The query parameter for how many these are.
        parameter: &'static str,
        /// What the first item counts as: 0, or 1.
        first: u64,
        /// Where the items are.
        items: &'static str,
        /// What says whether another follows.
        more: More,
    },
}

/// What says whether another page follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum More {
    /// There stands `true`.
    Flag(&'static str),
    /// There stands how many there are: pages where pages have numbers, and else items.
    Total(&'static str),
    /// There stands something, and not null.
    Present(&'static str),
    /// The list there has items.
    Items(&'static str),
}

impl More {
    /// `passed` is how many of what a total counts are behind us with this page.
    fn follows(self, page: &[u8], passed: u64) -> bool {
        let at = |place| pointer::at(page, place);
        match self {
            Self::Flag(place) => at(place) == Some(pointer::Found::Bool(true)),
            Self::Total(place) => at(place).and_then(|it| it.number()).is_some_and(|total| passed < total),
            Self::Present(place) => at(place).is_some_and(|it| it != pointer::Found::Null),
            Self::Items(place) => matches!(at(place), Some(pointer::Found::List(1..))),
        }
    }
}

impl Paging {
    /// The query of the page behind one, encoded pair by pair; `None` behind the last. `query` is that of this page. The
    /// error is a sentence that holds nothing of either.
    pub(crate) fn next(
        self,
        query: &[String],
        page: &[u8],
        headers: &HeaderMap,
    ) -> Result<Option<Vec<String>>, &'static str> {
        match self {
            Self::NextUrl { at } => {
                pointer::at(page, at).and_then(pointer::Found::text).map(|url| of_url(&url)).transpose()
            }
            Self::Link => next_link(headers).map(of_url).transpose(),
            Self::Cursor { parameter, at, more } => {
                let over = more.is_some_and(|more| !More::Flag(more).follows(page, 0));
                let cursor = pointer::at(page, at).and_then(pointer::Found::text).filter(|_| !over);
                Ok(cursor.map(|cursor| with(query, parameter, &cursor)))
            }
            Self::Number { parameter, first, more } => {
                let number = asked(query, parameter).unwrap_or(first);
                let passed = number.saturating_sub(first).saturating_add(1);
                let next = number.saturating_add(1).to_string();
                Ok(more.follows(page, passed).then(|| with(query, parameter, &next)))
            }
            Self::Offset { parameter, first, items, more } => {
                let Some(pointer::Found::List(count)) = pointer::at(page, items) else {
                    return Err("the page has no list of items where one is expected");
                };
                let next = asked(query, parameter).unwrap_or(first).saturating_add(count as u64);
                let passed = next.saturating_sub(first);
                Ok(more.follows(page, passed).then(|| with(query, parameter, &next.to_string())))
            }
        }
    }
}

/// A query with another value for a parameter.
fn with(query: &[String], parameter: &str, value: &str) -> Vec<String> {
    let begins = format!("{}=", encode(parameter));
    let others = query.iter().filter(|it| !it.starts_with(&begins)).cloned();
    others.chain([format!("{begins}{}", encode(value))]).collect()
}

/// The number that a query has for a parameter.
fn asked(query: &[String], parameter: &str) -> Option<u64> {
    let begins = format!("{}=", encode(parameter));
    query.iter().find_map(|it| it.strip_prefix(&begins)?.parse().ok())
}

/// The query of a URL, and nothing else of it.
fn of_url(url: &str) -> Result<Vec<String>, &'static str> {
    /// What is longer is no query that a server would take.
    const LONGEST: usize = 16 << 10;
    let url = url.split('#').next().unwrap_or_default();
    let query = url.split_once('?').map(|(_, query)| query).filter(|it| !it.is_empty());
    let query = query.ok_or("the URL of the next page has no query, and nothing else of it is followed")?;
    if query.len() > LONGEST {
        return Err("the URL of the next page is too long");
    }
    Ok(query.split('&').filter(|it| !it.is_empty()).map(literally).collect())
}

fn literally(pair: &str) -> String {
    let mut out = String::new();
    push_literal_query(&mut out, pair);
    out
}

/// The target of the link to the next page (RFC 8288).
fn next_link(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(LINK).iter().filter_map(|it| it.to_str().ok());
    let links = lines.flat_map(|line| line.split('<').skip(1));
    links.filter_map(|link| link.split_once('>')).find(|(_, words)| is_next(words)).map(|(target, _)| target)
}

fn is_next(words: &str) -> bool {
    let pairs = words.split([';', ',']).filter_map(|it| it.split_once('='));
    let rel =
        pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("rel")).map(|(_, value)| value).next();
    rel.is_some_and(|it| it.trim().trim_matches('"').split(' ').any(|it| it.eq_ignore_ascii_case("next")))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn pairs(query: &str) -> Vec<String> {
        query.split('&').filter(|it| !it.is_empty()).map(str::to_owned).collect()
    }

    #[track_caller]
    fn check(paging: Paging, query: &str, page: &str, expected: Option<&str>) {
        let next = paging.next(&pairs(query), page.as_bytes(), &HeaderMap::new()).unwrap();
        assert_eq!(next.map(|it| it.join("&")).as_deref(), expected, "{page}");
    }

    #[test]
    fn a_next_url_gives_its_query_and_nothing_else() {
        let next = Paging::NextUrl { at: "/next" };
        check(
            next,
            "a=1",
            r#"{"next":"https://other.example/x?page=2&b=%20c+d#f"}"#,
            Some("page=2&b=%20c+d"),
        );
        check(next, "", r#"{"next":"/x?page=2"}"#, Some("page=2"));
        check(next, "", r#"{"next":"?c=é '\" {}<>"}"#, Some("c=%C3%A9%20%27%22%20%7B%7D%3C%3E"));
        for last in [r#"{"next":null}"#, r#"{"next":""}"#, "{}", "[]", "", "{\"next\":{}}"] {
            check(next, "a=1", last, None);
        }
        for bad in [r#"{"next":"https://other.example/page/2"}"#, r#"{"next":"2"}"#, r#"{"next":"/x?#a=1"}"#]
        {
            let error = next.next(&[], bad.as_bytes(), &HeaderMap::new()).unwrap_err();
            assert_eq!(error, "the URL of the next page has no query, and nothing else of it is followed");
        }
        let long = format!(r#"{{"next":"?{}"}}"#, "x".repeat(20_000));
        assert!(next.next(&[], long.as_bytes(), &HeaderMap::new()).is_err());
    }

    #[test]
    fn a_link_is_found_among_others() {
        for (line, expected) in [
            (r#"<https://x.example/y?page=2>; rel="next""#, Some("page=2")),
            (r#"<?p=1,2>; rel=prev, <?p=3,4>; rel=next, <?p=9>; rel="last""#, Some("p=3,4")),
            (r#"<?p=3>; title="a"; REL="last Next""#, Some("p=3")),
            (r#"<?p=3>; rel="nextish""#, None),
            ("?p=3; rel=next", None),
            ("<", None),
        ] {
            let headers = HeaderMap::from_iter([(LINK, line.parse().unwrap())]);
            let next = Paging::Link.next(&[], b"[]", &headers).unwrap();
            assert_eq!(next.map(|it| it.join("&")).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_cursor_takes_the_place_of_the_one_before() {
        let cursor = Paging::Cursor { parameter: "after", at: "/last", more: Some("/has_more") };
        let page = r#"{"last":"a b","has_more":true}"#;
        check(cursor, "limit=2", page, Some("limit=2&after=a%20b"));
        check(cursor, "after=x&limit=2", page, Some("limit=2&after=a%20b"));
        check(cursor, "", r#"{"last":5,"has_more":true}"#, Some("after=5"));
        check(cursor, "", r#"{"last":"a","has_more":false}"#, None);
        check(cursor, "", r#"{"last":"a"}"#, None);
        check(cursor, "", r#"{"last":null,"has_more":true}"#, None);
        let item = Paging::Cursor { parameter: "after", at: "/data/-1/id", more: None };
        check(item, "", r#"{"data":[{"id":"a"},{"id":"b"}]}"#, Some("after=b"));
        check(item, "after=b", r#"{"data":[]}"#, None);
    }

    #[test]
    fn pages_with_numbers() {
        let flag = Paging::Number { parameter: "page", first: 1, more: More::Flag("/has_next") };
        check(flag, "", r#"{"has_next":true}"#, Some("page=2"));
        check(flag, "page=7&a=1", r#"{"has_next":true}"#, Some("a=1&page=8"));
        check(flag, "page=7", r#"{"has_next":false}"#, None);
        check(flag, "page=7", r#"{"has_next":null}"#, None);
        let total = Paging::Number { parameter: "page", first: 1, more: More::Total("/pages") };
        check(total, "", r#"{"pages":2}"#, Some("page=2"));
        check(total, "page=2", r#"{"pages":2}"#, None);
        let total = Paging::Number { parameter: "page", first: 0, more: More::Total("/pages") };
        check(total, "page=1", r#"{"pages":2}"#, None);
        let items = Paging::Number { parameter: "page", first: 1, more: More::Items("") };
        check(items, "", "[1]", Some("page=2"));
        check(items, "page=2", "[]", None);
        let present = Paging::Number { parameter: "page", first: 1, more: More::Present("/next") };
        check(present, "", r#"{"next":{}}"#, Some("page=2"));
        check(present, "", r#"{"next":null}"#, None);
        check(flag, &format!("page={}", u64::MAX), r#"{"has_next":true}"#, Some("page=18446744073709551615"));
    }

    #[test]
    fn offsets_move_by_what_came() {
        let scim = Paging::Offset {
            parameter: "startIndex",
            first: 1,
            items: "/Resources",
            more: More::Total("/totalResults"),
        };
        check(scim, "count=2", r#"{"Resources":[1,2],"totalResults":3}"#, Some("count=2&startIndex=3"));
        check(scim, "startIndex=3", r#"{"Resources":[3],"totalResults":3}"#, None);
        check(scim, "startIndex=3", r#"{"Resources":[3],"totalResults":"4"}"#, Some("startIndex=4"));
        let zero = Paging::Offset { parameter: "offset", first: 0, items: "/d", more: More::Total("/total") };
        check(zero, "", r#"{"d":[1,2],"total":3}"#, Some("offset=2"));
        check(zero, "offset=2", r#"{"d":[3],"total":3}"#, None);
        assert!(zero.next(&[], b"{}", &HeaderMap::new()).is_err());
    }
}
