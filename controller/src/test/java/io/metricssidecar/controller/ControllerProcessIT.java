package io.metricssidecar.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.contract.exposition.MetricCatalog;
import io.metricssidecar.contract.exposition.MetricFamily;
import io.metricssidecar.controller.config.ControllerConfig;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The whole process on a mock API server.
@WithApiServer
@SuppressWarnings("NullAway.Init")
class ControllerProcessIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ACCESS = "metrics-sidecar-deployment-web";

  private KubernetesClient client;

  @Test
  void givesAccessWritesSlotsAndCounts() throws Exception {
    var deployment = client.resource(TestWorkloads.deployment("web", 4)).create();
    var set = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();
    client
        .resource(TestPod.named("web-a").controlledBy(set).injectedWithFloor(50).build())
        .create();

    try (var process = start(() -> client, Map.of())) {
      await().atMost(SOON).until(() -> get(process, "/readyz").equals("200 ok"));
      await()
          .atMost(SOON)
          .until(
              () ->
                  get(process, "/metrics")
                      .lines()
                      .anyMatch("metrics_sidecar_webhook_budget_slots 2"::equals));

      assertThat(client.rbac().roles().inNamespace("shop").withName(ACCESS).get()).isNotNull();
      assertThat(client.rbac().roleBindings().inNamespace("shop").withName(ACCESS).get())
          .isNotNull();
      assertThat(get(process, "/metrics").lines())
          .contains(
              "metrics_sidecar_webhook_access_objects{kind=\"Role\"} 1",
              "metrics_sidecar_webhook_access_objects{kind=\"RoleBinding\"} 1",
              "metrics_sidecar_webhook_access_objects{kind=\"Lease\"} 1",
              "metrics_sidecar_webhook_budget_holders 0",
              "metrics_sidecar_webhook_budget_leases_unreadable 0",
              "metrics_sidecar_webhook_budget_dead_holders_removed_total 0");
    }
  }

  @Test
  void tellsWorkloadsWhyTheirPodsHaveNoSidecar() throws Exception {
    var deployment = client.resource(TestWorkloads.deployment("web", 1)).create();
    var set = client.resource(TestWorkloads.replicaSet("web-1", deployment)).create();

    try (var process = start(() -> client, Map.of("NATIVE_SIDECAR", "false"))) {
      await().atMost(SOON).until(() -> get(process, "/readyz").equals("200 ok"));
      client.resource(onTheHostsNetwork("web-1-a", set)).create();

      await()
          .atMost(SOON)
          .until(
              () ->
                  client.v1().events().inNamespace("shop").list().getItems().stream()
                      .anyMatch(event -> event.getReason().equals("InjectionSkipped")));
    }
  }

  @Test
  void saysWhatIsMissingWhileTheApiServerDoesNotAnswer() throws Exception {
    // Connections wait in its queue.
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var process = start(() -> clientOf(silent), Map.of())) {
      assertThat(get(process, "/readyz").lines())
          .containsExactly(
              "503 not ready: access objects, namespaces, server version, workloads",
              "failing: the watch of pods is not up",
              "failing: the watch of roles is not up",
              "failing: the watch of role bindings is not up",
              "failing: the watch of leases is not up",
              "failing: the watch of namespaces is not up",
              "failing: the watch of limit ranges is not up",
              "failing: the watch of resource quotas is not up",
              "failing: the watch of deployments is not up",
              "failing: the watch of stateful sets is not up",
              "failing: the watch of daemon sets is not up",
              "failing: the watch of replica sets is not up",
              "failing: the watch of horizontal pod autoscalers is not up");
      assertThat(get(process, "/livez")).isEqualTo("200 ok");
      assertThat(get(process, "/metrics").lines())
          .contains("metrics_sidecar_webhook_budget_holders 0");
    }
  }

  @Test
  void needsNoVersionWhereThePlacementIsConfigured() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var process = start(() -> clientOf(silent), Map.of("NATIVE_SIDECAR", "true"))) {
      assertThat(get(process, "/readyz").lines())
          .first()
          .isEqualTo("503 not ready: access objects, namespaces, workloads");
    }
  }

  @Test
  void servesNothingButHealthAndMetrics() throws Exception {
    try (var process = start(() -> client, Map.of())) {
      assertThat(get(process, "/mutate")).isEqualTo("404 nothing is served at this path");
    }
  }

  @Test
  void exportsTheMetricsOfTheCatalogue() throws Exception {
    try (var process = start(() -> client, Map.of())) {
      await().atMost(SOON).until(() -> get(process, "/readyz").equals("200 ok"));
      assertThat(get(process, "/metrics").lines().filter(line -> line.startsWith("# TYPE ")))
          .containsExactlyInAnyOrderElementsOf(
              MetricCatalog.of(MetricFamily.Exporter.CONTROLLER).stream()
                  .map(family -> "# TYPE " + family.exportedName() + " " + family.type().label())
                  .toList());
    }
  }

  @Test
  void closesItsPortWhenItIsToldToStop() throws Exception {
    ControllerProcess process = start(() -> client, Map.of());
    var ready = uri(process, "/readyz");

    process.close();
    process.close();

    assertThatThrownBy(() -> get(ready)).isInstanceOf(ConnectException.class);
  }

  private static Pod onTheHostsNetwork(String name, HasMetadata owner) {
    return TestPod.named(name)
        .controlledBy(owner)
        .createdAt(Instant.now())
        .skippedOnTheHostNetwork()
        .build();
  }

  private static KubernetesClient clientOf(ServerSocket server) {
    return ClusterClient.connect(
        new ConfigBuilder().withMasterUrl("http://localhost:" + server.getLocalPort()).build());
  }

  private static ControllerProcess start(
      Supplier<KubernetesClient> clients, Map<String, String> more) throws Exception {
    var settings =
        new HashMap<>(
            Map.of("POD_NAME", "controller-1", "POD_NAMESPACE", "tools", "HEALTH_PORT", "0"));
    settings.putAll(more);
    return ControllerProcess.start(ControllerConfig.read(settings), clients);
  }

  private static URI uri(ControllerProcess process, String path) {
    return URI.create("http://localhost:%d%s".formatted(process.healthPort(), path));
  }

  private static String get(ControllerProcess process, String path) throws IOException {
    return get(uri(process, path));
  }

  private static String get(URI uri) throws IOException {
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    var status = connection.getResponseCode();
    var stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    try (stream) {
      return status + " " + new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
