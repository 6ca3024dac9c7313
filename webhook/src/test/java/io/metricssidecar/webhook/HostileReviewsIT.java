package io.metricssidecar.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.webhook.AloneClient.Answer;
import io.metricssidecar.webhook.server.TestReviews;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Large reviews of every shape, ten at once, against a process with a heap of 96 MB: each is
/// answered, those beside them too, and the process lives.
@SuppressWarnings("NullAway.Init")
class HostileReviewsIT {
  private static final int MIB = 1024 * 1024;
  private static final int AT_ONCE = 10;
  private static final String UID = "705ab4f5-6393-11e8-b7cc-42010a800002";

  /// Every shape, and the answer to it: of a review the limit that its warning names.
  static Stream<Arguments> shapes() {
    var nested = "[".repeat(3 * MIB) + "]".repeat(3 * MIB);
    return Stream.of(
        Arguments.of("an array of empty objects", "[" + "{},".repeat(2 * MIB - 1) + "{}]", ""),
        Arguments.of("a nested array", nested, ""),
        Arguments.of("a text", '"' + "x".repeat(6 * MIB) + '"', ""),
        Arguments.of("a review that nests", pod(review(), nested), "3145728 bytes"),
        Arguments.of("a review that nests a little", pod(review(), deep(1_000)), "64 objects"),
        Arguments.of(
            "a review with a long text", pod(review(), '"' + "x".repeat(6 * MIB) + '"'), "3145728"),
        Arguments.of(
            "a review with a text of 2 MiB",
            pod(review(), '"' + "x".repeat(2 * MIB) + '"'),
            "1048576"),
        Arguments.of(
            "a pod of 780,000 arguments",
            pod(review(), "[" + "\"a\",".repeat(780_000 - 1) + "\"a\"]"),
            "200000 JSON tokens"),
        Arguments.of(
            "a pod of two million empty objects",
            pod(review(), "[" + "{},".repeat(2_000_000) + "{}]"),
            "3145728 bytes"),
        Arguments.of(
            "a pod of 900,000 empty objects, before its uid",
            pod("", "[" + "{},".repeat(900_000) + "{}]"),
            "200000 JSON tokens"),
        Arguments.of(
            "a pod of long names", pod(review(), "{\"" + "x".repeat(2 * MIB) + "\":1}"), "8192"));
  }

  /// The members of a request before the pod, as API servers order them.
  private static String review() {
    return "\"uid\":\"%s\",\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},"
        .formatted(UID);
  }

  /// A review of a pod whose container has these arguments; the uid is at the end too.
  private static String pod(String before, String arguments) {
    var after = before.isEmpty() ? ",\"uid\":\"%s\"".formatted(UID) : "";
    return """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{%s
        "operation":"CREATE","object":{"metadata":{},"spec":{"containers":[{"args":%s}]}}%s}}"""
        .formatted(before, arguments, after);
  }

  private static String deep(int levels) {
    return "{\"a\":".repeat(levels) + "0" + "}".repeat(levels);
  }

  @TempDir private static Path folder;
  private static AloneProcess webhook;

  @BeforeAll
  static void start() throws Exception {
    webhook = AloneProcess.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    webhook.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void tenAtOnceAreAnsweredAndEveryReviewBesideThem(String name, String body, String limit)
      throws Exception {
    var hostile = body.getBytes(UTF_8);
    var honest = Json.bytes(TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod()));

    var large = Stream.generate(() -> send(hostile)).limit(AT_ONCE).toList();
    var small = Stream.generate(() -> send(honest)).limit(AT_ONCE).toList();

    for (var sent : small) {
      assertThat(sent.get().status()).isEqualTo("200 OK");
      assertThat(sent.get().response().path("patch").isTextual()).isTrue();
    }
    for (var sent : large) {
      var answer = sent.get();
      if (limit.isEmpty()) {
        assertThat(answer)
            .isEqualTo(
                new Answer(
                    "413 Request Entity Too Large", "the review is too large to be answered\n"));
      } else {
        assertThat(answer.status()).isEqualTo("200 OK");
        assertThat(answer.response().path("uid").textValue()).isEqualTo(UID);
        assertThat(answer.response().path("allowed").booleanValue()).isTrue();
        assertThat(answer.response().path("warnings").path(0).textValue())
            .startsWith(
                "metrics-sidecar: the pod gets no sidecar because its review is too large: ")
            .containsAnyOf(limit, "arrive at the same time");
      }
    }
    assertThat(webhook.alive()).as(webhook.log()).isTrue();
  }

  /// Names of members that nobody uses again: a parser's table of names would keep them.
  @Test
  void namesOfManyReviewsAreForgotten() throws Exception {
    try (var client = AloneClient.connect(webhook)) {
      for (var round = 0; round < 60; round++) {
        var names = new StringBuilder("{");
        for (var name = 0; name < 300; name++) {
          names.append("\"%d-%d-%s\":1,".formatted(round, name, "x".repeat(8_000)));
        }
        var body = pod(review(), names.append("\"last\":1}").toString());
        assertThat(client.post(body.getBytes(UTF_8)).status()).isEqualTo("200 OK");
      }
    }
    assertThat(webhook.alive()).as(webhook.log()).isTrue();
  }

  @Test
  void aBodyOfAnyLengthIsAnswered() throws Exception {
    var body = pod(review(), '"' + "x".repeat(24 * MIB) + '"');

    var answer = send(body.getBytes(UTF_8)).get();

    assertThat(answer.response().path("uid").textValue()).isEqualTo(UID);
    assertThat(answer.response().path("warnings").path(0).textValue()).contains("3145728 bytes");
  }

  /// Sends a review on a connection and a thread of its own.
  private static Future<Answer> send(byte[] body) {
    var answer =
        new FutureTask<>(
            () -> {
              try (var client = AloneClient.connect(webhook)) {
                return client.post(body);
              }
            });
    Thread.ofPlatform().daemon().start(answer);
    return answer;
  }
}
