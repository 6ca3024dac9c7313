package io.metricssidecar.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.webhook.config.WebhookConfig;
import io.metricssidecar.webhook.server.TestReviews;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process as the API server meets it: real sockets, real TLS, no cluster.
@SuppressWarnings("NullAway.Init")
class WebhookProcessIT {
  private static final String JSON = "application/json";

  @TempDir private Path folder;
  private AloneTls tls;
  private HttpClient client;
  private WebhookProcess process;

  @BeforeEach
  void start() throws Exception {
    tls = AloneTls.in(folder);
    client = HttpClient.newBuilder().sslContext(tls.context()).build();
    process = WebhookProcess.start(WebhookConfig.read(settings(Map.of())));
  }

  private Map<String, String> settings(Map<String, String> more) {
    var settings = new HashMap<>(tls.settings());
    settings.putAll(more);
    return settings;
  }

  @AfterEach
  void stop() {
    process.close();
    client.close();
  }

  @Test
  void answersAReview() throws Exception {
    var review = TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod());

    var response = post("/mutate", JSON + "; charset=utf-8", Json.bytes(review));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains(JSON);
    var answer = Json.MAPPER.readTree(response.body()).get("response");
    assertThat(answer.get("uid").textValue()).isEqualTo(TestReviews.UID);
    assertThat(answer.get("allowed").booleanValue()).isTrue();
    assertThat(answer.get("patchType").textValue()).isEqualTo("JSONPatch");
  }

  @Test
  void takesTheReviewsOfOptedInNamespacesAtAPathOfTheirOwn() throws Exception {
    var review =
        Json.bytes(TestReviews.creating(GoldenPod.read("pod-without-the-annotation").pod()));

    assertThat(post("/mutate", JSON, review).body()).doesNotContain("patch");
    assertThat(post("/mutate/namespace", JSON, review).body())
        .contains("\"patchType\":\"JSONPatch\"");
  }

  @Test
  void answersBadRequestsWithOneClearLine() throws Exception {
    assertLine(post("/mutate", JSON, "{".getBytes(UTF_8)), 400, "expected JSON");
    assertLine(
        post("/mutate", JSON, "{}".getBytes(UTF_8)),
        400,
        "expected an AdmissionReview of admission.k8s.io/v1");
    assertLine(
        post("/mutate", "text/plain", "{}".getBytes(UTF_8)),
        415,
        "expected Content-Type application/json");
    assertLine(
        post("/mutate", JSON, new byte[6 * 1024 * 1024]),
        413,
        "the review is too large to be answered");
    assertLine(post("/other", JSON, "{}".getBytes(UTF_8)), 404, "nothing is served at this path");
    assertLine(get(tls("/mutate")), 405, "this path does not take this method");
  }

  @Test
  void isAliveAndReadyAndCounts() throws Exception {
    post(
        "/mutate",
        JSON,
        Json.bytes(TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod())));

    assertLine(get(health("/livez")), 200, "ok");
    assertLine(get(health("/readyz")), 200, "ok");
    assertThat(get(health("/metrics")).body())
        .contains("metrics_sidecar_webhook_admissions_total{reason=\"\",result=\"injected\"} 1\n");
  }

  @Test
  void goesOnAnsweringForAWhileAfterTheOrderToStop() throws Exception {
    Thread stopping;
    // The second order to stop, at the end, cuts the hour short.
    try (var draining =
        WebhookProcess.start(WebhookConfig.read(settings(Map.of("SHUTDOWN_DRAIN", "1h"))))) {
      var before = URI.create("https://localhost:%d/mutate".formatted(draining.webhookPort()));
      var ready = URI.create("http://localhost:%d/readyz".formatted(draining.healthPort()));
      // A thread of its own: the common pool, which clients answer by, may have but one.
      stopping = Thread.ofVirtual().start(draining::close);
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> get(ready).statusCode() == 503);

      var review = Json.bytes(TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod()));
      var response = post(before, JSON, review);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Connection")).contains("close");
      assertLine(get(ready), 503, "not ready: stopping");
    }
    stopping.join();
  }

  @Test
  void serves500ReviewsAtOnce() {
    var review = Json.bytes(TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod()));
    var request = request(tls("/mutate"), JSON, review);

    var answers =
        IntStream.range(0, 500)
            .mapToObj(_ -> client.sendAsync(request, BodyHandlers.discarding()))
            .toList()
            .stream()
            .map(answer -> answer.join().statusCode());

    assertThat(answers).hasSize(500).containsOnly(200);
  }

  private static void assertLine(HttpResponse<String> response, int status, String line) {
    assertThat(response.statusCode() + " " + response.body()).isEqualTo(status + " " + line + "\n");
  }

  private HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
    return post(tls(path), type, body);
  }

  private HttpResponse<String> post(URI uri, String type, byte[] body) throws Exception {
    return client.send(request(uri, type, body), BodyHandlers.ofString());
  }

  private static HttpRequest request(URI uri, String type, byte[] body) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", type)
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private URI tls(String path) {
    return URI.create("https://localhost:%d%s".formatted(process.webhookPort(), path));
  }

  private URI health(String path) {
    return URI.create("http://localhost:%d%s".formatted(process.healthPort(), path));
  }
}
