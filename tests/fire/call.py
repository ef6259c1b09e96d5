"""Calls AWS's API as AWS's own client does, at an endpoint: SERVICE OPERATION, and the parameters as JSON on standard
input. Prints the answer as JSON. Needs botocore, which the emulator brings along."""

import json
import os
import sys

import botocore.session

service, operation = sys.argv[1:]
client = botocore.session.Session().create_client(
    service,
    region_name=os.environ["AWS_REGION"],
    endpoint_url=os.environ["AWS_ENDPOINT_URL"],
    aws_access_key_id="test",
    aws_secret_access_key="test",
)
answer = getattr(client, operation)(**json.load(sys.stdin))
for name, value in list(answer.items()):
    if hasattr(value, "read"):
        answer[name] = value.read().decode()
json.dump(answer, sys.stdout, default=str)
