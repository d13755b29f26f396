import type { TriedClient } from '../../bin/docs/tried-clients.js';

/** What is tried, and what has to come of it. */
export interface ClientToTry extends Omit<TriedClient, 'packages'> {
  readonly packages: readonly string[];
  readonly args?: readonly string[];
  /** The program hears nothing itself: the test attaches the policy and listens. */
  readonly isHeardByTest?: true;
}

const ENDPOINT_AND_CA = {
  node: '`AWS_ENDPOINT_URL`, `NODE_EXTRA_CA_CERTS`',
  python: '`AWS_ENDPOINT_URL`, `AWS_CA_BUNDLE`, `SSL_CERT_FILE`',
  java: '`AWS_ENDPOINT_URL`, `-Djavax.net.ssl.trustStore`',
};
const CA_IN_BUILDER = '; port and CA file in the builder';

/** The clients that `npm run test:clients` tries, in the order of the table in docs/clients.md. */
export const clients: readonly ClientToTry[] = [
  {
    client: 'AWS SDK for JavaScript v3',
    packages: ['@aws-sdk/client-iot-data-plane', '@aws-sdk/credential-providers', '@smithy/signature-v4'],
    language: 'JavaScript',
    protocol: 'HTTPS, MQTT 3.1.1 by MQTT.js',
    forSandbox: ENDPOINT_AND_CA.node,
    refusal: 'ForbiddenException (403)',
    program: 'javascript/aws-sdk-v3.mjs',
  },
  {
    client: 'MQTT.js',
    packages: ['mqtt', 'aws4fetch'],
    language: 'JavaScript',
    protocol: 'MQTT 3.1.1',
    forSandbox: ENDPOINT_AND_CA.node,
    refusal: "event 'close'",
    program: 'javascript/mqtt-js.mjs',
    args: ['4'],
  },
  {
    client: 'MQTT.js',
    packages: ['mqtt', 'aws4fetch'],
    language: 'JavaScript',
    protocol: 'MQTT 5',
    forSandbox: ENDPOINT_AND_CA.node,
    refusal: 'subscribeAsync rejects: Subscribe error: Not authorized',
    program: 'javascript/mqtt-js.mjs',
    args: ['5'],
  },
  {
    client: 'Amplify 6, its PubSub',
    packages: ['aws-amplify', '@aws-amplify/pubsub'],
    language: 'JavaScript',
    protocol: 'MQTT 3.1',
    forSandbox: '`userPoolEndpoint`, `identityPoolEndpoint`, `NODE_EXTRA_CA_CERTS`',
    refusal: "Hub 'pubsub': ConnectionDisrupted",
    program: 'javascript/amplify-6.mjs',
  },
  {
    client: 'Amplify 5, its PubSub',
    packages: ['aws-amplify'],
    language: 'JavaScript',
    protocol: 'MQTT 3.1',
    forSandbox:
      '`endpoint` of `Auth`, `NODE_EXTRA_CA_CERTS`; the host of the identity pool is built in, so the credentials are those of the AWS SDK',
    refusal: "Hub 'pubsub': ConnectionDisrupted",
    program: 'javascript/amplify-5/amplify-5.mjs',
  },
  {
    client: 'amazon-cognito-identity-js',
    packages: ['amazon-cognito-identity-js'],
    language: 'JavaScript',
    protocol: 'MQTT 3.1.1 by MQTT.js',
    forSandbox: '`endpoint` of the pool, `AWS_ENDPOINT_URL`, `NODE_EXTRA_CA_CERTS`',
    refusal: "MQTT.js: event 'close'",
    program: 'javascript/amazon-cognito-identity-js/amazon-cognito-identity-js.mjs',
  },
  {
    client: 'AWS IoT Device SDK v1',
    packages: ['aws-iot-device-sdk'],
    language: 'JavaScript',
    protocol: 'MQTT 3.1.1',
    forSandbox: '`port` and `caPath`; credentials of the AWS SDK',
    refusal: "event 'close'",
    program: 'javascript/device-sdk-v1/device-sdk-v1.mjs',
  },
  {
    client: 'AWS IoT Device SDK v2',
    packages: ['aws-iot-device-sdk-v2'],
    language: 'JavaScript',
    protocol: 'MQTT 3.1.1',
    forSandbox: `credentials of the AWS SDK, since the SDK's own Cognito provider takes no port${CA_IN_BUILDER}`,
    refusal: "event 'interrupt': AWS_ERROR_MQTT_UNEXPECTED_HANGUP",
    program: 'javascript/device-sdk-v2.mjs',
  },
  {
    client: 'AWS IoT Device SDK v2',
    packages: ['aws-iot-device-sdk-v2'],
    language: 'JavaScript',
    protocol: 'MQTT 5',
    forSandbox: `credentials of the AWS SDK${CA_IN_BUILDER}`,
    refusal: 'suback with NotAuthorized',
    program: 'javascript/device-sdk-v2-mqtt5.mjs',
  },
  {
    client: 'boto3',
    packages: ['boto3', 'pycognito'],
    language: 'Python',
    protocol: 'HTTPS, MQTT 3.1.1 by paho-mqtt',
    forSandbox: ENDPOINT_AND_CA.python,
    refusal: 'ForbiddenException (403)',
    program: 'python/boto3_iot_data.py',
  },
  {
    client: 'paho-mqtt',
    packages: ['paho-mqtt', 'botocore'],
    language: 'Python',
    protocol: 'MQTT 3.1.1',
    forSandbox: ENDPOINT_AND_CA.python,
    refusal: 'on_disconnect: Unspecified error',
    program: 'python/paho_mqtt.py',
    args: ['4'],
  },
  {
    client: 'paho-mqtt',
    packages: ['paho-mqtt', 'botocore'],
    language: 'Python',
    protocol: 'MQTT 5',
    forSandbox: ENDPOINT_AND_CA.python,
    refusal: 'on_subscribe: Not authorized',
    program: 'python/paho_mqtt.py',
    args: ['5'],
  },
  {
    client: 'AWS IoT Device SDK v2',
    packages: ['awsiotsdk', 'awscrt'],
    language: 'Python',
    protocol: 'MQTT 3.1.1',
    forSandbox: `credentials of boto3, since the SDK's own Cognito provider takes no port${CA_IN_BUILDER}`,
    refusal: 'on_connection_interrupted: AWS_ERROR_MQTT_UNEXPECTED_HANGUP',
    program: 'python/device_sdk_v2.py',
  },
  {
    client: 'AWS IoT Device SDK v2',
    packages: ['awsiotsdk', 'awscrt'],
    language: 'Python',
    protocol: 'MQTT 5',
    forSandbox: `credentials of boto3${CA_IN_BUILDER}`,
    refusal: 'suback with NOT_AUTHORIZED',
    program: 'python/device_sdk_v2_mqtt5.py',
  },
  {
    client: 'AWS CLI v1',
    packages: ['awscli'],
    language: 'shell',
    protocol: 'HTTPS',
    forSandbox: '`AWS_ENDPOINT_URL`, `AWS_CA_BUNDLE`',
    refusal: 'An error occurred (ForbiddenException) when calling the Publish operation: Forbidden',
    program: 'shell/aws-cli.sh',
    isHeardByTest: true,
  },
  {
    client: 'Eclipse Paho, on which the AWS SDK for Android stands',
    packages: ['org.eclipse.paho.client.mqttv3', 'cognitoidentity'],
    language: 'Java',
    protocol: 'MQTT 3.1.1',
    forSandbox: ENDPOINT_AND_CA.java,
    refusal: 'subscribe throws: Connection lost',
    program: 'java/PahoMqtt3.java',
  },
  {
    client: 'Eclipse Paho',
    packages: ['org.eclipse.paho.mqttv5.client', 'cognitoidentity'],
    language: 'Java',
    protocol: 'MQTT 5',
    forSandbox: ENDPOINT_AND_CA.java,
    refusal: 'subscribe gives reason code 135',
    program: 'java/PahoMqtt5.java',
  },
];
