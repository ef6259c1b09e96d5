"""Counts in DynamoDB how often a city was asked for, with the standard library only.

A call to AWS is an HTTP request with a signature: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>
"""

import datetime
import hashlib
import hmac
import json
import os
import urllib.parse
import urllib.request


def count(city):
    answer = call(
        "UpdateItem",
        {
            "TableName": os.environ["TABLE"],
            "Key": {"city": {"S": city.lower()}},
            "UpdateExpression": "ADD asked :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
            "ReturnValues": "UPDATED_NEW",
        },
    )
    return int(answer["Attributes"]["asked"]["N"])


def call(operation, request):
    region = os.environ["AWS_REGION"]
    url = os.environ.get("AWS_ENDPOINT_URL") or f"https://dynamodb.{region}.amazonaws.com"
    body = json.dumps(request).encode()
    headers = {
        "content-type": "application/x-amz-json-1.0",
        "host": urllib.parse.urlsplit(url).netloc,
        "x-amz-target": f"DynamoDB_20120810.{operation}",
    }
    sign(headers, body, region)
    with urllib.request.urlopen(urllib.request.Request(url + "/", body, headers), timeout=5) as answer:
        return json.load(answer)


def sign(headers, body, region):
    """Adds the headers of AWS Signature Version 4 for a POST to `/`."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers["x-amz-date"] = now
    if token := os.environ.get("AWS_SESSION_TOKEN"):
        headers["x-amz-security-token"] = token
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{now[:8]}/{region}/dynamodb/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    credential = f"{os.environ['AWS_ACCESS_KEY_ID']}/{scope}"
    headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
