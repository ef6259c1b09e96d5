"""Takes an answer: a line of the log, in CloudWatch's embedded metric format, so that there is nothing to store.

<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
"""

import base64
import json
import os
import time
import urllib.parse


def handler(event, context):
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode()
    stars = urllib.parse.parse_qs(body).get("stars", [""])[0]
    if not stars.isdecimal() or not 1 <= int(stars) <= int(os.environ["SCALE"]):
        return said(400, f"Please choose 1 to {os.environ['SCALE']}.")
    metric = {"Namespace": "Feedback", "Dimensions": [["App"]], "Metrics": [{"Name": "Stars"}]}
    emf = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [metric]}
    print(json.dumps({"_aws": emf, "App": os.environ["APP"], "Stars": int(stars)}))
    return said(200, "Thank you.")


def said(status, text):
    return {"statusCode": status, "headers": {"content-type": "text/plain; charset=utf-8"}, "body": text}
