package io.metricssidecar.webhook;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.Problem;
import io.metricssidecar.contract.Reading;
import io.metricssidecar.contract.SidecarSettings;
import io.metricssidecar.webhook.InjectionOptions.OnProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides what becomes of a pod that asks for admission: a pure function of the pod and the
/// options. The order of the questions is the order of the documentation.
final class InjectionPolicy {
  private static final int LAST_PORT = 65_535;

  /// Decides.
  static Decision decide(AdmissionRequest request, InjectionOptions options) {
    var pod = request.pod();
    var skipped = unasked(request, options);
    if (skipped.isPresent()) {
      return skip(skipped.get(), Remarks.NONE);
    }
    if (!"true".equals(pod.annotations().get(Annotations.ENABLED))) {
      return refuseOr(
          options,
          new Decision.Skip(
              SkipReason.INVALID_ENABLED, new Remarks(List.of(invalidEnabled(pod)), List.of())));
    }
    var annotations = PodAnnotations.read(pod.annotations(), options);
    return refuseOr(options, decide(pod, annotations, options));
  }

  /// Pods that did not ask, or that must not be touched whatever they ask.
  private static Optional<SkipReason> unasked(AdmissionRequest request, InjectionOptions options) {
    var pod = request.pod();
    if (!request.newPod()) {
      return Optional.of(SkipReason.NOT_A_NEW_POD);
    }
    return switch (pod.annotations().get(Annotations.ENABLED)) {
      case null -> Optional.of(SkipReason.NOT_REQUESTED);
      case "false" -> Optional.of(SkipReason.OPTED_OUT);
      case String _ when pod.mirror() -> Optional.of(SkipReason.MIRROR_POD);
      case String _ when options.rules().deniedNamespaces().contains(request.namespace()) ->
          Optional.of(SkipReason.DENIED_NAMESPACE);
      case String _ when pod.injected() -> Optional.of(SkipReason.ALREADY_INJECTED);
      case String _ -> Optional.empty();
    };
  }

  private static Problem invalidEnabled(PodView pod) {
    return new Problem(
        Annotations.ENABLED, pod.annotations().get(Annotations.ENABLED), "\"true\" or \"false\"");
  }

  private static Decision decide(
      PodView pod, Reading<PodAnnotations> annotations, InjectionOptions options) {
    var remarks = new Remarks(annotations.problems(), annotations.warnings());
    var reason = unfit(pod, annotations.value().placement());
    if (reason.isPresent()) {
      return skip(reason.get(), remarks);
    }
    return MeasuredContainer.of(pod)
        .map(measured -> inject(pod, measured, annotations, options))
        .orElseGet(
            () ->
                skip(
                    pod.containers().isEmpty()
                        ? SkipReason.NO_CONTAINER
                        : SkipReason.NO_SUCH_CONTAINER,
                    remarks));
  }

  /// Pods that ask and that a sidecar would break.
  private static Optional<SkipReason> unfit(PodView pod, Placement placement) {
    if (pod.windows()) {
      return Optional.of(SkipReason.WINDOWS);
    }
    if (pod.hostNetwork()) {
      return Optional.of(SkipReason.HOST_NETWORK);
    }
    if (pod.completes() && placement == Placement.CONTAINER) {
      return Optional.of(SkipReason.COMPLETES);
    }
    return pod.hasVolume(Names.TOKEN_VOLUME)
        ? Optional.of(SkipReason.VOLUME_NAME_TAKEN)
        : Optional.empty();
  }

  private static Decision inject(
      PodView pod,
      ContainerView measured,
      Reading<PodAnnotations> reading,
      InjectionOptions options) {
    var problems = new ArrayList<>(reading.problems());
    var warnings = new ArrayList<>(reading.warnings());
    var annotations = reading.value().withSettings(onFreePort(pod, reading.value(), warnings));
    warnUnjudged(pod, measured, warnings);
    var container = SidecarContainer.of(pod, measured, annotations);
    var patched = annotations.patch().flatMap(patch -> ContainerPatch.apply(patch, container));
    if (annotations.patch().isPresent() && patched.isEmpty()) {
      problems.add(
          new Problem(
              Annotations.PATCH,
              pod.annotations().get(Annotations.PATCH),
              "a patch that fits our container and leaves its name, variables, ports, probe,"
                  + " mounts, restart policy and security context alone"));
    }
    var injection =
        new Injection(
            patched.orElse(container),
            annotations.placement(),
            measured.name(),
            options.imagePullSecrets());
    return new Decision.Inject(injection, new Remarks(problems, warnings));
  }

  /// The port asked for, or the next one that no container of the pod says it listens on: all
  /// containers share one network, and the second process on a port dies.
  private static SidecarSettings onFreePort(
      PodView pod, PodAnnotations annotations, List<String> warnings) {
    var settings = annotations.settings();
    Set<Integer> taken =
        pod.allContainers().stream().flatMap(ContainerView::tcpPorts).collect(Collectors.toSet());
    var port = settings.port();
    while (taken.contains(port)) {
      port = port == LAST_PORT ? 1024 : port + 1;
    }
    if (port == settings.port()) {
      return settings;
    }
    warnings.add(
        "port %d is taken by a container of the pod: the sidecar listens on %d"
            .formatted(settings.port(), port));
    return settings.withPort(port);
  }

  private static void warnUnjudged(PodView pod, ContainerView measured, List<String> warnings) {
    var unlimited =
        List.of("cpu", "memory").stream()
            .filter(
                resource -> measured.limit(resource).isEmpty() && pod.podLimit(resource).isEmpty())
            .toList();
    if (!unlimited.isEmpty()) {
      warnings.add(
          "container %s has no limit of %s, which is therefore not judged"
              .formatted(measured.name(), String.join(" and ", unlimited)));
    }
    if (!pod.workload().known()) {
      warnings.add("the pod has no controller and therefore never leaves its Service");
    }
  }

  private static Decision skip(SkipReason reason, Remarks remarks) {
    return new Decision.Skip(reason, remarks);
  }

  private static Decision refuseOr(InjectionOptions options, Decision decision) {
    var refused =
        options.rules().onProblem() == OnProblem.DENY && !decision.remarks().problems().isEmpty();
    return refused ? new Decision.Deny(decision.remarks()) : decision;
  }

  private InjectionPolicy() {}
}
