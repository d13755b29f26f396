"""AWS IoT Device SDK v2 for Python, its MQTT 5 client. CA_FILE is for the sandbox alone."""

import json
import os
import threading

from awscrt import auth, mqtt5
from awsiot import mqtt5_client_builder
from signed_in import attach_policy, signed_in, tell

identity_id, credentials = signed_in()
attach_policy(credentials)
topic = f"users/{identity_id}/telemetry"
connected, heard, stopped = threading.Event(), threading.Event(), threading.Event()


def on_connected(data):
    tell("connected")
    connected.set()


def on_message(data):
    packet = data.publish_packet
    tell("received", topic=packet.topic, payload=packet.payload.decode())
    heard.set()


host, _, port = os.environ["IOT_ENDPOINT"].partition(":")
client = mqtt5_client_builder.websockets_with_default_aws_signing(
    region=os.environ["REGION"],
    credentials_provider=auth.AwsCredentialsProvider.new_static(
        credentials.access_key, credentials.secret_key, credentials.token
    ),
    endpoint=host,
    port=int(port or 443),
    client_id=f"{identity_id}-device-sdk-5",
    ca_filepath=os.environ.get("CA_FILE"),
    on_lifecycle_connection_success=on_connected,
    on_lifecycle_stopped=lambda data: stopped.set(),
    on_publish_received=on_message,
)
client.start()
connected.wait(10)


def subscribe(topic_filter):
    wanted = mqtt5.Subscription(topic_filter=topic_filter, qos=mqtt5.QoS.AT_LEAST_ONCE)
    return client.subscribe(mqtt5.SubscribePacket(subscriptions=[wanted])).result(10).reason_codes[0]


subscribe(topic)
message = mqtt5.PublishPacket(topic=topic, payload=json.dumps({"temperature": 21.5}), qos=mqtt5.QoS.AT_LEAST_ONCE)
client.publish(message).result(10)
heard.wait(10)

tell("refused", says=f"suback with {subscribe(os.environ['FOREIGN_TOPIC']).name}")
client.stop()
stopped.wait(10)
