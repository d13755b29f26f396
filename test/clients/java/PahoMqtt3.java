import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho for Java, on which the AWS SDK for Android stands: MQTT 3.1.1. */
class PahoMqtt3 {
  public static void main(String... args) throws Exception {
    var user = SignedIn.signIn();
    user.attachPolicy();

    var address = "wss://" + System.getenv("IOT_ENDPOINT") + "/mqtt?" + user.signedQuery();
    var client = new MqttClient(address, user.clientId("paho"), new MemoryPersistence());
    var received = new CompletableFuture<MqttMessage>();
    var lost = new CompletableFuture<Throwable>();
    client.setCallback(new MqttCallback() {
      public void messageArrived(String topic, MqttMessage message) {
        received.complete(message);
      }

      public void connectionLost(Throwable cause) {
        lost.complete(cause);
      }

      public void deliveryComplete(IMqttDeliveryToken token) {}
    });
    client.connect(new MqttConnectOptions());
    SignedIn.tell("connected");

    client.subscribe(user.topic(), 1);
    client.publish(user.topic(), "{\"temperature\": 21.5}".getBytes(UTF_8), 1, false);
    var payload = new String(received.get(10, TimeUnit.SECONDS).getPayload(), UTF_8);
    SignedIn.tell("received", "topic", user.topic(), "payload", payload);

    try {
      client.subscribe(System.getenv("FOREIGN_TOPIC"), 1);
    } catch (MqttException refused) {
      SignedIn.tell("refused", "says", "subscribe throws: " + refused.getMessage());
    }
    lost.get(10, TimeUnit.SECONDS);
    System.exit(0);
  }
}
