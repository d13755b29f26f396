import json
import os
import urllib.request

import boto3
from botocore import UNSIGNED
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from pycognito.aws_srp import AWSSRP

REGION = os.environ["REGION"]


def tell(did, **more):
    """A line of JSON for whoever runs this."""
    print(json.dumps({"did": did, **more}), flush=True)


def signed_in():
    """Signs in with boto3 and pycognito's SRP: the identity's ID, and its credentials. For the sandbox, boto3 reads
    AWS_ENDPOINT_URL."""
    unsigned = Config(signature_version=UNSIGNED)
    user_pool = AWSSRP(
        username=os.environ["EMAIL"],
        password=os.environ["PASSWORD"],
        pool_id=os.environ["USER_POOL_ID"],
        client_id=os.environ["USER_POOL_CLIENT_ID"],
        client=boto3.client("cognito-idp", region_name=REGION, config=unsigned),
    )
    answer = user_pool.authenticate_user()
    provider = f"cognito-idp.{REGION}.amazonaws.com/{os.environ['USER_POOL_ID']}"
    logins = {provider: answer["AuthenticationResult"]["IdToken"]}
    identities = boto3.client("cognito-identity", region_name=REGION, config=unsigned)
    identity_id = identities.get_id(IdentityPoolId=os.environ["IDENTITY_POOL_ID"], Logins=logins)["IdentityId"]
    given = identities.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)["Credentials"]
    tell("signed in")
    return identity_id, Credentials(given["AccessKeyId"], given["SecretKey"], given["SessionToken"])


def attach_policy(credentials):
    """`POST /attach-policy`, once for each identity."""
    request = AWSRequest("POST", os.environ["ATTACH_POLICY_URL"])
    SigV4Auth(credentials, "execute-api", REGION).add_auth(request)
    signed = urllib.request.Request(request.url, method="POST", headers=dict(request.headers))
    with urllib.request.urlopen(signed) as response:
        answer = json.load(response)
    tell("attached")
    return answer
