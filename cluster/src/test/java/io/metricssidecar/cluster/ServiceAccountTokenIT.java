package io.metricssidecar.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// The token of a pod's ServiceAccount, which the kubelet renews in its file within the hour that
/// it is valid.
@Isolated("system properties say where the token is")
@SuppressWarnings("NullAway.Init")
class ServiceAccountTokenIT {
  @TempDir private Path folder;

  private final List<String> used = new CopyOnWriteArrayList<>();
  private final Map<String, String> before = new HashMap<>();
  private HttpServer server;
  private volatile String valid = "first";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/version", this::answer);
    server.start();
    Files.writeString(folder.resolve("token"), valid);
    set(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, "false");
    set(
        Config.KUBERNETES_MASTER_SYSTEM_PROPERTY,
        "http://localhost:%d/".formatted(server.getAddress().getPort()));
    set(
        Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY,
        folder.resolve("token").toString());
  }

  @AfterEach
  void stop() {
    before.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
    server.stop(0);
  }

  @Test
  void tokenIsReadAgainOnceTheOldOneIsRefused() throws IOException {
    try (var client = ClusterClient.connect()) {
      assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("36");
      valid = "second";
      Files.writeString(folder.resolve("token"), valid);

      assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("36");
      assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("36");
    }
    assertThat(used).containsExactly("first", "first", "second", "second");
  }

  private void set(String property, String value) {
    var present = System.getProperty(property);
    before.put(property, present == null ? "" : present);
    System.setProperty(property, value);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    var token = header.replace("Bearer ", "");
    used.add(token);
    var body = "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.3\"}".getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(token.equals(valid) ? 200 : 401, body.length);
    try (exchange;
        var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
