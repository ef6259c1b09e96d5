"""Tests of the custom resources, over HTTP, against a server that only holds what is written and injects faults.

Real behaviour is tested on MiniStack. Run with `python3 tests.py`.
"""
import contextlib
import datetime
import http.server
import io
import json
import os
import pathlib
import threading
import types
import unittest
import unittest.mock
import xml.etree.ElementTree as xml

FOLDER = pathlib.Path(__file__).parent
STACK = "arn:aws:cloudformation:eu-west-1:111111111111:stack/dev-weather-r/0f1e2d3c-0000-0000-0000-000000000000"
S3 = "http://s3.amazonaws.com/doc/2006-03-01/"
OTHERS = (
    f'<NotificationConfiguration xmlns="{S3}">'
    "<QueueConfiguration><Id>theirs</Id><Queue>arn:q</Queue><Event>s3:ObjectRemoved:*</Event></QueueConfiguration>"
    "<FutureConfiguration><Id>unknown</Id></FutureConfiguration>"
    "</NotificationConfiguration>"
)


def index():
    """The module as the template holds it."""
    module = types.ModuleType("index")
    for part in ("common", "s3", "cognito", "codecommit"):
        exec((FOLDER / f"{part}.py").read_text(), module.__dict__)
    return module


class FaultServer(http.server.ThreadingHTTPServer):
    """Holds what is written. `faults` are answers that it gives before it looks; `meddle` runs after a write."""

    def __init__(self, held):
        self.held, self.faults, self.answers, self.seen, self.meddle = held, [], [], [], []
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(self.server.held["s3"])

    def do_PUT(self):
        body = self.body()
        if self.path == "/answer":
            self.server.answers.append((self.headers["Content-Type"], json.loads(body)))
            return self.send(200, b"")
        self.answer("", lambda: self.server.held.update(s3=body.decode()))

    def do_POST(self):
        operation, request = self.headers["X-Amz-Target"].split(".")[1], json.loads(self.body())
        held = self.server.held
        if operation == "DescribeUserPool":
            self.answer(json.dumps({"UserPool": held["pool"]}))
        elif operation == "UpdateUserPool":
            self.answer("{}", lambda: held.update(pool={**held["pool"], **request}))
        elif operation == "GetRepositoryTriggers":
            self.answer(json.dumps({"configurationId": "1", "triggers": held["triggers"]}))
        elif operation == "PutRepositoryTriggers":
            self.answer("{}", lambda: held.update(triggers=request["triggers"]))

    def body(self):
        return self.rfile.read(int(self.headers["Content-Length"] or 0))

    def answer(self, text, write=None):
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        if self.server.faults and (fault := self.server.faults.pop(0)):
            return self.send(*fault)
        if write:
            write()
            if self.server.meddle:
                self.server.meddle.pop(0)(self.server.held)
        self.send(200, text.encode())

    def send(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def refusal(status, code, message=""):
    return status, f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()


class Case(unittest.TestCase):
    def setUp(self):
        self.server = FaultServer({"s3": OTHERS, "pool": {}, "triggers": []})
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        environment = {
            "AWS_ENDPOINT_URL": self.server.url,
            "AWS_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_SESSION_TOKEN": "token",
            "URL_SUFFIX": "amazonaws.com",
        }
        patched = unittest.mock.patch.dict(os.environ, environment)
        patched.start()
        self.addCleanup(patched.stop)
        self.index = index()
        self.slept, clock = [], [0]

        def sleep(seconds):
            self.slept.append(seconds)
            clock[0] += seconds

        self.index.time = types.SimpleNamespace(sleep=sleep, monotonic=lambda: clock[0])

    def send(self, kind, properties, request="Create", **more):
        event = {
            "RequestType": request,
            "ResponseURL": self.server.url + "/answer",
            "StackId": STACK,
            "RequestId": "one",
            "LogicalResourceId": "Thing",
            "ResourceType": kind,
            "ResourceProperties": properties,
            **more,
        }
        with contextlib.redirect_stdout(io.StringIO()):
            self.index.handler(event, None)
        content_type, answer = self.server.answers.pop()
        # S3's signature of the address covers an empty content type.
        self.assertEqual(content_type, "")
        self.assertEqual((answer["StackId"], answer["RequestId"], answer["LogicalResourceId"]), (STACK, "one", "Thing"))
        return answer

    def owner(self):
        return self.index.owner({"StackId": STACK, "LogicalResourceId": "Thing"})

    def good(self, *arguments, **more):
        answer = self.send(*arguments, **more)
        self.assertEqual(answer["Status"], "SUCCESS", answer)
        return answer["PhysicalResourceId"]

    def bad(self, *arguments, **more):
        answer = self.send(*arguments, **more)
        self.assertEqual(answer["Status"], "FAILED", answer)
        return answer["Reason"]


class Buckets(Case):
    KIND = "Custom::GordonBucketNotifications"

    def bucket(self, *notifications, **more):
        properties = {"ServiceToken": "arn", "Bucket": "pictures", "Account": "111111111111", **more}
        return {**properties, "Notifications": list(notifications)} if notifications else properties

    FUNCTION = {
        "Id": "resize",
        "CloudFunction": "arn:f",
        "Events": ["s3:ObjectCreated:*"],
        "Prefix": "in/",
        "Suffix": ".jpg",
    }
    QUEUE = {"Id": "log", "Queue": "arn:own", "Events": ["s3:ObjectRemoved:Delete", "s3:ObjectTagging:*"]}

    def writes(self):
        return [headers for command, _, headers in self.server.seen if command == "PUT"]

    def ids(self):
        return [one.findtext(f"{{{S3}}}Id") for one in xml.fromstring(self.server.held["s3"])]

    def ours(self):
        return [id.rpartition("-")[2] for id in self.ids() if id.startswith("gordon-")]

    def test_what_others_made_stays(self):
        identity = self.good(self.KIND, self.bucket(self.FUNCTION, self.QUEUE))
        self.assertEqual(sorted(self.ours()), ["log", "resize"])
        self.good(self.KIND, self.bucket(self.QUEUE), "Update", PhysicalResourceId=identity)
        self.assertEqual(self.ours(), ["log"])
        self.good(self.KIND, self.bucket(self.QUEUE), "Delete", PhysicalResourceId=identity)
        self.assertEqual(self.ids(), ["theirs", "unknown"])
        skipped = [headers.get("X-Amz-Skip-Destination-Validation") for headers in self.writes()]
        self.assertEqual(skipped, [None, None, "true"])

    def test_a_notification_is_what_s3_wants(self):
        self.good(self.KIND, self.bucket(self.FUNCTION))
        self.assertIn(
            f"<CloudFunctionConfiguration><Id>{self.owner()}resize</Id>"
            "<CloudFunction>arn:f</CloudFunction><Event>s3:ObjectCreated:*</Event>"
            "<Filter><S3Key><FilterRule><Name>prefix</Name><Value>in/</Value></FilterRule>"
            "<FilterRule><Name>suffix</Name><Value>.jpg</Value></FilterRule></S3Key></Filter>"
            "</CloudFunctionConfiguration>",
            self.server.held["s3"],
        )
        owners = [headers["X-Amz-Expected-Bucket-Owner"] for headers in self.writes()]
        self.assertEqual(owners, ["111111111111"])

    def test_other_spellings_of_s3_are_the_same(self):
        self.good(self.KIND, self.bucket(self.FUNCTION))
        self.server.held["s3"] = self.server.held["s3"].replace("<Name>prefix", "<Name>Prefix")
        self.good(self.KIND, self.bucket(self.FUNCTION), "Update")
        self.assertEqual(len(self.writes()), 1)

    def test_event_bridge_is_switched_on_and_stays(self):
        self.good(self.KIND, self.bucket(EventBridge="true"))
        self.assertIn("EventBridgeConfiguration", self.server.held["s3"])
        self.good(self.KIND, self.bucket(EventBridge="true"), "Delete")
        self.assertIn("EventBridgeConfiguration", self.server.held["s3"])

    def test_a_lost_update_is_made_again(self):
        # Another stack had read before our write, and writes after it: our notification is gone.
        self.server.meddle = [lambda held: held.update(s3=OTHERS.replace("theirs", "later"))]
        self.good(self.KIND, self.bucket(self.FUNCTION))
        self.assertEqual(self.ids()[0:1] + self.ours(), ["later", "resize"])
        self.assertEqual(self.slept, [self.index.SETTLE] * 2)

    def test_a_bucket_of_the_stack_is_not_waited_for(self):
        self.good(self.KIND, self.bucket(self.FUNCTION, Own="true"))
        self.assertEqual(self.slept, [0])

    def test_refusals_that_pass_are_waited_for(self):
        validating = refusal(400, "InvalidArgument", "Unable to validate the following destination configurations")
        self.server.faults = [
            refusal(403, "AccessDenied"),
            refusal(503, "SlowDown"),
            (503, b""),
            None,
            refusal(409, "OperationAborted"),
            None,
            validating,
        ]
        self.good(self.KIND, self.bucket(self.FUNCTION))
        self.assertEqual(self.ours(), ["resize"])

    def test_refusals_that_stay_are_told(self):
        self.server.faults = [refusal(404, "NoSuchBucket", "The specified bucket does not exist")]
        self.assertIn("NoSuchBucket: The specified bucket does not exist", self.bad(self.KIND, self.bucket(self.FUNCTION)))
        overlap = "Configuration is ambiguously defined"
        self.server.faults = [None, refusal(400, "InvalidArgument", overlap)]
        self.assertIn(overlap, self.bad(self.KIND, self.bucket(self.FUNCTION)))
        self.server.faults = [refusal(403, "AccessDenied", "never")] * 100
        self.assertIn("AccessDenied: never", self.bad(self.KIND, self.bucket(self.FUNCTION)))
        self.assertLess(sum(self.slept), self.index.PATIENCE + 20)

    def test_endless_overwriting_ends(self):
        self.server.meddle = [lambda held: held.update(s3=OTHERS)] * 100
        self.assertIn("keeps writing", self.bad(self.KIND, self.bucket(self.FUNCTION)))

    def test_what_is_gone_is_deleted(self):
        self.server.faults = [refusal(404, "NoSuchBucket")]
        self.good(self.KIND, self.bucket(self.FUNCTION), "Delete", PhysicalResourceId="pictures/x")

    def test_another_bucket_is_another_resource(self):
        one = self.good(self.KIND, self.bucket(self.FUNCTION))
        other = self.good(self.KIND, {**self.bucket(self.FUNCTION), "Bucket": "other"}, "Update", PhysicalResourceId=one)
        self.assertNotEqual(one, other)

    def test_a_server_that_is_not_there_is_told(self):
        os.environ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
        self.assertIn("Unreachable", self.bad(self.KIND, self.bucket(self.FUNCTION)))

    def test_an_unknown_kind_is_answered(self):
        self.assertIn("KeyError", self.bad("Custom::Other", {}))


class UserPools(Case):
    KIND = "Custom::GordonUserPoolTriggers"
    POOL = {
        "Id": "eu-west-1_x",
        "Name": "users",
        "Arn": "arn",
        "Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 3}},
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True, "UnusedAccountValidityDays": 7},
        "FutureSetting": {"Kept": True},
        "LambdaConfig": {"PreSignUp": "arn:theirs"},
    }

    def setUp(self):
        super().setUp()
        self.server.held["pool"] = json.loads(json.dumps(self.POOL))

    def triggers(self):
        return self.server.held["pool"]["LambdaConfig"]

    def pool(self, **config):
        return {"UserPoolId": "eu-west-1_x", "LambdaConfig": config}

    def test_triggers_of_others_stay(self):
        first, second = self.pool(CustomMessage="arn:a", UserMigration="arn:a"), self.pool(CustomMessage="arn:b")
        identity = self.good(self.KIND, first)
        self.assertEqual(self.triggers(), {"PreSignUp": "arn:theirs", "CustomMessage": "arn:a", "UserMigration": "arn:a"})
        self.good(self.KIND, second, "Update", PhysicalResourceId=identity, OldResourceProperties=first)
        self.assertEqual(self.triggers(), {"PreSignUp": "arn:theirs", "CustomMessage": "arn:b"})
        self.good(self.KIND, second, "Delete", PhysicalResourceId=identity)
        self.assertEqual(self.triggers(), {"PreSignUp": "arn:theirs"})

    def test_every_other_setting_is_written_as_it_was(self):
        self.good(self.KIND, self.pool(CustomMessage="arn:a"))
        written = self.server.held["pool"]
        self.assertEqual((written["PoolName"], written["FutureSetting"]), ("users", {"Kept": True}))
        self.assertEqual(written["AdminCreateUserConfig"], {"AllowAdminCreateUserOnly": True})
        self.assertEqual(written["Policies"], self.POOL["Policies"])

    def test_a_trigger_of_somebody_else_is_not_taken(self):
        self.assertIn("PreSignUp of eu-west-1_x is set already", self.bad(self.KIND, self.pool(PreSignUp="arn:a")))
        self.assertEqual(self.triggers(), {"PreSignUp": "arn:theirs"})
        # What CloudFormation does next must not take it either.
        self.good(self.KIND, self.pool(PreSignUp="arn:a"), "Delete")
        self.assertEqual(self.triggers(), {"PreSignUp": "arn:theirs"})

    def test_the_older_form_follows_the_newer(self):
        config = {"LambdaArn": "arn:a", "LambdaVersion": "V2_0"}
        self.triggers()["PreTokenGeneration"] = "arn:a"
        self.good(self.KIND, self.pool(PreTokenGenerationConfig=config))
        self.good(self.KIND, self.pool(PreTokenGenerationConfig=config), "Delete")
        self.assertEqual(self.triggers(), {"PreSignUp": "arn:theirs"})

    def test_a_key_stays_while_another_sender_needs_it(self):
        sender = {"LambdaArn": "arn:a", "LambdaVersion": "V1_0"}
        self.triggers().update(CustomSMSSender=sender, KMSKeyID="arn:key")
        ours = self.pool(CustomEmailSender=sender, KMSKeyID="arn:key")
        self.good(self.KIND, ours)
        self.good(self.KIND, ours, "Delete")
        self.assertEqual(self.triggers(), {"PreSignUp": "arn:theirs", "CustomSMSSender": sender, "KMSKeyID": "arn:key"})
        del self.triggers()["CustomSMSSender"]
        self.good(self.KIND, ours)
        self.good(self.KIND, ours, "Delete")
        self.assertEqual(self.triggers(), {"PreSignUp": "arn:theirs"})

    def test_refusals_are_read(self):
        gone = 400, b'{"__type":"ResourceNotFoundException","message":"gone"}'
        busy = 400, b'{"__type":"com.amazonaws.cognito#ConcurrentModificationException","message":"busy"}'
        self.server.faults = [None, busy]
        self.good(self.KIND, self.pool(CustomMessage="arn:a"))
        self.server.faults = [gone]
        self.good(self.KIND, self.pool(CustomMessage="arn:a"), "Delete")
        self.server.faults = [gone]
        self.assertIn("ResourceNotFoundException: gone", self.bad(self.KIND, self.pool(CustomMessage="arn:a")))


class Repositories(Case):
    KIND = "Custom::GordonRepositoryTriggers"

    def repository(self, *triggers):
        return {"RepositoryName": "site", "Triggers": list(triggers)}

    def test_triggers_of_others_stay(self):
        theirs = {"name": "theirs", "destinationArn": "arn:t", "events": ["all"], "branches": [], "customData": ""}
        self.server.held["triggers"] = [theirs]
        build = {"name": "build", "destinationArn": "arn:f", "events": ["all"], "branches": ["main"]}
        identity = self.good(self.KIND, self.repository(build))
        ours = self.owner() + "build"
        self.assertEqual(self.server.held["triggers"], [theirs, {**build, "name": ours}])
        # CodeCommit tells empty what was left out.
        self.server.held["triggers"][1]["customData"] = ""
        writes = len(self.server.seen)
        self.good(self.KIND, self.repository(build), "Update", PhysicalResourceId=identity)
        self.assertEqual(len(self.server.seen), writes + 1, "nothing to write")
        self.good(self.KIND, self.repository(build), "Delete", PhysicalResourceId=identity)
        self.assertEqual(self.server.held["triggers"], [theirs])


class Signatures(unittest.TestCase):
    def test_amazons_own_example(self):
        """<https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>: GET Bucket Lifecycle."""
        keys = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
        now = datetime.datetime(2013, 5, 24, tzinfo=datetime.timezone.utc)
        with unittest.mock.patch.dict(os.environ, keys, clear=True):
            host = "examplebucket.s3.amazonaws.com"
            headers = index().sign("s3", "us-east-1", "GET", host, "/", "lifecycle=", {}, b"", now)
        self.assertEqual(
            headers["authorization"].rpartition("=")[2],
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        )


if __name__ == "__main__":
    unittest.main()
