package io.metricssidecar.e2e.injection;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.LimitRangeItemBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.UnscheduledPod;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Namespaces that refuse a container with the sidecar's default resources beside the application:
/// each is shown to refuse one of another name, and takes the annotated pod, whose sidecar fits or
/// which has none and says why.
@ExtendWith(ClusterExtension.class)
class LimitRangeE2E {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Map<String, String> OPT_IN = Map.of(Annotations.ENABLED, "true");
  private static final Map<String, String> OPT_OUT = Map.of(Annotations.ENABLED, "false");

  /// Resources that none of these namespaces takes beside the application, as those that the
  /// sidecar has by default.
  private static final ResourceRequirements DEFAULTS = resources("25m", "64Mi", "250m", "96Mi");

  private static final ResourceRequirements APPLICATION =
      resources("100m", "128Mi", "200m", "128Mi");

  /// A kind of namespace.
  ///
  /// @param name of the kind
  /// @param object that restricts it
  /// @param application that it takes
  /// @param expected resources of the sidecar of an annotated pod, or the reason for none
  private record Kind(
      String name, HasMetadata object, ResourceRequirements application, String expected) {}

  /// A namespace of a kind.
  private record Restricted(Kind kind, Namespace namespace) {}

  private static final List<Kind> KINDS =
      List.of(
          range(
              "min cpu",
              "Container",
              i -> i.addToMin("cpu", new Quantity("50m")),
              "requests.cpu=50m"),
          range(
              "min memory",
              "Container",
              i -> i.addToMin("memory", new Quantity("100Mi")),
              "requests.memory=100Mi limits.memory=100Mi"),
          range(
              "ratio of cpu",
              "Container",
              i -> i.addToMaxLimitRequestRatio("cpu", new Quantity("4")),
              "requests.cpu=63m"),
          range(
              "ratio of memory",
              "Container",
              i -> i.addToMaxLimitRequestRatio("memory", new Quantity("1")),
              "requests.memory=96Mi limits.memory=96Mi"),
          range(
              "max cpu",
              "Container",
              i -> i.addToMax("cpu", new Quantity("200m")),
              "limits.cpu=200m"),
          range(
              "max memory",
              "Container",
              i -> i.addToMax("memory", new Quantity("80Mi")),
              resources("100m", "80Mi", "200m", "80Mi"),
              "limits.memory=80Mi"),
          range(
              "max memory that is too little",
              "Container",
              i -> i.addToMax("memory", new Quantity("16Mi")),
              resources("100m", "16Mi", "200m", "16Mi"),
              "skipped: limit_range"),
          range(
              "max cpu of pods",
              "Pod",
              i -> i.addToMax("cpu", new Quantity("300m")),
              "limits.cpu=100m"),
          range(
              "ratio of cpu of pods",
              "Pod",
              i -> i.addToMaxLimitRequestRatio("cpu", new Quantity("2")),
              "requests.cpu=125m"),
          range(
              "max memory of pods that leaves too little",
              "Pod",
              i -> i.addToMax("memory", new Quantity("150Mi")),
              "skipped: limit_range"),
          quota("quota of limits.cpu", "limits.cpu", "300m"),
          quota("quota of requests.memory", "requests.memory", "150Mi"));

  @Test
  void everyNamespaceTakesThePodThatItTakesWithoutSidecar(Release release, Namespace namespace) {
    var all = KINDS.stream().map(kind -> restricted(kind, namespace)).toList();
    try {
      for (var one : all) {
        awaitOutcome(one, "the application beside a sidecar's default", OPT_OUT, true, "refused: ");
        awaitOutcome(one, "the application alone", OPT_OUT, false, "no sidecar");
        awaitOutcome(one, "the annotated application", OPT_IN, false, one.kind().expected());
      }
    } finally {
      all.forEach(one -> one.namespace().close());
    }
  }

  private static Restricted restricted(Kind kind, Namespace namespace) {
    var own = Namespace.create(namespace.cluster(), "e2e-limits", namespace.progress());
    own.create(kind.object());
    return new Restricted(kind, own);
  }

  /// Waits, since API server and webhook see the object a moment after it was created.
  private static void awaitOutcome(
      Restricted one,
      String subject,
      Map<String, String> annotations,
      boolean besideDefault,
      String expected) {
    Waiting.until(
        "%s: %s".formatted(one.kind().name(), subject),
        SOON,
        one.namespace().progress(),
        () ->
            Optional.of(outcome(one, annotations, besideDefault))
                .filter(outcome -> !outcome.contains(expected)));
  }

  private static String outcome(
      Restricted one, Map<String, String> annotations, boolean besideDefault) {
    try {
      return outcome(
          UnscheduledPod.dryRun(
              one.namespace(), annotations, pod -> application(pod, one.kind(), besideDefault)));
    } catch (KubernetesClientException e) {
      var refused = Stream.of("LimitRange", "usage per", "ratio per", "exceeded quota");
      var message = String.valueOf(e.getMessage());
      return (refused.anyMatch(message::contains) ? "refused: " : "failed: ") + message;
    }
  }

  private static PodBuilder application(PodBuilder pod, Kind kind, boolean besideDefault) {
    var first = pod.buildSpec().getContainers().getFirst();
    var other = first.edit().withName("other").withPorts().withResources(DEFAULTS).build();
    return pod.editSpec()
        .withContainers(first.edit().withResources(kind.application()).build())
        .addAllToContainers(besideDefault ? List.of(other) : List.of())
        .endSpec();
  }

  private static String outcome(Pod pod) {
    return Sidecar.container(pod)
        .map(container -> text(container.getResources()))
        .orElseGet(
            () -> {
              var reason = AnnotatedWorkload.status(pod).path("reason");
              return reason.isMissingNode() ? "no sidecar" : "skipped: " + reason.asText();
            });
  }

  private static String text(ResourceRequirements resources) {
    return Stream.of("cpu", "memory")
        .map(
            key ->
                "requests.%s=%s limits.%s=%s"
                    .formatted(
                        key, resources.getRequests().get(key), key, resources.getLimits().get(key)))
        .collect(Collectors.joining(" "));
  }

  private static Kind range(
      String name,
      String type,
      Function<LimitRangeItemBuilder, LimitRangeItemBuilder> bound,
      String expected) {
    return range(name, type, bound, APPLICATION, expected);
  }

  private static Kind range(
      String name,
      String type,
      Function<LimitRangeItemBuilder, LimitRangeItemBuilder> bound,
      ResourceRequirements application,
      String expected) {
    var item = bound.apply(new LimitRangeItemBuilder().withType(type)).build();
    return new Kind(
        name,
        new LimitRangeBuilder()
            .withNewMetadata()
            .withName("range")
            .endMetadata()
            .withNewSpec()
            .withLimits(item)
            .endSpec()
            .build(),
        application,
        expected);
  }

  /// A quota with room for the application alone.
  private static Kind quota(String name, String key, String hard) {
    return new Kind(
        name,
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("quota")
            .endMetadata()
            .withNewSpec()
            .addToHard(key, new Quantity(hard))
            .endSpec()
            .build(),
        APPLICATION,
        "skipped: quota");
  }

  private static ResourceRequirements resources(
      String cpu, String memory, String cpuLimit, String memoryLimit) {
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity(cpu))
        .addToRequests("memory", new Quantity(memory))
        .addToLimits("cpu", new Quantity(cpuLimit))
        .addToLimits("memory", new Quantity(memoryLimit))
        .build();
  }
}
