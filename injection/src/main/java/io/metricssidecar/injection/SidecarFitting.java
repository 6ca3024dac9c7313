package io.metricssidecar.injection;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.annotations.ContainerPatch;
import io.metricssidecar.injection.annotations.PodAnnotations;
import io.metricssidecar.injection.container.Injection;
import io.metricssidecar.injection.container.SidecarContainer;
import io.metricssidecar.injection.mesh.IstioProxy;
import io.metricssidecar.injection.mesh.MeshPorts;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.MeshAnnotations;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.pod.ContainerView;
import io.metricssidecar.injection.pod.MeasuredContainer;
import io.metricssidecar.injection.pod.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Fits the sidecar to a pod that gets one, or says why there is no way to. Every input is a value;
/// so is the outcome.
final class SidecarFitting {
  private static final int FIRST_PORT = 1024;
  private static final int LAST_PORT = 65_535;

  private final PodView pod;
  private final Parsed<PodAnnotations> reading;
  private final InjectionOptions options;

  private SidecarFitting(PodView pod, Parsed<PodAnnotations> reading, InjectionOptions options) {
    this.pod = pod;
    this.reading = reading;
    this.options = options;
  }

  /// Decides on a pod that asks, or whose namespace asks for it.
  static Decision of(PodView pod, Parsed<PodAnnotations> reading, InjectionOptions options) {
    var fitting = new SidecarFitting(pod, reading, options);
    return fitting
        .unfit()
        .map(fitting::skip)
        .orElseGet(
            () -> MeasuredContainer.of(pod).map(fitting::beside).orElseGet(fitting::unmeasured));
  }

  /// Pods that a sidecar would break.
  private Optional<SkipReason> unfit() {
    if (pod.windows()) {
      return Optional.of(SkipReason.WINDOWS);
    }
    if (pod.hostNetwork()) {
      return Optional.of(SkipReason.HOST_NETWORK);
    }
    if (pod.completes() && reading.value().placement() == Placement.CONTAINER) {
      return Optional.of(SkipReason.COMPLETES);
    }
    return pod.hasVolume(Names.TOKEN_VOLUME)
        ? Optional.of(SkipReason.VOLUME_NAME_TAKEN)
        : Optional.empty();
  }

  private Decision unmeasured() {
    return skip(
        pod.containers().isEmpty() ? SkipReason.NO_CONTAINER : SkipReason.NO_SUCH_CONTAINER);
  }

  private Decision beside(ContainerView measured) {
    return freePort()
        .map(port -> beside(measured, port))
        .orElseGet(() -> skip(SkipReason.NO_FREE_PORT));
  }

  private Decision beside(ContainerView measured, int port) {
    var meshPorts =
        options.rules().meshAnnotations() == MeshAnnotations.WRITTEN
            ? MeshPorts.without(port, pod.annotations())
            : MeshPorts.NONE;
    return IstioProxy.takes(port, pod, meshPorts.over(pod.annotations()))
        ? skip(SkipReason.MESH_PROXY_FIRST)
        : inject(measured, port, meshPorts);
  }

  private Decision inject(ContainerView measured, int port, MeshPorts meshPorts) {
    var annotations = reading.value().withSettings(reading.value().settings().withPort(port));
    var container = SidecarContainer.of(pod, measured, annotations);
    var patched =
        annotations
            .patch()
            .flatMap(
                patch -> ContainerPatch.apply(patch, container, options.rules().imageChoice()));
    var problems = new ArrayList<>(reading.problems());
    if (annotations.patch().isPresent() && patched.isEmpty()) {
      problems.add(misfit());
    }
    var injection =
        new Injection(
            patched.orElse(container),
            annotations.placement(),
            measured.name(),
            options.imagePullSecrets(),
            meshPorts);
    return new Decision.Inject(
        injection, new Findings(problems, warnings(measured, port, meshPorts)));
  }

  private Problem misfit() {
    var more =
        switch (options.rules().imageChoice()) {
          case POD -> "";
          case INSTALLATION -> "image, ";
        };
    return new Problem(
        Annotations.PATCH,
        pod.annotations().get(Annotations.PATCH),
        "a patch that fits our container and leaves its name, %svariables, ports, probe, mounts, "
                .formatted(more)
            + "restart policy and security context alone");
  }

  /// The port asked for, or the next one that no container of the pod says it listens on: all
  /// containers share one network, and the second process on a port dies. Empty where none is left.
  private Optional<Integer> freePort() {
    var taken =
        pod.allContainers().stream().flatMap(ContainerView::tcpPorts).collect(Collectors.toSet());
    var wanted = reading.value().settings().port();
    return IntStream.concat(
            IntStream.rangeClosed(wanted, LAST_PORT), IntStream.range(FIRST_PORT, wanted))
        .boxed()
        .filter(port -> !taken.contains(port))
        .findFirst();
  }

  private List<String> warnings(ContainerView measured, int port, MeshPorts meshPorts) {
    var warnings = new ArrayList<>(reading.warnings());
    var wanted = reading.value().settings().port();
    if (port != wanted) {
      warnings.add(
          "port %d is taken by a container of the pod: the sidecar listens on %d"
              .formatted(wanted, port));
    }
    warnings.addAll(meshPorts.warnings());
    var unlimited =
        Stream.of("cpu", "memory")
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
    return warnings;
  }

  private Decision skip(SkipReason reason) {
    return new Decision.Skip(reason, new Findings(reading.problems(), reading.warnings()));
  }
}
