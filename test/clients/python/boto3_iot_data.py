"""boto3 signs in and publishes by HTTPS; what it published comes over MQTT."""

import json
import os

import boto3
import paho.mqtt.client as paho
from botocore.exceptions import ClientError
from signed_in import attach_policy, signed_in, tell
from signed_url import signed_path

identity_id, credentials = signed_in()
attach_policy(credentials)
topic = f"users/{identity_id}/telemetry"
data = boto3.client(
    "iot-data",
    region_name=os.environ["REGION"],
    endpoint_url=f"https://{os.environ['IOT_ENDPOINT']}",
    aws_access_key_id=credentials.access_key,
    aws_secret_access_key=credentials.secret_key,
    aws_session_token=credentials.token,
)


def on_connect(client, *rest):
    tell("connected")
    client.subscribe(topic, qos=1)


def on_subscribe(client, *rest):
    data.publish(topic=topic, qos=1, payload=json.dumps({"temperature": 21.5}))


def on_message(client, userdata, message):
    tell("received", topic=message.topic, payload=message.payload.decode())
    client.disconnect()


client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=f"{identity_id}-boto3", transport="websockets")
client.ws_set_options(path=signed_path(credentials))
client.tls_set()
client.on_connect, client.on_subscribe, client.on_message = on_connect, on_subscribe, on_message
host, _, port = os.environ["IOT_ENDPOINT"].partition(":")
client.connect(host, int(port or 443))
client.loop_forever()

try:
    data.publish(topic=os.environ["FOREIGN_TOPIC"], qos=1, payload="{}")
except ClientError as error:
    tell("refused", says=f"{error.response['Error']['Code']} ({error.response['ResponseMetadata']['HTTPStatusCode']})")
