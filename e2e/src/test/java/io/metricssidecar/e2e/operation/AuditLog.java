package io.metricssidecar.e2e.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.metricssidecar.e2e.cluster.Cluster;
import io.metricssidecar.e2e.cluster.HttpAnswer;
import io.metricssidecar.e2e.fixture.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The audit log of the testbed's API server.
record AuditLog(Path file) {
  /// A request that the API server has completed.
  ///
  /// @param at when it came
  /// @param pod whose token it carried
  /// @param what verb, path and status, for people
  record Request(Instant at, String pod, String what) {}

  /// The log of the testbed.
  ///
  /// @throws org.opentest4j.TestAbortedException on any other cluster, which skips the case
  static AuditLog of(Cluster cluster) {
    return new AuditLog(Testbed.of(cluster).state().resolve("log/audit.log"));
  }

  /// Requests with the tokens of pods of a namespace, from a moment on and before another.
  List<Request> requests(String namespace, Instant from, Instant until) {
    var userPrefix = "system:serviceaccount:" + namespace + ":";
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.contains(userPrefix))
          .map(HttpAnswer::parse)
          .filter(event -> event.path("stage").asText().equals("ResponseComplete"))
          .filter(event -> event.path("user").path("username").asText().startsWith(userPrefix))
          .map(AuditLog::request)
          .filter(request -> !request.at().isBefore(from) && request.at().isBefore(until))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the audit log cannot be read: " + file, e);
    }
  }

  private static Request request(JsonNode event) {
    return new Request(
        Instant.parse(event.path("requestReceivedTimestamp").asText()),
        event
            .path("user")
            .path("extra")
            .path("authentication.kubernetes.io/pod-name")
            .path(0)
            .asText(),
        "%s %s %d"
            .formatted(
                event.path("verb").asText(),
                event.path("requestURI").asText(),
                event.path("responseStatus").path("code").asInt()));
  }
}
