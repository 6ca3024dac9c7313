package io.metricssidecar.webhook.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.AdmissionRequest;
import io.metricssidecar.injection.Decision;
import io.metricssidecar.injection.Decision.Findings;
import io.metricssidecar.injection.InjectionPolicy;
import io.metricssidecar.injection.SkipReason;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.patch.PodPatch;
import io.metricssidecar.injection.patch.StatusAnnotation;
import io.metricssidecar.injection.pod.Json;
import java.util.ArrayList;
import java.util.List;

/// A review's answer and what to count of it.
///
/// @param answer the review to send back
/// @param result for the metric
/// @param reason for the metric; empty where there is none
/// @param problems invalid annotations
record ReviewOutcome(ObjectNode answer, Result result, String reason, List<Problem> problems) {
  /// How a review ended.
  enum Result {
    INJECTED,
    SKIPPED,
    DENIED,
    /// The pod was admitted as it is because something went wrong here.
    ERROR
  }

  ReviewOutcome {
    requireNonNull(answer, "answer is null");
    requireNonNull(result, "result is null");
    requireNonNull(reason, "reason is null");
    problems = List.copyOf(problems);
  }

  /// Decides on a request and answers it.
  static ReviewOutcome of(AdmissionRequest request, InjectionOptions options) {
    var decision = InjectionPolicy.decide(request, options);
    var problems = decision.findings().problems();
    return switch (decision) {
      case Decision.Inject(var injection, var findings) -> {
        var status = StatusAnnotation.injected(options.version(), findings);
        var patch = PodPatch.injecting(request.pod(), injection, status);
        yield new ReviewOutcome(
            AdmissionReview.allowed(request.uid(), patch, findings.sentences()),
            Result.INJECTED,
            "",
            problems);
      }
      case Decision.Skip(var reason, var findings) ->
          new ReviewOutcome(
              AdmissionReview.allowed(
                  request.uid(),
                  statement(
                      request,
                      reason,
                      StatusAnnotation.skipped(options.version(), reason, findings)),
                  warnings(reason, findings)),
              Result.SKIPPED,
              reason.machineName(),
              problems);
      case Decision.Deny(var findings) ->
          new ReviewOutcome(
              AdmissionReview.denied(
                  request.uid(), "metrics-sidecar: " + String.join("; ", findings.sentences())),
              Result.DENIED,
              "invalid_annotation",
              problems);
    };
  }

  /// Admits a pod as it is, after something went wrong here.
  static ReviewOutcome unchanged(String uid) {
    var answer = AdmissionReview.allowed(uid, Json.object().arrayNode(), List.of());
    return new ReviewOutcome(answer, Result.ERROR, "internal", List.of());
  }

  private static ArrayNode statement(AdmissionRequest request, SkipReason reason, String status) {
    return reason.annotated()
        ? PodPatch.reporting(request.pod(), status)
        : Json.object().arrayNode();
  }

  private static List<String> warnings(SkipReason reason, Findings findings) {
    if (!reason.warned()) {
      return List.of();
    }
    var warnings = new ArrayList<String>();
    warnings.add("the pod gets no sidecar because " + reason.sentence());
    warnings.addAll(findings.sentences());
    return warnings;
  }
}
