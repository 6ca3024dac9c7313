package io.metricssidecar.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.metricssidecar.contract.exposition.SidecarMetrics;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.workload.EndpointSampler;
import io.metricssidecar.e2e.workload.EndpointSamples;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import io.metricssidecar.e2e.workload.Spike;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// A small Deployment that sheds by CPU alone, with its Service, traffic, and samples of both. At
/// most [#MAX_PODS] such pods run at the same time, in all cases together; each may use [#LIMIT].
public final class Fleet implements AutoCloseable {
  /// CPU limit of each pod, in millicores.
  public static final int LIMIT = 60;

  /// A container held to so little CPU gets about 80 % of it: the kernel gives it out in slices.
  private static final String THRESHOLD = "60";

  private static final String APP = "web";
  private static final int MAX_PODS = 12;
  private static final Semaphore PODS = new Semaphore(MAX_PODS, true);
  private static final Duration MAX_WAIT = Duration.ofMinutes(4);

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

  /// Creates a fleet and waits until all its sidecars would act.
  ///
  /// @param settings besides those of [Load#QUICK_SIDECAR]
  public static Fleet start(Namespace namespace, int replicas, Map<Setting<?>, String> settings) {
    return start(namespace, replicas, template(settings));
  }

  /// The same, of pods whose application takes this long to stop.
  public static Fleet startSlowToStop(
      Namespace namespace, int replicas, Map<Setting<?>, String> settings, Duration stop) {
    var slow =
        new PodTemplateSpecBuilder(template(settings))
            .editSpec()
            .withTerminationGracePeriodSeconds(stop.toSeconds() + 5)
            .editContainer(0)
            .withNewLifecycle()
            .withNewPreStop()
            .withNewSleep(stop.toSeconds())
            .endPreStop()
            .endLifecycle()
            .endContainer()
            .endSpec()
            .build();
    return start(namespace, replicas, slow);
  }

  private static Fleet start(Namespace namespace, int replicas, PodTemplateSpec template) {
    PODS.acquireUninterruptibly(replicas);
    try {
      var service = namespace.create(Load.service(APP)).getSpec().getClusterIP();
      namespace.create(Load.deployment(APP, replicas, template));
      var pods = Pods.names(namespace.awaitReady(APP, replicas));
      Spike.awaitWatching(namespace, pods);
      return new Fleet(namespace, replicas, service);
    } catch (RuntimeException | AssertionError e) {
      PODS.release(replicas);
      throw e;
    }
  }

  private static PodTemplateSpec template(Map<Setting<?>, String> settings) {
    var annotations = new HashMap<>(Load.QUICK_SIDECAR);
    annotations.put(SidecarSetting.OVERLOAD_WHEN.annotation(), "cpu");
    annotations.put(SidecarSetting.CPU_THRESHOLD.annotation(), THRESHOLD);
    settings.forEach((setting, value) -> annotations.put(setting.annotation(), value));
    return new PodTemplateSpecBuilder(Load.template(APP, AnnotatedWorkload.IMAGES, annotations))
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
  public Traffic overload() {
    return traffic(replicas * LIMIT * 3 / 2);
  }

  /// Traffic through the Service.
  ///
  /// @param millicores of CPU that all requests together cost
  public Traffic traffic(int millicores) {
    return Traffic.start(namespace, "client", service + ":80", millicores);
  }

  /// The pods now.
  public List<Pod> pods() {
    return namespace.pods(APP);
  }

  /// Samples of the Service since the start.
  public EndpointSamples endpoints() {
    return endpoints.samples();
  }

  /// Samples of the budget Lease since the start.
  public LeaseSamples lease() {
    return lease.samples();
  }

  /// Waits until this number of pods hold slots and are out of the Service.
  public void awaitShed(int slots) {
    Waiting.until(
        slots + " pods to leave",
        MAX_WAIT,
        namespace.progress(),
        () -> {
          var held = lease().now().size();
          var ready = EndpointSampler.ready(namespace, APP).size();
          return held == slots && ready == replicas - slots
              ? Optional.empty()
              : Optional.of("%d hold slots, %d ready".formatted(held, ready));
        });
  }

  /// Waits until a condition holds.
  public void await(String what, BooleanSupplier condition) {
    Waiting.untilTrue(what, MAX_WAIT, namespace.progress(), condition);
  }

  /// Lets time pass while the samplers run.
  public void observe(Duration time) {
    var end = System.nanoTime() + time.toNanos();
    Waiting.until(
        "observing",
        time.multipliedBy(2),
        namespace.progress(),
        () ->
            System.nanoTime() < end
                ? Optional.of("%d hold slots".formatted(lease().now().size()))
                : Optional.empty());
  }

  /// Attempts of the running sidecars to acquire a slot, with this result.
  public int slotAttempts(String result) {
    return pods().stream()
        .flatMap(pod -> Sidecar.of(namespace, pod.getMetadata().getName()).stream())
        .flatMap(sidecar -> sidecar.metrics().lines())
        .filter(line -> line.startsWith(SidecarMetrics.BUDGET_ATTEMPTS.exportedName()))
        .filter(line -> line.contains("result=\"" + result + "\""))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// Asserts that no sample was below the floor, and that there are enough samples to tell.
  ///
  /// @param floor number of pods that must be ready
  /// @param slots number of pods that may shed
  public void assertFloor(int floor, int slots) {
    assertThat(endpoints().fewest()).as("fewest ready pods").isGreaterThanOrEqualTo(floor);
    assertThat(endpoints().longestGap()).isLessThan(Duration.ofSeconds(3));
    assertThat(lease().maxHolders()).as("most holders").isPositive().isLessThanOrEqualTo(slots);
  }

  @Override
  public void close() {
    endpoints.close();
    lease.close();
    namespace.deployment(APP).delete();
    PODS.release(replicas);
  }
}
