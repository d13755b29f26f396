import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Eclipse Paho for Java: MQTT 5. */
class PahoMqtt5 {
  public static void main(String... args) throws Exception {
    var user = SignedIn.signIn();
    user.attachPolicy();

    var address = "wss://" + System.getenv("IOT_ENDPOINT") + "/mqtt?" + user.signedQuery();
    var client = new MqttClient(address, user.clientId("paho-5"), new MemoryPersistence());
    var received = new CompletableFuture<MqttMessage>();
    client.setCallback(new MqttCallback() {
      public void messageArrived(String topic, MqttMessage message) {
        received.complete(message);
      }

      public void disconnected(MqttDisconnectResponse response) {}

      public void mqttErrorOccurred(MqttException exception) {}

      public void deliveryComplete(IMqttToken token) {}

      public void connectComplete(boolean reconnect, String serverUri) {}

      public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    });
    client.connect(new MqttConnectionOptions());
    SignedIn.tell("connected");

    client.subscribe(user.topic(), 1);
    client.publish(user.topic(), "{\"temperature\": 21.5}".getBytes(UTF_8), 1, false);
    var payload = new String(received.get(10, TimeUnit.SECONDS).getPayload(), UTF_8);
    SignedIn.tell("received", "topic", user.topic(), "payload", payload);

    try {
      var code = client.subscribe(System.getenv("FOREIGN_TOPIC"), 1).getReasonCodes()[0];
      SignedIn.tell("refused", "says", "subscribe gives reason code " + code);
    } catch (MqttException refused) {
      SignedIn.tell("refused", "says", "subscribe throws: " + refused.getMessage());
    }
    System.exit(0);
  }
}
