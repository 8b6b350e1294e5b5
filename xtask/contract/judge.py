"""Holds recorded requests against a document by openapi-core; JSON in on standard input, JSON out on standard output."""

import json
import sys
from urllib.parse import parse_qsl, urlsplit

import yaml
from jsonschema.exceptions import best_match
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

SERVER = "http://server.example"


class Request:
    """A recorded request, as openapi-core wants to see one."""

    def __init__(self, recorded):
        url = urlsplit(recorded["target"])
        headers = [(name, value) for name, value in recorded["headers"]]
        cookies = [value for name, value in headers if name == "cookie"]
        pairs = [it.strip().partition("=") for line in cookies for it in line.split(";")]
        self.host_url = SERVER
        self.path = url.path
        self.method = recorded["method"].lower()
        self.body = recorded["body"].encode("latin-1") or None
        self.content_type = dict(headers).get("content-type", "")
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(url.query, keep_blank_values=True)),
            header=Headers(headers),
            cookie=ImmutableMultiDict([(name, value) for name, _, value in pairs]),
        )


def read(path):
    """The document, with one server for everything: which one is called is not the question."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    # JSON has escapes that YAML does not know.
    if text.lstrip().startswith("{"):
        document = json.loads(text)
    else:
        document = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if "openapi" not in document:
        raise ValueError("it takes OpenAPI alone, and this is Swagger 2.0")
    document["servers"] = [{"url": SERVER}]
    for item in document.get("paths", {}).values():
        item.pop("servers", None)
        for operation in item.values():
            if isinstance(operation, dict):
                operation.pop("servers", None)
    return document


def chain(error):
    """What is wrong: the deepest fault of a schema, or else the kinds of error one below the other."""
    said = []
    while error is not None and len(said) < 4:
        faults = list(getattr(error, "schema_errors", None) or [])
        if faults:
            fault = best_match(faults)
            place = "/".join(map(str, fault.absolute_path))
            said.append(f"{type(error).__name__}: at `{place}`: {fault.message[-300:]}")
        else:
            said.append(f"{type(error).__name__}: {str(error)[:200]}")
        error = error.__cause__
    return " <- ".join(reversed(said))


def main():
    asked = json.load(sys.stdin)
    try:
        # The document itself is not judged here.
        config = Config(spec_validator_cls=None)
        openapi = OpenAPI.from_dict(read(sys.argv[1]), config=config)
    except Exception as error:
        json.dump({"refused": chain(error)}, sys.stdout)
        return
    verdicts = []
    for it in asked:
        try:
            openapi.validate_request(Request(it["request"]))
            verdicts.append("")
        except Exception as error:
            verdicts.append(chain(error))
    json.dump({"verdicts": verdicts}, sys.stdout)


main()
