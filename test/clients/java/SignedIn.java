import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;

/** A user who has signed in with the AWS SDK for Java, which reads AWS_ENDPOINT_URL for the sandbox. */
record SignedIn(String identityId, Credentials credentials) {
  static final String REGION = System.getenv("REGION");

  static SignedIn signIn() {
    String idToken;
    try (var userPool = CognitoIdentityProviderClient.builder().region(Region.of(REGION))
        .credentialsProvider(AnonymousCredentialsProvider.create()).build()) {
      idToken = userPool.initiateAuth(auth -> auth
          .clientId(System.getenv("USER_POOL_CLIENT_ID"))
          .authFlow(AuthFlowType.USER_PASSWORD_AUTH) // to be allowed in the user pool's client
          .authParameters(Map.of("USERNAME", System.getenv("EMAIL"), "PASSWORD", System.getenv("PASSWORD"))))
          .authenticationResult().idToken();
    }
    var logins = Map.of("cognito-idp." + REGION + ".amazonaws.com/" + System.getenv("USER_POOL_ID"), idToken);
    try (var identities = CognitoIdentityClient.builder().region(Region.of(REGION))
        .credentialsProvider(AnonymousCredentialsProvider.create()).build()) {
      var id = identities.getId(get -> get.identityPoolId(System.getenv("IDENTITY_POOL_ID")).logins(logins)).identityId();
      var credentials = identities.getCredentialsForIdentity(get -> get.identityId(id).logins(logins)).credentials();
      tell("signed in");
      return new SignedIn(id, credentials);
    }
  }

  /** POST /attach-policy, once for each identity. */
  void attachPolicy() throws IOException, InterruptedException {
    var address = URI.create(System.getenv("ATTACH_POLICY_URL"));
    var identity = AwsSessionCredentialsIdentity.create(
        credentials.accessKeyId(), credentials.secretKey(), credentials.sessionToken());
    var signed = AwsV4HttpSigner.create().sign(sign -> sign
        .identity(identity)
        .request(SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(address).build())
        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
        .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)).request();
    var request = HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.noBody());
    signed.headers().forEach((name, values) -> {
      if (!name.equalsIgnoreCase("host")) values.forEach(value -> request.header(name, value));
    });
    var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) throw new IOException(response.body());
    tell("attached");
  }

  /** What to open the WebSocket with. The session token is added after signing. */
  String signedQuery() {
    var keys = AwsCredentialsIdentity.create(credentials.accessKeyId(), credentials.secretKey());
    var handshake = URI.create("https://" + System.getenv("IOT_ENDPOINT") + "/mqtt");
    var signed = AwsV4HttpSigner.create().sign(sign -> sign
        .identity(keys)
        .request(SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(handshake).build())
        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "iotdevicegateway")
        .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5))).request();
    return signed.toBuilder()
        .putRawQueryParameter("X-Amz-Security-Token", List.of(credentials.sessionToken()))
        .build().getUri().getRawQuery();
  }

  String clientId(String of) {
    return identityId + "-" + of;
  }

  String topic() {
    return "users/" + identityId + "/telemetry";
  }

  /** A line of JSON for whoever runs this: names and values in turn. */
  static void tell(String did, String... more) {
    var line = new StringBuilder("{\"did\":\"" + did + "\"");
    for (int at = 0; at < more.length; at += 2) {
      line.append(",\"" + more[at] + "\":\"" + more[at + 1].replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
    System.out.println(line.append("}"));
  }
}
