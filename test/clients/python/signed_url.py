import os
from urllib.parse import quote, urlsplit

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def signed_path(credentials):
    """What to open the WebSocket with. The session token is added after signing."""
    handshake = AWSRequest("GET", f"https://{os.environ['IOT_ENDPOINT']}/mqtt")
    without_token = Credentials(credentials.access_key, credentials.secret_key)
    SigV4QueryAuth(without_token, "iotdevicegateway", os.environ["REGION"], expires=300).add_auth(handshake)
    return f"/mqtt?{urlsplit(handshake.url).query}&X-Amz-Security-Token={quote(credentials.token, safe='')}"
