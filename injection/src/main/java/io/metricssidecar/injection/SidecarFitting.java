package io.metricssidecar.injection;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.injection.Decision.Findings;
import io.metricssidecar.injection.annotations.ContainerPatch;
import io.metricssidecar.injection.annotations.InjectionAnnotation;
import io.metricssidecar.injection.annotations.PodAnnotations;
import io.metricssidecar.injection.container.Injection;
import io.metricssidecar.injection.container.SidecarContainer;
import io.metricssidecar.injection.mesh.MeshPorts;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.MeshAnnotations;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.pod.ContainerView;
import io.metricssidecar.injection.pod.FreePort;
import io.metricssidecar.injection.pod.MeasuredContainer;
import io.metricssidecar.injection.pod.PodView;
import io.metricssidecar.injection.resources.NamespaceAllowance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The sidecar fitted to one pod: its settings, the measured container and its port, all derived
/// from the pod and the options alone.
///
/// @param pod that gets the sidecar
/// @param options of the installation
/// @param annotations of the pod, with the installation's defaults
/// @param allowance of the namespace for the sidecar's resources
/// @param measured container; empty where the pod has none to measure
/// @param port of the sidecar; empty where no port is free
/// @param meshPorts the annotations that exclude the port from the proxies of meshes
record SidecarFitting(
    PodView pod,
    InjectionOptions options,
    Parsed<PodAnnotations> annotations,
    NamespaceAllowance allowance,
    Optional<ContainerView> measured,
    Optional<Integer> port,
    MeshPorts meshPorts) {
  private static final List<String> RESOURCES = List.of("cpu", "memory");

  SidecarFitting {
    requireNonNull(pod, "pod is null");
    requireNonNull(options, "options is null");
    requireNonNull(annotations, "annotations is null");
    requireNonNull(allowance, "allowance is null");
    requireNonNull(measured, "measured is null");
    requireNonNull(port, "port is null");
    requireNonNull(meshPorts, "meshPorts is null");
  }

  /// Fits the sidecar to a pod, as far as that is possible.
  static SidecarFitting of(PodView pod, InjectionOptions options) {
    var defaults = pod.guaranteed() ? options.forGuaranteedPod() : options;
    var annotations = PodAnnotations.read(pod.annotations(), defaults);
    var allowance =
        new NamespaceAllowance(pod, annotations.value().resources(), options.namespace());
    var port = FreePort.of(pod, annotations.value().settings().port());
    var meshPorts =
        options.rules().meshAnnotations() == MeshAnnotations.WRITTEN
            ? port.map(free -> MeshPorts.excluding(free, pod.annotations())).orElse(MeshPorts.NONE)
            : MeshPorts.NONE;
    return new SidecarFitting(
        pod, options, annotations, allowance, MeasuredContainer.of(pod), port, meshPorts);
  }

  /// The kind of container that the sidecar is.
  Placement placement() {
    return annotations.value().placement();
  }

  /// Whether the pod can run on nodes only that the sidecar's image is not built for.
  boolean otherArchitecture() {
    var architectures = annotations.value().image().architectures();
    for (var architecture : architectures) {
      if (pod.mayRunOn(architecture.label())) {
        return false;
      }
    }
    return !architectures.isEmpty();
  }

  /// Whether the proxy of a mesh, injected before us, would intercept the traffic to the sidecar's
  /// port.
  boolean proxyInterceptsPort() {
    return port.filter(free -> meshPorts.interceptedByProxy(free, pod)).isPresent();
  }

  /// Why a LimitRange of the namespace would refuse the pod with the sidecar; for a pod that has a
  /// container to measure and a free port.
  Optional<String> limitRangeRefusal() {
    return allowance.limitRangeRefusal(this::container);
  }

  /// Why a ResourceQuota of the namespace would refuse the pod with the sidecar; for such a pod.
  Optional<String> quotaRefusal() {
    return allowance.quotaRefusal(this::container);
  }

  /// The findings on the pod's annotations alone.
  ///
  /// @param detail that comes before the warnings
  Findings annotationFindings(Optional<String> detail) {
    return new Findings(
        annotations.problems(),
        Stream.concat(detail.stream(), annotations.warnings().stream()).toList());
  }

  /// The decision to inject, for a pod that has a container to measure and a free port.
  Decision inject() {
    return inject(measured.orElseThrow(), port.orElseThrow());
  }

  /// The sidecar's container, with the patch of the annotation if that applies.
  private ObjectNode container() {
    var container = unpatched(measured.orElseThrow(), port.orElseThrow());
    return patched(container).orElse(container);
  }

  private ObjectNode unpatched(ContainerView measuredContainer, int freePort) {
    var sidecar = annotations.value().withPort(freePort).withResources(allowance.resources());
    return SidecarContainer.of(pod, workload(), measuredContainer, sidecar);
  }

  private Optional<ObjectNode> patched(ObjectNode container) {
    return annotations
        .value()
        .patch()
        .flatMap(patch -> ContainerPatch.apply(patch, container, options.rules().imageChoice()));
  }

  private Decision inject(ContainerView measuredContainer, int freePort) {
    var container = unpatched(measuredContainer, freePort);
    var patched = patched(container);
    var problems = new ArrayList<>(annotations.problems());
    if (annotations.value().patch().isPresent() && patched.isEmpty()) {
      var text = pod.annotations().get(InjectionAnnotation.PATCH.annotation());
      problems.add(ContainerPatch.unfit(text, options.rules().imageChoice()));
    }
    var injection =
        new Injection(
            patched.orElse(container),
            placement(),
            measuredContainer.name(),
            options.imagePullSecrets(),
            meshPorts);
    return new Decision.Inject(
        injection, new Findings(problems, warnings(measuredContainer, freePort)));
  }

  private Workload workload() {
    return pod.workload(options.rules().customKinds());
  }

  private List<String> warnings(ContainerView measuredContainer, int freePort) {
    var warnings = new ArrayList<>(annotations.warnings());
    var requested = annotations.value().settings().port();
    if (freePort != requested) {
      warnings.add(
          "port %d is used by a container of the pod: the sidecar listens on %d"
              .formatted(requested, freePort));
    }
    warnings.addAll(meshPorts.warnings());
    warnings.addAll(allowance.changes());
    var unlimited = new ArrayList<String>();
    for (var resource : RESOURCES) {
      if (measuredContainer.limit(resource).isEmpty() && pod.podLimit(resource).isEmpty()) {
        unlimited.add(resource);
      }
    }
    if (!unlimited.isEmpty()) {
      warnings.add(
          "container %s has no limit of %s, which the sidecar therefore ignores"
              .formatted(measuredContainer.name(), String.join(" and ", unlimited)));
    }
    neverShed().ifPresent(warnings::add);
    return warnings;
  }

  /// Says why the pod is never shed; empty where it can be.
  private Optional<String> neverShed() {
    if (pod.runsToCompletion()) {
      return Optional.of("the pod runs to completion and is therefore never shed");
    }
    return switch (pod.owner(options.rules().customKinds())) {
      case KNOWN -> Optional.empty();
      case UNKNOWN ->
          Optional.of(
              "the pod's owner is of a kind that is not in the chart's scaleTargets, and the pod is"
                  + " therefore never shed");
      case NONE -> Optional.of("the pod has no controller and is therefore never shed");
    };
  }
}
