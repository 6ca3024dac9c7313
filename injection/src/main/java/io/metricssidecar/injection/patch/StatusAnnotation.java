package io.metricssidecar.injection.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.injection.Findings;
import io.metricssidecar.injection.SkipReason;
import io.metricssidecar.injection.pod.Json;

/// The text of the status annotation: JSON for people and for drift reports. Nobody believes it.
public final class StatusAnnotation {
  /// Warnings at most, and characters of one: with [PodView#ROOM] the annotations of a pod never
  /// become more than an API server takes.
  private static final int MOST = 40;

  private static final int LONGEST = 256;

  /// Of a pod that got the sidecar.
  public static String injected(String version, Findings remarks) {
    return write(Json.object().put("version", version).put("injected", true), remarks);
  }

  /// Of a pod that asked and did not get it.
  public static String skipped(String version, SkipReason reason, Findings remarks) {
    return write(
        Json.object()
            .put("version", version)
            .put("injected", false)
            .put("reason", reason.machineName())
            .put("message", "no sidecar because " + reason.sentence()),
        remarks);
  }

  private static String write(ObjectNode status, Findings remarks) {
    if (!remarks.sentences().isEmpty()) {
      var array = status.putArray("warnings");
      remarks.sentences().stream()
          .limit(MOST)
          .map(sentence -> sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST))
          .forEach(array::add);
    }
    return Json.write(status);
  }

  private StatusAnnotation() {}
}
