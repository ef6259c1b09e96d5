class RepositoryTriggers:
    """Triggers of a repository, among those that others made."""

    def __init__(self, event):
        self.properties = event["ResourceProperties"]
        self.repository = self.properties["RepositoryName"]
        self.ours = owner(event)
        self.identity = self.repository + "/" + self.ours

    def put(self):
        wanted = [{**one, "name": self.ours + one["name"]} for one in self.properties["Triggers"]]
        keep(self.read, lambda all: self.change(all, wanted), self.write)

    def delete(self):
        try:
            keep(self.read, lambda all: self.change(all, []), self.write)
        except Refused as refusal:
            if refusal.code != "RepositoryDoesNotExistException":
                raise

    def change(self, all, wanted):
        ours = [one for one in all if one["name"].startswith(self.ours)]
        if sorted(map(plain, ours)) == sorted(map(plain, wanted)):
            return None
        return [one for one in all if one not in ours] + wanted

    def read(self):
        return json.loads(self.call("GetRepositoryTriggers", {}))["triggers"]

    def write(self, triggers):
        self.call("PutRepositoryTriggers", {"triggers": triggers})

    def call(self, operation, request):
        target = "CodeCommit_20150413." + operation
        body = json.dumps({"repositoryName": self.repository, **request}).encode()
        return call("codecommit", "POST", body=body, x_amz_target=target, content_type="application/x-amz-json-1.1")


def plain(trigger):
    """A trigger as text. Empty and absent are the same to CodeCommit."""
    return json.dumps({name: value for name, value in trigger.items() if value}, sort_keys=True)


KINDS["Custom::GordonRepositoryTriggers"] = RepositoryTriggers
