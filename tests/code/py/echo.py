"""Functions for the tests: one that returns its event, one that fails, one that takes too long."""

import os
import sys
import time


def handler(event, context):
    print("a line of the function", file=sys.stderr)
    context_file = os.path.join(os.environ["LAMBDA_TASK_ROOT"], ".context")
    seen = open(context_file).read() if os.path.exists(context_file) else None
    return {
        "event": event,
        "table": os.environ.get("TABLE"),
        "count": os.environ.get("COUNT"),
        "absent": os.environ.get("ABSENT"),
        "memory": str(context.memory_limit_in_mb),
        "context": seen,
    }


def fail(event, context):
    raise ValueError("no such thing: " + str(event))


def sleep(event, context):
    time.sleep(30)
