import xml.etree.ElementTree as xml

S3 = "http://s3.amazonaws.com/doc/2006-03-01/"
TARGETS = {"Topic": "TopicConfiguration", "Queue": "QueueConfiguration", "CloudFunction": "CloudFunctionConfiguration"}
ORDER = [*TARGETS.values(), "EventBridgeConfiguration"]


class BucketNotifications:
    """Notifications of a bucket, among those that others made. EventBridge is switched on, and never off: nobody can
    tell who else relies on it."""

    def __init__(self, event):
        self.properties = event["ResourceProperties"]
        self.bucket = self.properties["Bucket"]
        self.ours = owner(event)
        self.identity = self.bucket + "/" + self.ours
        self.write_with = {}

    def put(self):
        wanted = self.properties.get("Notifications", [])
        self.keep([element(self.ours, one) for one in wanted], self.properties.get("EventBridge") == "true")

    def delete(self):
        # S3 would ask the targets of others too, and one that is gone must not hold us back.
        self.write_with = {"x_amz_skip_destination_validation": "true"}
        try:
            self.keep([], False)
        except Refused as refusal:
            if refusal.code != "NoSuchBucket":
                raise

    def keep(self, wanted, event_bridge):
        # Nobody else knows a bucket that was just made.
        settle = 0 if self.properties.get("Own") == "true" else SETTLE
        keep(self.read, lambda root: self.change(root, wanted, event_bridge), self.write, settle)

    def change(self, root, wanted, event_bridge):
        ours = [one for one in root if (text(one, "Id") or "").startswith(self.ours)]
        missing = event_bridge and root.find(f"{{{S3}}}EventBridgeConfiguration") is None
        if sorted(map(meaning, ours)) == sorted(map(meaning, wanted)) and not missing:
            return None
        for one in ours:
            root.remove(one)
        root.extend(wanted)
        if missing:
            add(root, "EventBridgeConfiguration")
        place = lambda one: ORDER.index(bare(one)) if bare(one) in ORDER else len(ORDER)
        root[:] = sorted(root, key=place)
        return root

    def read(self):
        return xml.fromstring(self.call("GET"))

    def write(self, root):
        xml.register_namespace("", S3)
        self.call("PUT", body=xml.tostring(root), content_type="application/xml", **self.write_with)

    def call(self, method, **more):
        # A bucket of that name that somebody else took over is not ours to configure.
        more["x_amz_expected_bucket_owner"] = self.properties["Account"]
        return call("s3", method, "/" + self.bucket, "notification=", **more)


def element(ours, one):
    """One of our notifications, as S3 wants it."""
    target = next(name for name in TARGETS if name in one)
    made = xml.Element(f"{{{S3}}}{TARGETS[target]}")
    add(made, "Id", ours + one["Id"])
    add(made, target, one[target])
    for event in one["Events"]:
        add(made, "Event", event)
    rules = [(name, one[name]) for name in ("Prefix", "Suffix") if name in one]
    if rules:
        key = add(add(made, "Filter"), "S3Key")
        for name, value in rules:
            rule = add(key, "FilterRule")
            add(rule, "Name", name.lower())
            add(rule, "Value", value)
    return made


def add(parent, name, content=None):
    child = xml.SubElement(parent, f"{{{S3}}}{name}")
    child.text = content
    return child


def meaning(one):
    """What a notification says, however S3 writes it."""
    rules = [(text(rule, "Name").lower(), text(rule, "Value") or "") for rule in one.iter(f"{{{S3}}}FilterRule")]
    events = [event.text for event in one.findall(f"{{{S3}}}Event")]
    target = [text(one, name) for name in (*TARGETS, "LambdaFunctionArn") if text(one, name)]
    return [text(one, "Id"), target, sorted(events), sorted(rules)]


def text(parent, name):
    return parent.findtext(f"{{{S3}}}{name}")


def bare(one):
    return one.tag.rpartition("}")[2]


KINDS["Custom::GordonBucketNotifications"] = BucketNotifications
