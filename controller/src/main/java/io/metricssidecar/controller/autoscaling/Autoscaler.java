package io.metricssidecar.controller.autoscaling;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.metricssidecar.cluster.loop.Identity;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.controller.workloads.OwnedWorkload;
import io.metricssidecar.controller.workloads.Owner;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A HorizontalPodAutoscaler that compares the utilisation of whole pods with targets.
///
/// @param name of the object
/// @param uid of the object
/// @param scaled the workload whose replicas it sets
/// @param targets at least one
record Autoscaler(String name, String uid, Scaled scaled, List<UtilizationTarget> targets) {
  /// Metrics of one object that are looked at; whoever creates it decides how many there are.
  private static final int MAX_METRICS = 10;

  /// Length of a text that no valid object exceeds.
  private static final int MAX_TEXT = 512;

  /// The default of kube-controller-manager (`--horizontal-pod-autoscaler-tolerance`).
  private static final BigDecimal DEFAULT_TOLERANCE = new BigDecimal("0.1");

  Autoscaler {
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
    requireNonNull(scaled, "scaled is null");
    targets = List.copyOf(targets);
  }

  /// A workload as an autoscaler names it: of any version of its kind, and of any UID.
  ///
  /// @param namespace of both
  /// @param group of its API; empty for the core group
  /// @param kind such as `Deployment`
  /// @param name of the workload
  record Scaled(String namespace, String group, String kind, String name) {
    Scaled {
      requireNonNull(namespace, "namespace is null");
      requireNonNull(group, "group is null");
      requireNonNull(kind, "kind is null");
      requireNonNull(name, "name is null");
    }

    /// The name of a workload that was read back.
    static Scaled of(OwnedWorkload workload) {
      var owner = workload.owner();
      return new Scaled(workload.namespace(), owner.group(), owner.kind(), owner.name());
    }
  }

  /// Reads an object; empty where it has no such target, or is not as an API server stores it.
  static Optional<Autoscaler> of(HorizontalPodAutoscaler object) {
    var metadata = object.getMetadata();
    var spec = object.getSpec();
    if (spec == null) {
      return Optional.empty();
    }
    var tolerance = tolerance(spec);
    var targets =
        metrics(spec).map(metric -> target(metric, tolerance)).flatMap(Optional::stream).toList();
    return scaled(metadata.getNamespace(), spec.getScaleTargetRef())
        .filter(_ -> !targets.isEmpty())
        .map(scaled -> new Autoscaler(metadata.getName(), metadata.getUid(), scaled, targets));
  }

  /// The fields of an object that are read here, so that of a large one little is kept.
  static HorizontalPodAutoscaler slim(HorizontalPodAutoscaler whole) {
    var spec = whole.getSpec();
    var slim = new HorizontalPodAutoscalerBuilder().withMetadata(Identity.of(whole).build());
    return of(whole).isEmpty()
        ? slim.build()
        : slim.withNewSpec()
            .withScaleTargetRef(spec.getScaleTargetRef())
            .withMetrics(metrics(spec).toList())
            .withNewBehavior()
            .withNewScaleUp()
            .withTolerance(ownTolerance(spec).orElse(null))
            .endScaleUp()
            .endBehavior()
            .endSpec()
            .build();
  }

  private static Optional<Scaled> scaled(
      String namespace, @Nullable CrossVersionObjectReference reference) {
    return reference != null
            && Stream.of(reference.getApiVersion(), reference.getKind(), reference.getName())
                .allMatch(text -> text != null && text.length() <= MAX_TEXT)
        ? Optional.of(
            new Scaled(
                namespace,
                Owner.group(reference.getApiVersion()),
                reference.getKind(),
                reference.getName()))
        : Optional.empty();
  }

  private static Stream<MetricSpec> metrics(HorizontalPodAutoscalerSpec spec) {
    return Objects.requireNonNullElse(spec.getMetrics(), List.<MetricSpec>of()).stream()
        .filter(metric -> target(metric, DEFAULT_TOLERANCE).isPresent())
        .limit(MAX_METRICS);
  }

  private static Optional<UtilizationTarget> target(MetricSpec metric, BigDecimal tolerance) {
    return Optional.ofNullable(metric.getResource())
        .flatMap(
            source ->
                ScaledResource.named(source.getName())
                    .flatMap(
                        resource ->
                            percent(source.getTarget())
                                .map(
                                    percent ->
                                        new UtilizationTarget(resource, percent, tolerance))));
  }

  private static Optional<Integer> percent(@Nullable MetricTarget target) {
    return Optional.ofNullable(target)
        .map(MetricTarget::getAverageUtilization)
        .filter(percent -> percent > 0);
  }

  /// The object's own tolerance (KEP-4951), or the default.
  private static BigDecimal tolerance(HorizontalPodAutoscalerSpec spec) {
    return ownTolerance(spec)
        .flatMap(own -> Quantity.parse(own.toString()))
        .filter(own -> !own.negative())
        .map(Quantity::value)
        .orElse(DEFAULT_TOLERANCE);
  }

  private static Optional<io.fabric8.kubernetes.api.model.Quantity> ownTolerance(
      HorizontalPodAutoscalerSpec spec) {
    return Optional.ofNullable(spec.getBehavior())
        .map(HorizontalPodAutoscalerBehavior::getScaleUp)
        .map(HPAScalingRules::getTolerance);
  }
}
