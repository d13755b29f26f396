"""AWS IoT Device SDK v2 for Python, its MQTT 3.1.1 client. CA_FILE is for the sandbox alone."""

import json
import os
import threading

from awscrt import auth, mqtt
from awsiot import mqtt_connection_builder
from signed_in import attach_policy, signed_in, tell

identity_id, credentials = signed_in()
attach_policy(credentials)
topic = f"users/{identity_id}/telemetry"
heard, interrupted = threading.Event(), threading.Event()


def on_message(topic, payload, **rest):
    tell("received", topic=topic, payload=payload.decode())
    heard.set()


def on_interrupted(connection, error, **rest):
    tell("refused", says=f"on_connection_interrupted: {error.name}")
    interrupted.set()


host, _, port = os.environ["IOT_ENDPOINT"].partition(":")
connection = mqtt_connection_builder.websockets_with_default_aws_signing(
    region=os.environ["REGION"],
    credentials_provider=auth.AwsCredentialsProvider.new_static(
        credentials.access_key, credentials.secret_key, credentials.token
    ),
    endpoint=host,
    port=int(port or 443),
    client_id=f"{identity_id}-device-sdk",
    clean_session=True,
    keep_alive_secs=60,
    ca_filepath=os.environ.get("CA_FILE"),
    on_connection_interrupted=on_interrupted,
)
connection.connect().result(10)
tell("connected")
connection.subscribe(topic, mqtt.QoS.AT_LEAST_ONCE, on_message)[0].result(10)
connection.publish(topic, json.dumps({"temperature": 21.5}), mqtt.QoS.AT_LEAST_ONCE)[0].result(10)
heard.wait(10)

connection.subscribe(os.environ["FOREIGN_TOPIC"], mqtt.QoS.AT_LEAST_ONCE)
interrupted.wait(10)
connection.disconnect().result(10)
