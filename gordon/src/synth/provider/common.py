"""Custom resources of Gordon: settings that live inside something which CloudFormation does not own as a whole.

Each kind reads a list that others write too, changes its own part, and writes the list back. Only the standard library
is used, so that the code runs wherever Python does, and so that parts of an answer that it does not know survive.
"""
import datetime
import hashlib
import hmac
import http.client
import json
import os
import random
import time
import urllib.error
import urllib.parse
import urllib.request

PATIENCE = 60  # seconds for which a refusal that may pass is tried again
SETTLE = 3  # seconds in which whoever read before our write has written: from then on a lost update shows
KINDS = {}
PASSING = (
    "AccessDenied",  # a role that is seconds old
    "AccessDeniedException",
    "ConcurrentModificationException",
    "InternalError",
    "OperationAborted",  # somebody else changes the same bucket
    "ServiceUnavailable",
    "SlowDown",
    "ThrottlingException",
    "TooManyRequestsException",
    "Unreachable",
)


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        # A permission or policy that is seconds old: S3 asks its target before it answers.
        self.passes = code in PASSING or "Unable to validate the following destination" in message
        self.code = code


def handler(event, _context):
    identity = event.get("PhysicalResourceId", event["LogicalResourceId"])
    answer = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    try:
        kind = KINDS[event["ResourceType"]](event)
        if event["RequestType"] == "Delete":
            kind.delete()
        else:
            identity = kind.identity
            kind.put()
        answer["Status"] = "SUCCESS"
    except Exception as error:  # CloudFormation waits for an answer, whatever happened
        answer.update(Status="FAILED", Reason=f"{type(error).__name__}: {error}"[:1000])
    answer["PhysicalResourceId"] = identity
    print(json.dumps(answer))
    body = json.dumps(answer).encode()
    request = urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT")
    urllib.request.urlopen(request, timeout=30).close()


def owner(event):
    """What the names of one resource's entries begin with: no other resource of any stack has the same."""
    whose = event["StackId"] + "/" + event["LogicalResourceId"]
    return "gordon-" + hashlib.sha256(whose.encode()).hexdigest()[:16] + "-"


def keep(read, change, write, settle=SETTLE):
    """Reads, changes and writes, until reading shows that nothing is left to change.

    There is no way to write only if nobody else did since. But whoever read before we wrote writes within `settle`
    seconds, so a change of ours that was overwritten is missed when we read again, and is made again.
    """
    deadline, pause = time.monotonic() + PATIENCE, 1
    while True:
        try:
            changed = change(read())
            if changed is None:
                return
            if time.monotonic() > deadline:
                raise Refused("Overwritten", "somebody else keeps writing the same configuration")
            write(changed)
            time.sleep(settle)
        except Refused as refusal:
            if not refusal.passes or time.monotonic() > deadline:
                raise
            time.sleep(pause * random.uniform(0.5, 1))
            pause = min(2 * pause, 8)


def call(service, method, path="/", query="", body=b"", **headers):
    """Sends a signed request and returns the answer's body."""
    region = os.environ["AWS_REGION"]
    there = os.environ.get("AWS_ENDPOINT_URL") or f"https://{service}.{region}.{os.environ['URL_SUFFIX']}"
    host, now = urllib.parse.urlsplit(there).netloc, datetime.datetime.now(datetime.timezone.utc)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    headers.update(sign(service, region, method, host, path, query, headers, body, now))
    url = there + path + ("?" + query if query else "")
    request = urllib.request.Request(url, body or None, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        raise Refused(*reason(error.code, error.read())) from None
    except (OSError, http.client.HTTPException) as error:
        raise Refused("Unreachable", str(error)) from None


def reason(status, body):
    """The code and message of a refusal, in XML or JSON."""
    text = body.decode(errors="replace")
    if text.lstrip().startswith("{"):
        error = json.loads(text)
        return error.get("__type", str(status)).rpartition("#")[2], error.get("message") or error.get("Message") or text
    inside = lambda tag: text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
    return inside("Code") or {503: "SlowDown"}.get(status, str(status)), inside("Message") or text[:300]


def sign(service, region, method, host, path, query, headers, body, now):
    """The headers that sign a request: AWS Signature Version 4."""
    digest = lambda data: hashlib.sha256(data).hexdigest()
    mac = lambda key, text: hmac.new(key, text.encode(), hashlib.sha256).digest()
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    added = {"host": host, "x-amz-content-sha256": digest(body), "x-amz-date": stamp}
    if os.environ.get("AWS_SESSION_TOKEN"):
        added["x-amz-security-token"] = os.environ["AWS_SESSION_TOKEN"]
    signed = sorted({**headers, **added}.items())
    names = ";".join(name for name, _ in signed)
    lines = "".join(f"{name}:{value}\n" for name, value in signed)
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    request = "\n".join([method, path, query, lines, names, digest(body)])
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, digest(request.encode())])
    key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope.split("/"):
        key = mac(key, part)
    credential = os.environ["AWS_ACCESS_KEY_ID"] + "/" + scope
    signature = mac(key, text).hex()
    added["authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
    return added
