package io.metricssidecar.controller.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// An API server that does not respond proves nothing about any pod.
class LivePodsIT {
  private static final PodLookup A = new PodLookup.ByName("shop", "web-a", "a");
  private static final PodLookup B = new PodLookup.AmongAll("shop", "b");
  private static final Map<PodLookup, PodPresence> ALL_UNKNOWN =
      Map.of(A, PodPresence.UNKNOWN, B, PodPresence.UNKNOWN);

  @Test
  void serverThatNeverAnswersProvesNothing() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var client = client(silent.getLocalPort())) {
      var begin = Instant.now();

      assertThat(new LivePods(client).find(List.of(A, B))).isEqualTo(ALL_UNKNOWN);
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void serverThatIsNotThereProvesNothing() throws IOException {
    int port;
    try (var taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    try (var client = client(port)) {
      assertThat(new LivePods(client).find(List.of(A, B))).isEqualTo(ALL_UNKNOWN);
    }
  }

  @Test
  void serverThatHangsUpProvesNothing() throws IOException {
    try (var rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var client = client(rude.getLocalPort())) {
      var hangingUp = Thread.ofVirtual().start(() -> hangUp(rude));

      assertThat(new LivePods(client).find(List.of(A, B))).isEqualTo(ALL_UNKNOWN);
      hangingUp.interrupt();
    }
  }

  private static void hangUp(ServerSocket server) {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static KubernetesClient client(int port) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:" + port).build())
        .build();
  }
}
