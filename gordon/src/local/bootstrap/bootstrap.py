"""Calls a Python handler with the events of Lambda's Runtime API.

Gordon writes this file into its cache and starts it with the function's environment. It uses the standard library
alone and runs on Python 3.8 and later.
"""

import decimal
import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

API = os.environ["AWS_LAMBDA_RUNTIME_API"]
ROOT = os.environ["LAMBDA_TASK_ROOT"]
PREFIX = "/2018-06-01/runtime"


class HandlerError(Exception):
    """The handler could not be loaded; `kind` is what Lambda calls it."""

    def __init__(self, kind, message, frames=()):
        super().__init__(message)
        self.kind = kind
        self.frames = list(frames)


class Identity:
    """Who called, for callers that Cognito knows; here nobody is."""

    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self):
        self.cognito_identity_id = None
        self.cognito_identity_pool_id = None


class Client:
    """The installation of a mobile client."""

    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")

    def __init__(self, values):
        for name in self.__slots__:
            setattr(self, name, values.get(name))


class ClientContext:
    """What a client sent beside the event."""

    __slots__ = ("custom", "env", "client")

    def __init__(self, values):
        self.custom = values.get("custom")
        self.env = values.get("env")
        self.client = Client(values.get("client") or {})


class Context:
    """The second argument of a handler, as Lambda documents it."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = Identity()
        sent = headers["Lambda-Runtime-Client-Context"]
        self.client_context = ClientContext(json.loads(sent)) if sent else None
        self.tenant_id = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        return "LambdaContext(%s)" % ", ".join(
            "%s=%r" % (name, value) for name, value in vars(self).items() if not name.startswith("_")
        )


class Encoder(json.JSONEncoder):
    """Numbers of DynamoDB are decimals, and handlers return them as they are."""

    def default(self, o):
        if isinstance(o, decimal.Decimal):
            return int(o) if o == o.to_integral_value() else float(o)
        return super().default(o)


class LogFormatter(logging.Formatter):
    """The format that Lambda gives the root logger."""

    converter = time.gmtime
    request_id = "-"

    def __init__(self):
        super().__init__("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(request)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record):
        record.request = LogFormatter.request_id
        return super().format(record)


def request(connection, method, path, body=None, headers=None):
    connection.request(method, PREFIX + path, body, headers or {})
    response = connection.getresponse()
    return response, response.read()


def frames_of(error):
    """The stack of an error, without the frames of this file and of the import machinery."""
    frames = traceback.extract_tb(error.__traceback__)
    mine = [frame for frame in frames if frame.filename != __file__ and "importlib" not in frame.filename]
    return traceback.format_list(mine)


def report(connection, path, kind, message, frames):
    body = json.dumps({"errorType": kind, "errorMessage": message, "stackTrace": frames})
    headers = {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": kind}
    sys.stdout.flush()
    sys.stderr.flush()
    request(connection, "POST", path, body.encode(), headers)


def load(name):
    """The function that `pkg.module.function` (or `pkg/module.function`) names."""
    module_name, dot, function_name = name.rpartition(".")
    if not dot or not module_name:
        raise HandlerError("Runtime.MalformedHandlerName", "Bad handler '%s': it is not module.function" % name)
    module_name = module_name.replace("/", ".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        message = "Unable to import module '%s': %s" % (module_name, error)
        raise HandlerError("Runtime.ImportModuleError", message, frames_of(error)) from error
    except SyntaxError as error:
        message = "Syntax error in module '%s': %s" % (module_name, error)
        place = '  File "%s" Line %s\n    %s' % (error.filename, error.lineno, (error.text or "").strip())
        raise HandlerError("Runtime.UserCodeSyntaxError", message, [place]) from error
    try:
        return getattr(module, function_name)
    except AttributeError as error:
        message = "Handler '%s' missing on module '%s'" % (function_name, module_name)
        raise HandlerError("Runtime.HandlerNotFound", message) from error


def answer(handler, event, context):
    """The body of a handler's answer."""
    result = handler(json.loads(event), context)
    try:
        return json.dumps(result, cls=Encoder, ensure_ascii=False).encode()
    except (TypeError, ValueError) as error:
        message = "Unable to marshal response: %s" % error
        raise HandlerError("Runtime.MarshalError", message) from error


def serve(connection, handler):
    """Answers one event."""
    response, event = request(connection, "GET", "/invocation/next")
    if response.status != 200:
        raise SystemExit("the Runtime API answered %s" % response.status)
    context = Context(response.headers)
    LogFormatter.request_id = context.aws_request_id
    trace = response.headers["Lambda-Runtime-Trace-Id"]
    if trace:
        os.environ["_X_AMZN_TRACE_ID"] = trace
    path = "/invocation/%s" % context.aws_request_id
    try:
        body = answer(handler, event, context)
    except HandlerError as error:
        report(connection, path + "/error", error.kind, str(error), error.frames)
    except Exception as error:
        report(connection, path + "/error", type(error).__name__, str(error), frames_of(error))
    else:
        sys.stdout.flush()
        sys.stderr.flush()
        request(connection, "POST", path + "/response", body, {"Content-Type": "application/json"})


def main():
    # The folder of this file must not be found before, or after, the function's own.
    sys.path[0] = ROOT
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(LogFormatter())
    logging.getLogger().addHandler(handler)

    connection = http.client.HTTPConnection(API)
    try:
        function = load(os.environ["_HANDLER"])
    except HandlerError as error:
        report(connection, "/init/error", error.kind, str(error), error.frames)
        sys.exit(1)
    except Exception as error:
        report(connection, "/init/error", type(error).__name__, str(error), frames_of(error))
        sys.exit(1)
    try:
        while True:
            serve(connection, function)
    except (ConnectionError, http.client.HTTPException):
        # Gordon has gone, and with it whoever wanted an answer.
        sys.exit(0)


if __name__ == "__main__":
    main()
