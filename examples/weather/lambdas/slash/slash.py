"""Answers `/weather CITY` in Slack with the current weather, as JSON."""

import base64
import json
import os
import urllib.parse
import urllib.request

import cities


def handler(event, context):
    if event.get("warm"):
        return {"warm": True}
    city = asked_for(event) or "Madrid"
    weather = fetch(city)
    times = cities.count(city)
    text = f"{weather['temp_C']} °C and {weather['weatherDesc'][0]['value'].lower()} in {city}"
    body = {
        "response_type": "in_channel",
        "text": text,
        "city": city,
        "celsius": int(weather["temp_C"]),
        "asked": times,
    }
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json; charset=utf-8"},
        "body": json.dumps(body, ensure_ascii=False),
    }


def asked_for(event):
    """Slack posts a form; a browser or curl may ask with `?text=CITY`."""
    form = event.get("body") or ""
    if event.get("isBase64Encoded"):
        form = base64.b64decode(form).decode()
    fields = urllib.parse.parse_qs(form or event.get("rawQueryString") or "")
    return fields.get("text", [""])[0].strip()


def fetch(city):
    """The current weather, in the form of wttr.in."""
    url = os.environ["SERVICE_URL"] + urllib.parse.quote(city, safe="") + "?format=j1"
    with urllib.request.urlopen(url, timeout=8) as answer:
        return json.load(answer)["current_condition"][0]
