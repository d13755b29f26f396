"""paho-mqtt over a WebSocket whose URL botocore signs; MQTT 3.1.1, or 5: python paho_mqtt.py 5"""

import json
import os
import sys

import paho.mqtt.client as paho
from signed_in import attach_policy, signed_in, tell
from signed_url import signed_path

identity_id, credentials = signed_in()
attach_policy(credentials)
topic = f"users/{identity_id}/telemetry"
version = paho.MQTTv5 if sys.argv[1:] == ["5"] else paho.MQTTv311


def on_connect(client, userdata, flags, reason, properties):
    if reason.is_failure:
        raise SystemExit(f"refused: {reason}")
    tell("connected")
    client.subscribe(topic, qos=1)


def on_subscribe(client, userdata, mid, reasons, properties):
    if any(reason.is_failure for reason in reasons):
        tell("refused", says=f"on_subscribe: {reasons[0]}")
        client.disconnect()
    else:
        client.publish(topic, json.dumps({"temperature": 21.5}), qos=1)


def on_message(client, userdata, message):
    tell("received", topic=message.topic, payload=message.payload.decode())
    client.on_disconnect = on_disconnect
    client.subscribe(os.environ["FOREIGN_TOPIC"], qos=1)


def on_disconnect(client, userdata, flags, reason, properties):
    if reason.is_failure:
        tell("refused", says=f"on_disconnect: {reason}")
        client.disconnect()


client = paho.Client(
    paho.CallbackAPIVersion.VERSION2, client_id=f"{identity_id}-paho", transport="websockets", protocol=version, reconnect_on_failure=False
)
client.ws_set_options(path=signed_path(credentials))
client.tls_set()
client.on_connect, client.on_subscribe, client.on_message = on_connect, on_subscribe, on_message
host, _, port = os.environ["IOT_ENDPOINT"].partition(":")
client.connect(host, int(port or 443))
client.loop_forever()
