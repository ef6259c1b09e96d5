"""Answers by a module that only its layer has."""

from common import shout


def handler(event, context):
    return shout(event["text"])
