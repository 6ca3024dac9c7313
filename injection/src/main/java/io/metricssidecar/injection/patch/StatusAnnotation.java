package io.metricssidecar.injection.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.injection.Decision.Findings;
import io.metricssidecar.injection.SkipReason;
import io.metricssidecar.injection.pod.Json;

/// The text of the status annotation: JSON for people and for drift reports. Informational only;
/// the webhook and the controller never read it back.
public final class StatusAnnotation {
  /// With these limits the annotation fits into [PodView#ANNOTATION_SPACE], so that the annotations
  /// of a pod never exceed what an API server accepts.
  private static final int MAX_WARNINGS = 40;

  /// Characters of one warning.
  private static final int MAX_WARNING_LENGTH = 256;

  /// The status of a pod that got the sidecar.
  public static String injected(String version, Findings findings) {
    return write(Json.object().put("version", version).put("injected", true), findings);
  }

  /// The status of a pod that asked for the sidecar and did not get it.
  public static String skipped(String version, SkipReason reason, Findings findings) {
    return write(
        Json.object()
            .put("version", version)
            .put("injected", false)
            .put("reason", reason.machineName())
            .put("message", "no sidecar because " + reason.sentence()),
        findings);
  }

  private static String write(ObjectNode status, Findings findings) {
    if (!findings.sentences().isEmpty()) {
      var array = status.putArray("warnings");
      findings.sentences().stream()
          .limit(MAX_WARNINGS)
          .map(StatusAnnotation::shortened)
          .forEach(array::add);
    }
    return Json.write(status);
  }

  private static String shortened(String sentence) {
    return sentence.length() <= MAX_WARNING_LENGTH
        ? sentence
        : sentence.substring(0, MAX_WARNING_LENGTH);
  }

  private StatusAnnotation() {}
}
