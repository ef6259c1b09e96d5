"""Says which secret it has without saying it."""

import hashlib
import os


def handler(event, context):
    return hashlib.sha256(os.environ["PASSWORD"].encode()).hexdigest()
