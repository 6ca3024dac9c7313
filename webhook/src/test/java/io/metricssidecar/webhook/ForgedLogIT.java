package io.metricssidecar.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.webhook.server.TestReviews;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log of a webhook whose every review fails, for which it logs the uid.
@SuppressWarnings("NullAway.Init")
class ForgedLogIT {
  private static final String FORGED =
      "x\n2026-11-21T08:00:00.000Z ERROR Budget - forged\u2028\u001b[2J";

  @TempDir private Path folder;

  @Test
  void aUidCannotForgeALine() throws Exception {
    try (var webhook = AloneProcess.start(folder, "failing", "text")) {
      review(webhook, FORGED);

      assertThat(webhook.log())
          .matches(
              "\\S+Z WARN AdmissionHandler - uid=\"x\\?2026-11-21T08:00:00.000Z ERROR Budget -"
                  + " forged\\?\\?\\[2J\" namespace=shop"
                  + " error=\"java.lang.IllegalStateException: x\\?y\" Review failed, pod admitted"
                  + " unchanged\n");
    }
  }

  @Test
  void aUidCannotForgeAnObject() throws Exception {
    try (var webhook = AloneProcess.start(folder, "failing", "json")) {
      review(webhook, "\"}\n{\"level\":\"ERROR\"}");

      assertThat(webhook.log().lines()).hasSize(1);
      var line = Json.MAPPER.readTree(webhook.log());
      assertThat(line.path("level").textValue()).isEqualTo("WARN");
      assertThat(line.path("uid").textValue()).isEqualTo("\"}?{\"level\":\"ERROR\"}");
      assertThat(line.path("message").textValue())
          .isEqualTo("Review failed, pod admitted unchanged");
    }
  }

  private static void review(AloneProcess webhook, String uid) throws Exception {
    var review = TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod());
    review.withObjectProperty("request").put("uid", uid);
    try (var client = HttpClient.newBuilder().sslContext(webhook.context()).build()) {
      var response =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("https://localhost:%d/mutate".formatted(webhook.webhookPort())))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(Json.bytes(review)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }
}
