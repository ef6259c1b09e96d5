# What DescribeUserPool tells and UpdateUserPool does not take.
READ_ONLY = (
    "AliasAttributes",
    "Arn",
    "CreationDate",
    "CustomDomain",
    "Domain",
    "EmailConfigurationFailure",
    "EstimatedNumberOfUsers",
    "Id",
    "LastModifiedDate",
    "Name",
    "SchemaAttributes",
    "SmsConfigurationFailure",
    "Status",
    "UsernameAttributes",
    "UsernameConfiguration",
)
SENDERS = ("CustomEmailSender", "CustomSMSSender")  # what `KMSKeyID` is for


class UserPoolTriggers:
    """Lambda triggers of a user pool, among those that others set. One that somebody else set is not replaced."""

    def __init__(self, event):
        properties = event["ResourceProperties"]
        self.pool = properties["UserPoolId"]
        self.wanted = properties["LambdaConfig"]
        old = event.get("OldResourceProperties", properties)
        self.ours = old["LambdaConfig"] if old["UserPoolId"] == self.pool else {}
        self.identity = self.pool + "/" + owner(event)

    def put(self):
        keep(self.read, lambda pool: self.change(pool, self.wanted), self.write)

    def delete(self):
        try:
            keep(self.read, lambda pool: self.change(pool, {}), self.write)
        except Refused as refusal:
            if refusal.code != "ResourceNotFoundException":
                raise

    def change(self, pool, wanted):
        now = pool.get("LambdaConfig", {})
        after = dict(now)
        for name, value in sorted(self.ours.items()):  # the key after the senders
            shared = name == "KMSKeyID" and any(sender in after for sender in SENDERS)
            if name not in wanted and after.get(name) == value and not shared:
                del after[name]
                # Cognito keeps the older form beside the newer one.
                if name == "PreTokenGenerationConfig" and after.get("PreTokenGeneration") == value["LambdaArn"]:
                    del after["PreTokenGeneration"]
        for name, value in wanted.items():
            if after.get(name, value) not in (value, self.ours.get(name)):
                raise Refused("Taken", f"{name} of {self.pool} is set already, to {json.dumps(after[name])}")
            after[name] = value
        if "PreTokenGenerationConfig" in wanted and "PreTokenGeneration" in after:
            after["PreTokenGeneration"] = wanted["PreTokenGenerationConfig"]["LambdaArn"]
        if after == now:
            return None
        # A setting that is left out is set to its default: whatever was read is written again.
        whole = {name: value for name, value in pool.items() if name not in READ_ONLY}
        whole.update(UserPoolId=self.pool, PoolName=pool["Name"], LambdaConfig=after)
        if whole.get("Policies", {}).get("PasswordPolicy", {}).get("TemporaryPasswordValidityDays") is not None:
            # The same setting under its older name; Cognito refuses both at once.
            whole.get("AdminCreateUserConfig", {}).pop("UnusedAccountValidityDays", None)
        return whole

    def read(self):
        return json.loads(self.call("DescribeUserPool", {"UserPoolId": self.pool}))["UserPool"]

    def write(self, pool):
        self.call("UpdateUserPool", pool)

    def call(self, operation, request):
        target = "AWSCognitoIdentityProviderService." + operation
        body = json.dumps(request).encode()
        return call("cognito-idp", "POST", body=body, x_amz_target=target, content_type="application/x-amz-json-1.1")


KINDS["Custom::GordonUserPoolTriggers"] = UserPoolTriggers
