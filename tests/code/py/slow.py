"""A custom resource that takes until a file is there, or for 40 seconds."""

import json
import os
import time
import urllib.request


def handler(event, context):
    gate = event["ResourceProperties"]["Until"]
    for _ in range(400):
        if os.path.exists(gate):
            break
        time.sleep(0.1)
    answer = {
        "Status": "SUCCESS",
        "PhysicalResourceId": "slow",
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
    }
    body = json.dumps(answer).encode()
    request = urllib.request.Request(event["ResponseURL"], body, {"content-type": ""}, method="PUT")
    urllib.request.urlopen(request).close()
