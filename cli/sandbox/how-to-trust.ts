/**
 * What to set or to run, by client; nothing of it is done here.
 *
 * @param replaced what was wrong with the authority before, if this one has just taken its place
 */
export function howToTrust(caFile: string, replaced: string | undefined): string {
  const file = quoted(caFile);
  const anew = replaced === undefined ? '' : `It is a new one, to be trusted anew: of the one before, ${replaced}.\n`;
  return `The sandbox answers https and wss, too. Its certificate authority is
  ${caFile}
It was made on this machine and can vouch for localhost, 127.0.0.1 and ::1 alone. Its key stays beside it, for you alone.
${anew}
In the environment of the program that connects:
  Node, AWS SDK for JavaScript   NODE_EXTRA_CA_CERTS=${file}
  AWS CLI, boto3                 AWS_CA_BUNDLE=${file}
  Python's ssl, Go, OpenSSL      SSL_CERT_FILE=${file}
  Python's requests              REQUESTS_CA_BUNDLE=${file}
  curl                           curl --cacert ${file}
All but Node then trust this authority alone, so set these for the sandbox, and not for AWS.

AWS IoT Device SDKs, paho-mqtt: give the file as the CA
  Python    mqtt_connection_builder….ca_filepath, or client.tls_set(ca_certs=…)
  Node      AwsIotMqttConnectionConfigBuilder.with_certificate_authority_from_path(undefined, …)

Java
  keytool -importcert -noprompt -alias cognito-iot -storepass changeit -keystore sandbox.p12 -file ${file}
  java -Djavax.net.ssl.trustStore=sandbox.p12 -Djavax.net.ssl.trustStorePassword=changeit …

Browsers, until you take it away again
  macOS               security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ${file}
  Windows             certutil -user -addstore Root ${file}
  Chromium on Linux   certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n cognito-iot -i ${file}
  Firefox             Settings, Privacy & Security, View Certificates, Authorities, Import
`;
}

/** For a shell, where the path has more than plain characters. */
function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `"${path}"`;
}
