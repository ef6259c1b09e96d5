"""A custom resource that takes its time."""

import json
import time
import urllib.request


def handler(event, context):
    time.sleep(4)
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
