import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.storage.internals.log.LogConfig;

/**
 * Asks Kafka's own classes what they say to a configuration. Reads lines {"as": kind, "config": {...}} and writes them
 * back with `ok`, or with the innermost exception's class and message. What every client needs and a file may leave to
 * the code beside it (servers, serializers, a share group's name, a broker's identity) is added where it is absent.
 */
public class ConfigRecorder {
  private static final String STRINGS = "org.apache.kafka.common.serialization.String";
  private static final ObjectMapper JSON = new ObjectMapper();

  private interface Check {
    void run() throws Throwable;
  }

  private static Map<String, Object> with(Map<String, Object> config, String... added) {
    Map<String, Object> all = new HashMap<>(config);
    for (int at = 0; at < added.length; at += 2) all.putIfAbsent(added[at], added[at + 1]);
    return all;
  }

  private static Map<String, Object> client(Map<String, Object> config, String coder) {
    return with(config, "bootstrap.servers", "localhost:9092", "key." + coder.toLowerCase(), STRINGS + coder,
        "value." + coder.toLowerCase(), STRINGS + coder);
  }

  private static KafkaConfig broker(Map<String, Object> config) {
    return new KafkaConfig(with(config, "node.id", "1", "process.roles", "broker", "controller.listener.names",
        "CONTROLLER", "controller.quorum.voters", "100@localhost:9093", "listeners", "PLAINTEXT://localhost:9092"), false);
  }

  /** Closing may wait for a broker that is not there; nothing here needs to see the end of it. */
  private static void closeAside(Check close) {
    Thread thread = new Thread(() -> {
      try {
        close.run();
      } catch (Throwable ignored) {
        // The answer is known; how the client goes does not matter.
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  private static void check(String kind, Map<String, Object> config) {
    Properties properties = new Properties();
    properties.putAll(config);
    switch (kind) {
      case "producer" -> {
        var producer = new KafkaProducer<>(client(config, "Serializer"));
        closeAside(() -> producer.close(Duration.ZERO));
      }
      case "consumer" -> {
        var consumer = new KafkaConsumer<>(client(config, "Deserializer"));
        closeAside(() -> consumer.close(CloseOptions.timeout(Duration.ZERO)));
      }
      case "share-consumer" -> {
        var consumer = new KafkaShareConsumer<>(with(client(config, "Deserializer"), "group.id", "g"));
        closeAside(() -> consumer.close(Duration.ZERO));
      }
      case "admin" -> {
        boolean named = config.containsKey("bootstrap.controllers");
        var admin = Admin.create(named ? config : with(config, "bootstrap.servers", "localhost:9092"));
        closeAside(() -> admin.close(Duration.ZERO));
      }
      case "topic" -> LogConfig.validate(Map.of(), properties, broker(Map.of()).extractLogConfigMap(), false);
      case "group" -> {
        KafkaConfig broker = broker(Map.of());
        GroupConfig.validate(properties, broker.groupCoordinatorConfig(), broker.shareGroupConfig());
      }
      case "broker" -> LogConfig.validateBrokerLogConfigValues(broker(config).extractLogConfigMap(), false);
      default -> throw new IllegalArgumentException("no kind: " + kind);
    }
  }

  @SuppressWarnings("unchecked")
  public static void main(String[] arguments) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      Map<String, Object> answer = new LinkedHashMap<>(JSON.readValue(line, Map.class));
      try {
        check((String) answer.get("as"), (Map<String, Object>) answer.get("config"));
        answer.put("ok", true);
      } catch (Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        answer.put("ok", false);
        answer.put("error", cause.getClass().getSimpleName());
        answer.put("message", cause.getMessage());
      }
      output.println(JSON.writeValueAsString(answer));
    }
    System.exit(0);
  }
}
