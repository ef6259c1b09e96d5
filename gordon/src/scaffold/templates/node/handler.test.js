// Run with `npm test` in this folder.

import assert from "node:assert/strict";
import test from "node:test";

import { handle } from "./handler.js";

async function message(event) {
  const answer = await handle(event);
  assert.equal(answer.statusCode, 200);
  return JSON.parse(answer.body).message;
}

test("greets the world", async () => {
  assert.equal(await message({}), "Hello, world!");
});

test("greets by name", async () => {
  assert.equal(await message({ queryStringParameters: { name: "Ada" } }), "Hello, Ada!");
});
