"""The function of the examples in the documentation."""


def handler(event, context):
    return {"hello": event.get("name", "world")}
