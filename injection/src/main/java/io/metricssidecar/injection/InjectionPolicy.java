package io.metricssidecar.injection;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.annotations.PodAnnotations;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.OnProblem;
import io.metricssidecar.injection.pod.PodView;
import java.util.List;
import java.util.Optional;

/// Decides what becomes of a pod that asks for admission: a pure function of the pod and the
/// options. The order of the questions is the order of the documentation.
public final class InjectionPolicy {
  /// Decides.
  public static Decision decide(AdmissionRequest request, InjectionOptions options) {
    var pod = request.pod();
    var skipped = unasked(request, options);
    if (skipped.isPresent()) {
      return skip(skipped.get(), Findings.NONE);
    }
    if (!"true".equals(pod.annotations().getOrDefault(Annotations.ENABLED, "true"))) {
      return refuseOr(
          options,
          new Decision.Skip(
              SkipReason.INVALID_ENABLED, new Findings(List.of(invalidEnabled(pod)), List.of())));
    }
    var annotations = PodAnnotations.read(pod.annotations(), options);
    return refuseOr(options, SidecarFitting.of(pod, annotations, options));
  }

  /// Pods that did not ask, or that must not be touched whatever they ask.
  private static Optional<SkipReason> unasked(AdmissionRequest request, InjectionOptions options) {
    var pod = request.pod();
    if (!request.newPod()) {
      return Optional.of(SkipReason.NOT_A_NEW_POD);
    }
    return switch (pod.annotations().get(Annotations.ENABLED)) {
      case null ->
          switch (request.origin()) {
            case POD -> Optional.of(SkipReason.NOT_REQUESTED);
            case NAMESPACE -> untouchable(request, options);
          };
      case "false" -> Optional.of(SkipReason.OPTED_OUT);
      case String _ -> untouchable(request, options);
    };
  }

  private static Optional<SkipReason> untouchable(
      AdmissionRequest request, InjectionOptions options) {
    var pod = request.pod();
    if (pod.mirror()) {
      return Optional.of(SkipReason.MIRROR_POD);
    }
    if (options.rules().deniedNamespaces().contains(request.namespace())) {
      return Optional.of(SkipReason.DENIED_NAMESPACE);
    }
    if (pod.injected()) {
      return Optional.of(SkipReason.ALREADY_INJECTED);
    }
    if (!pod.sound()) {
      return Optional.of(SkipReason.MALFORMED_POD);
    }
    return pod.roomy() ? Optional.empty() : Optional.of(SkipReason.ANNOTATIONS_FULL);
  }

  private static Problem invalidEnabled(PodView pod) {
    return new Problem(
        Annotations.ENABLED, pod.annotations().get(Annotations.ENABLED), "\"true\" or \"false\"");
  }

  private static Decision skip(SkipReason reason, Findings remarks) {
    return new Decision.Skip(reason, remarks);
  }

  private static Decision refuseOr(InjectionOptions options, Decision decision) {
    var refused =
        options.rules().onProblem() == OnProblem.DENY && !decision.remarks().problems().isEmpty();
    return refused ? new Decision.Deny(decision.remarks()) : decision;
  }

  private InjectionPolicy() {}
}
