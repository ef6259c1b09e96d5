"""Answers `GET /{{name}}`."""

import json


def handle(event, context):
    """Greets whom the query string names: `/{{name}}?name=Ada`."""
    query = event.get("queryStringParameters") or {}
    name = query.get("name", "world")
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"message": f"Hello, {name}!"}),
    }
