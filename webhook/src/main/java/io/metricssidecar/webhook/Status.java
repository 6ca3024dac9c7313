package io.metricssidecar.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The text of the status annotation: JSON for people and for drift reports. Nobody believes it.
final class Status {
  /// Of a pod that got the sidecar.
  static String injected(String version, Remarks remarks) {
    return write(Json.object().put("version", version).put("injected", true), remarks);
  }

  /// Of a pod that asked and did not get it.
  static String skipped(String version, SkipReason reason, Remarks remarks) {
    return write(
        Json.object()
            .put("version", version)
            .put("injected", false)
            .put("reason", reason.machineName())
            .put("message", "no sidecar because " + reason.sentence()),
        remarks);
  }

  private static String write(ObjectNode status, Remarks remarks) {
    if (!remarks.sentences().isEmpty()) {
      var array = status.putArray("warnings");
      remarks.sentences().forEach(array::add);
    }
    return Json.write(status);
  }

  private Status() {}
}
