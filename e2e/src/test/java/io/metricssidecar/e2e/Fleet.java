package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.metricssidecar.contract.exposition.MetricNames;
import io.metricssidecar.contract.settings.Setting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// A small Deployment that judges by CPU alone, with a Service, traffic, and all that is seen of
/// both. Only so many pods run at the same time, whatever the number of cases: each may use
/// [#LIMIT].
final class Fleet implements AutoCloseable {
  /// Of each pod, in millicores.
  static final int LIMIT = 60;

  /// A container held to so little CPU gets about 80 % of it: the kernel gives it out in slices.
  private static final String THRESHOLD = "60";

  /// Seconds that the kubelet waits. On a machine that is busy with all these cases an answer may
  /// be late, and then a pod would be unready for want of an answer, which no budget can help.
  private static final String PATIENCE = "5";

  private static final String APP = "web";
  private static final int MOST_PODS = 12;
  private static final Semaphore PODS = new Semaphore(MOST_PODS, true);
  private static final Duration MOST_WAIT = Duration.ofMinutes(4);

  private final Namespace namespace;
  private final int replicas;
  private final String service;
  private final EndpointSampler endpoints;
  private final LeaseSampler lease;

  private Fleet(Namespace namespace, int replicas, String service) {
    this.namespace = namespace;
    this.replicas = replicas;
    this.service = service;
    this.endpoints = EndpointSampler.start(namespace, APP);
    this.lease = LeaseSampler.start(namespace, APP);
  }

  /// Makes one and waits until all its sidecars would act.
  ///
  /// @param settings besides those of [Annotated#QUICK]
  static Fleet start(Namespace namespace, int replicas, Map<Setting, String> settings) {
    PODS.acquireUninterruptibly(replicas);
    try {
      var service = namespace.create(Load.service(APP)).getSpec().getClusterIP();
      namespace.create(Load.deployment(APP, replicas, template(settings)));
      var pods = Annotated.names(namespace.awaitReady(APP, replicas));
      Spike.awaitWatching(namespace, pods);
      return new Fleet(namespace, replicas, service);
    } catch (RuntimeException | AssertionError e) {
      PODS.release(replicas);
      throw e;
    }
  }

  private static PodTemplateSpec template(Map<Setting, String> settings) {
    var annotations = new HashMap<>(Annotated.QUICK);
    annotations.put(Setting.OVERLOAD_WHEN.annotation(), "cpu");
    annotations.put(Setting.CPU_THRESHOLD.annotation(), THRESHOLD);
    annotations.put(Setting.PROBE_TIMEOUT.annotation(), PATIENCE);
    settings.forEach((setting, value) -> annotations.put(setting.annotation(), value));
    return new PodTemplateSpecBuilder(Load.template(APP, Annotated.IMAGES, annotations))
        .editSpec()
        .editContainer(0)
        .editResources()
        .addToRequests("cpu", new Quantity("10m"))
        .addToLimits("cpu", new Quantity(LIMIT + "m"))
        .endResources()
        .endContainer()
        .endSpec()
        .build();
  }

  /// Traffic through the Service, so much that all pods together cannot serve it.
  Traffic overload() {
    return traffic(replicas * LIMIT * 3 / 2);
  }

  /// Traffic through the Service.
  ///
  /// @param millicores of CPU that it asks for
  Traffic traffic(int millicores) {
    return Traffic.start(namespace, "client", service + ":80", millicores);
  }

  List<Pod> pods() {
    return namespace.pods(APP);
  }

  EndpointSamples endpoints() {
    return endpoints.samples();
  }

  LeaseSamples lease() {
    return lease.samples();
  }

  /// Waits until so many pods hold slots and have left the Service.
  void awaitShed(int slots) {
    await(
        slots + " pods to leave",
        () -> {
          var held = lease().now().size();
          var ready = EndpointSampler.ready(namespace, APP).size();
          return held == slots && ready == replicas - slots
              ? Optional.empty()
              : Optional.of("%d hold slots, %d ready".formatted(held, ready));
        });
  }

  /// Waits for whatever it is.
  void await(String what, Supplier<Optional<String>> missing) {
    Waiting.until(what, MOST_WAIT, namespace.progress(), missing);
  }

  /// For conditions that need no word.
  static Optional<String> missingUnless(boolean there) {
    return there ? Optional.empty() : Optional.of("not yet");
  }

  /// Looks on.
  void look(Duration time) {
    var end = System.nanoTime() + time.toNanos();
    Waiting.until(
        "looking on",
        time.multipliedBy(2),
        namespace.progress(),
        () ->
            System.nanoTime() < end
                ? Optional.of("%d hold slots".formatted(lease().now().size()))
                : Optional.empty());
  }

  /// How often the sidecars that run now got this answer when they asked for leave to shed.
  int answers(String result) {
    return pods().stream()
        .flatMap(pod -> Sidecar.of(namespace, pod.getMetadata().getName()).stream())
        .flatMap(sidecar -> sidecar.metrics().lines())
        .filter(line -> line.startsWith(MetricNames.BUDGET_ATTEMPTS + "_total"))
        .filter(line -> line.contains("result=\"" + result + "\""))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// Nothing that was seen was below the floor, and enough was seen to say so.
  ///
  /// @param floor how many pods must be ready
  /// @param slots how many may shed
  void assertFloor(int floor, int slots) {
    assertThat(endpoints().fewest()).as("fewest ready pods").isGreaterThanOrEqualTo(floor);
    assertThat(endpoints().longestGap()).isLessThan(Duration.ofSeconds(3));
    assertThat(lease().most()).as("most holders").isPositive().isLessThanOrEqualTo(slots);
  }

  @Override
  public void close() {
    endpoints.close();
    lease.close();
    namespace
        .cluster()
        .client()
        .apps()
        .deployments()
        .inNamespace(namespace.name())
        .withName(APP)
        .delete();
    PODS.release(replicas);
  }
}
