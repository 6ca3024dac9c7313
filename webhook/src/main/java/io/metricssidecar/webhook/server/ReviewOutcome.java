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
import io.metricssidecar.webhook.server.body.Excess;
import java.util.ArrayList;
import java.util.List;

/// The outcome of a review: the answer, and what the metrics count.
///
/// @param answer to send back
/// @param result for the metrics
/// @param reason for the metrics; empty for a pod that gets the sidecar
/// @param problems invalid annotations
record ReviewOutcome(ObjectNode answer, Result result, String reason, List<Problem> problems) {
  /// The reason of a review that exceeds a limit.
  static final String TOO_LARGE = "too_large";

  /// The result of a review, a label of the metrics.
  enum Result {
    /// The pod gets the sidecar.
    INJECTED,
    /// The pod is admitted without the sidecar.
    SKIPPED,
    /// The pod is denied.
    DENIED,
    /// The pod is admitted unchanged because the review failed.
    ERROR
  }

  ReviewOutcome {
    requireNonNull(answer, "answer is null");
    requireNonNull(result, "result is null");
    requireNonNull(reason, "reason is null");
    problems = List.copyOf(problems);
  }

  /// Decides on a request.
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

  /// The outcome of a failed review, which admits the pod unchanged.
  static ReviewOutcome unchanged(String uid) {
    var answer = AdmissionReview.allowed(uid, Json.object().arrayNode(), List.of());
    return new ReviewOutcome(answer, Result.ERROR, "internal", List.of());
  }

  /// The outcome of a review that exceeds a limit: the pod, which was not looked at, is admitted
  /// unchanged, so that nothing is blocked where the API server fails what is not answered.
  static ReviewOutcome tooLarge(String uid, Excess excess) {
    var warning =
        "the pod gets no sidecar because its review is too large: %s".formatted(excess.sentence());
    return new ReviewOutcome(
        AdmissionReview.allowed(uid, Json.object().arrayNode(), List.of(warning)),
        Result.SKIPPED,
        TOO_LARGE,
        List.of());
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
