"""Run with `python3 -m unittest discover lambdas/{{name}}`."""

import json
import unittest

import handler


class Handle(unittest.TestCase):
    def message(self, event):
        answer = handler.handle(event, None)
        self.assertEqual(answer["statusCode"], 200)
        return json.loads(answer["body"])["message"]

    def test_greets_the_world(self):
        self.assertEqual(self.message({}), "Hello, world!")

    def test_greets_by_name(self):
        event = {"queryStringParameters": {"name": "Ada"}}
        self.assertEqual(self.message(event), "Hello, Ada!")


if __name__ == "__main__":
    unittest.main()
