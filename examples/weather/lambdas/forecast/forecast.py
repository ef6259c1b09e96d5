"""Makes up the weather of any city, the same every time, in the form of wttr.in."""

import json
import zlib

SKIES = ["Sunny", "Partly cloudy", "Overcast", "Light rain", "Snow"]


def handler(event, context):
    city = event["pathParameters"]["city"]
    number = zlib.crc32(city.lower().encode())
    condition = {"temp_C": str(number % 40 - 5), "weatherDesc": [{"value": SKIES[number % len(SKIES)]}]}
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"current_condition": [condition]}),
    }
