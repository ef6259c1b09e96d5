// Calls a JavaScript handler with the events of Lambda's Runtime API.
//
// Gordon writes this file into its cache and starts it with the function's environment. It uses Node's own modules
// alone and runs on Node 18 and later.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const root = process.env.LAMBDA_TASK_ROOT;
const prefix = "/2018-06-01/runtime";
// Idle sockets do not keep Node alive, so an event loop that has run dry is noticed.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
// From Node 24 on, a handler returns its answer or a promise of it.
const callbacks = !(Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1]) >= 24);
const STREAMING = Symbol("gordon.streaming");
const HTTP_INTEGRATION = "application/vnd.awslambda.http-integration-response";

/** The call that has no answer yet, and the callback's answer that waits for the event loop to run dry. */
let current = null;

class HandlerError extends Error {
  constructor(kind, message, cause) {
    super(message);
    this.name = kind;
    if (cause instanceof Error) this.stack = cause.stack;
  }
}

function request(method, where, headers, body) {
  return new Promise((resolve, reject) => {
    const sent = http.request({ host, port, agent, method, path: prefix + where, headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => resolve({ response, body: Buffer.concat(parts) }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** An error as Lambda passes it on. Anything can be thrown. */
function describe(error) {
  if (error instanceof Error || (error && typeof error.stack === "string")) {
    return {
      errorType: error.name || "Error",
      errorMessage: String(error.message),
      trace: String(error.stack || "").split("\n").filter((line) => !line.includes(import.meta.url)),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

async function report(where, error) {
  const body = JSON.stringify(describe(error));
  const kind = describe(error).errorType.replace(/[^\x20-\x7e]/g, "?");
  const headers = {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    "Lambda-Runtime-Function-Error-Type": kind,
  };
  await flushed();
  await request("POST", where, headers, body);
}

/** Waits until what was logged has left this process. */
function flushed() {
  return Promise.all([process.stdout, process.stderr].map((out) => new Promise((done) => out.write("", done))));
}

/** A stream whose end is an HTTP answer in chunks; an error on the way goes into its trailers. */
function responseStream(id) {
  let settle;
  const finished = new Promise((resolve, reject) => (settle = { resolve, reject }));
  const stream = http.request(
    {
      host, port, agent, method: "POST", path: `${prefix}/invocation/${id}/response`,
      headers: {
        "Content-Type": "application/octet-stream",
        "Lambda-Runtime-Function-Response-Mode": "streaming",
        "Transfer-Encoding": "chunked",
        Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
      },
    },
    (response) => response.resume().on("end", settle.resolve),
  );
  stream.on("error", settle.reject);
  stream.setContentType = (type) => stream.setHeader("Content-Type", type);
  const fail = (error) => {
    const body = Buffer.from(JSON.stringify(describe(error))).toString("base64");
    stream.addTrailers({
      "Lambda-Runtime-Function-Error-Type": describe(error).errorType.replace(/[^\x20-\x7e]/g, "?"),
      "Lambda-Runtime-Function-Error-Body": body,
    });
    stream.end();
  };
  return { stream, finished, fail };
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMING] = options ?? {};
    return handler;
  },
  HttpResponseStream: {
    /** Writes status and headers before the body, eight zero bytes between them. */
    from(stream, metadata) {
      stream.setContentType(HTTP_INTEGRATION);
      stream.write(JSON.stringify(metadata));
      stream.write(Buffer.alloc(8));
      return stream;
    },
  },
};

/** The file of a module, as Lambda looks for it: with no extension, then `.js`, `.mjs`, `.cjs`. */
function moduleFile(name) {
  const found = ["", ".js", ".mjs", ".cjs"].map((end) => path.resolve(root, name + end)).find((file) => {
    return fs.statSync(file, { throwIfNoEntry: false })?.isFile();
  });
  if (!found) throw new HandlerError("Runtime.ImportModuleError", `Error: Cannot find module '${name}'`);
  return found;
}

/** The function that `folder/module.function` (or `module.object.function`) names. */
async function load(handler) {
  const base = path.basename(handler);
  const [module, ...names] = base.split(".");
  if (!module || names.length === 0 || handler.includes("..")) {
    throw new HandlerError("Runtime.MalformedHandlerName", `Bad handler '${handler}': it is not module.function`);
  }
  const file = moduleFile(path.join(path.dirname(handler), module));
  let loaded;
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw new HandlerError("Runtime.UserCodeSyntaxError", String(error), error);
    if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
      throw new HandlerError("Runtime.ImportModuleError", String(error), error);
    }
    throw error;
  }
  // `module.exports` of CommonJS is the default export, and only some of its names are found without running it.
  const find = (from) => names.reduce((value, name) => value?.[name], from);
  const found = find(loaded) ?? find(loaded.default);
  if (found === undefined) {
    throw new HandlerError("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  }
  if (typeof found !== "function") throw new HandlerError("Runtime.HandlerNotFound", `${handler} is not a function`);
  if (!callbacks && found.length > 2 && !found[STREAMING]) {
    const message = `${handler} takes a callback, which Node 24 and later do not: make it an async function`;
    throw new HandlerError("Runtime.CallbackHandlerDeprecated", message);
  }
  return found;
}

function contextOf(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const sent = headers["lambda-runtime-client-context"];
  const env = process.env;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    clientContext: sent ? JSON.parse(sent) : undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function answer(id, result) {
  let body;
  try {
    body = JSON.stringify(result === undefined ? null : result);
  } catch (error) {
    throw new HandlerError("Runtime.MarshalError", `Unable to stringify response body: ${error.message}`, error);
  }
  // What has no JSON, such as a function, is null.
  body ??= "null";
  await flushed();
  const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
  await request("POST", `/invocation/${id}/response`, headers, body);
}

/** Runs a handler that returns, returns a promise, or calls its third argument. */
function run(handler, event, context) {
  return new Promise((resolve, reject) => {
    const settle = (error, result) => {
      const finish = () => (error ? reject(error) : resolve(result));
      // Answered once the event loop has run dry, unless the handler says otherwise.
      if (context.callbackWaitsForEmptyEventLoop && !error) current.dry = finish;
      else finish();
    };
    context.done = settle;
    context.succeed = (result) => settle(null, result);
    context.fail = (error) => settle(error ?? new Error("failed"));
    const returned = callbacks ? handler(event, context, settle) : handler(event, context);
    if (typeof returned?.then === "function") returned.then(resolve, reject);
    else if (!callbacks) resolve(returned);
    // As on AWS, what such a handler returns is not its answer.
    else current.dry ??= () => resolve(null);
  });
}

async function serveStreaming(handler, event, context, id) {
  const { stream, finished, fail } = responseStream(id);
  try {
    await handler(event, stream, context);
    if (!stream.writableEnded) stream.end();
  } catch (error) {
    fail(error);
  }
  await flushed();
  await finished;
}

async function serve(handler) {
  const { response, body } = await request("GET", "/invocation/next", {});
  if (response.statusCode !== 200) throw new Error(`the Runtime API answered ${response.statusCode}`);
  const id = response.headers["lambda-runtime-aws-request-id"];
  const trace = response.headers["lambda-runtime-trace-id"];
  if (trace) process.env._X_AMZN_TRACE_ID = trace;
  const context = contextOf(response.headers);
  current = { id };
  try {
    const event = JSON.parse(body.toString("utf8"));
    if (handler[STREAMING]) await serveStreaming(handler, event, context, id);
    else await answer(id, await run(handler, event, context));
  } catch (error) {
    await report(`/invocation/${id}/error`, error);
  }
  current = null;
}

/** Tells of an error that no handler can answer for, and ends. */
async function die(error, code) {
  try {
    await report(current ? `/invocation/${current.id}/error` : "/init/error", error);
  } finally {
    process.exit(code);
  }
}

process.on("uncaughtException", (error) => die(error, 129));
process.on("unhandledRejection", (reason) => {
  const error = new HandlerError("Runtime.UnhandledPromiseRejection", String(reason), reason);
  die(error, 128);
});
process.on("beforeExit", () => {
  if (!current) return;
  if (current.dry) {
    const finish = current.dry;
    current.dry = null;
    finish();
  } else if (!current.told) {
    current.told = true;
    const message = "Nothing is left to run and the handler has not answered: a promise was never settled";
    die(new HandlerError("Runtime.NodeJsExit", message, null), 13);
  }
});

let handler;
try {
  handler = await load(process.env._HANDLER);
} catch (error) {
  await report("/init/error", error);
  process.exit(1);
}
try {
  for (;;) await serve(handler);
} catch (error) {
  // Gordon has gone, and with it whoever wanted an answer.
  if (!["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(error?.code)) throw error;
  process.exit(0);
}
