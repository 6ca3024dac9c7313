package io.metricssidecar.sidecar.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.metricssidecar.sidecar.SidecarFixture;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The endpoints, as anybody may call them.
class ProbeServerIT {
  @SuppressWarnings("NullAway.Init")
  private SidecarFixture rig;

  private final List<Socket> open = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    rig = SidecarFixture.started();
  }

  @AfterEach
  void stop() throws Exception {
    for (var socket : open) {
      socket.close();
    }
    rig.close();
  }

  private Socket connect(String address) throws IOException {
    var socket = new Socket(InetAddress.getByName(address), rig.sidecar.port());
    socket.setSoTimeout(10_000);
    open.add(socket);
    return socket;
  }

  /// Sends bytes as they are and reads until the server closes.
  private String raw(String request) throws IOException {
    var socket = connect("127.0.0.1");
    socket.getOutputStream().write(request.getBytes(UTF_8));
    socket.getOutputStream().flush();
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  @Test
  void theIndexNamesEveryEndpoint() throws Exception {
    assertThat(rig.get("/").body())
        .isEqualTo(
            """
            metrics-sidecar
            /healthz  200, or 400 while the pod sheds
            /livez    200 while the process works
            /metrics  Prometheus text, OpenMetrics or JSON by Accept
            /explain  the last decision with every input
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/healthz/", "//healthz", "/metrics/x", "/%2e%2e/etc/passwd"})
  void anythingElseIsNotFound(String path) throws Exception {
    var answer = rig.get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("no such path; see /\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"})
  void otherMethodsAreNotAllowed(String method) throws Exception {
    var answer = rig.send(method, "/healthz");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET");
  }

  @Test
  void aQueryChangesNothing() throws Exception {
    assertThat(rig.get("/healthz?verbose").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsComeInThreeFormats() throws Exception {
    var prometheus = rig.get("/metrics");
    assertThat(prometheus.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(prometheus.body()).contains("# TYPE metrics_sidecar_samples_total counter");

    var openMetrics = rig.get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
    assertThat(openMetrics.headers().firstValue("Content-Type"))
        .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(openMetrics.body())
        .contains("# TYPE metrics_sidecar_samples counter")
        .endsWith("# EOF\n");

    var original = rig.get("/metrics", "Accept", "application/json");
    assertThat(original.headers().firstValue("Content-Type"))
        .contains("application/json; charset=utf-8");
    assertThat(new JsonObject(original.body()).fieldNames())
        .containsExactly(
            "deployment_replicas",
            "deployment_available_replicas",
            "container_name",
            "container_cpu_limit",
            "container_mem_limit",
            "container_ready",
            "container_cpu_usage",
            "container_mem_usage");
  }

  @Test
  void probesAreCountedByEndpointAndCode() throws Exception {
    rig.get("/healthz");
    rig.get("/healthz");
    rig.get("/nothing");

    var series = "metrics_sidecar_probe_requests_total{code=\"%d\",endpoint=\"%s\",%s}";
    var labels = "target_container=\"app\",workload=\"cart\"";
    assertThat(rig.metric(series.formatted(200, "healthz", labels))).isEqualTo("2");
    assertThat(rig.metric(series.formatted(404, "other", labels))).isEqualTo("1");
  }

  @Test
  void idleConnectionsDoNotKeepAProbeOut() throws Exception {
    for (var number = 0; number < 70; number++) {
      connect("127.0.0.1");
    }

    assertThat(rig.get("/healthz").statusCode()).isEqualTo(200);
    // The oldest were closed for it: end of stream, nobody waits for them.
    for (var number = 0; number < 6; number++) {
      assertThat(open.get(number).getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aLineThatIsTooLongIsAnsweredAndClosed() throws Exception {
    assertThat(raw("GET /" + "x".repeat(3000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.0 414 Request-URI Too Long");
  }

  @Test
  void headersThatAreTooLongAreAnsweredAndClosed() throws Exception {
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(9000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void whatIsNoHttpIsAnsweredAndClosed() throws Exception {
    assertThat(raw("hello\r\n\r\n")).startsWith("HTTP/1.0 400 Bad Request");
  }

  @Test
  void bothAddressFamiliesAreServed() throws Exception {
    assertThatCode(() -> connect("127.0.0.1").close()).doesNotThrowAnyException();
    org.junit.jupiter.api.Assumptions.assumeTrue(
        InetAddress.getAllByName("::1")[0].isReachable(1000), "no IPv6 loopback address here");
    assertThatCode(() -> connect("::1").close()).doesNotThrowAnyException();
  }
}
