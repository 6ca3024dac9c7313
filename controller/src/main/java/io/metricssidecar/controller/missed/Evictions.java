package io.metricssidecar.controller.missed;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.exposition.LiveCounter;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.workloads.WorkloadReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The eviction of missed pods, so that pods with sidecar replace them: one pod of a workload at a
/// time, only while all pods of that workload are ready and the webhook is, and never again for a
/// workload whose replacement was missed too. Disruption budgets hold: the API server refuses an
/// eviction that breaks one. For one thread.
final class Evictions {
  private static final Logger LOGGER = LoggerFactory.getLogger(Evictions.class);

  /// Evictions in one run, at most.
  private static final int MAX_EVICTED = 5;

  /// The kinds that replace an evicted pod and whose pods are ready for as long as they serve.
  private static final Set<String> KINDS = Set.of("ReplicaSet", "StatefulSet", "DaemonSet");

  private final KubernetesClient client;
  private final WorkloadReader workloads;
  private final MissedPodRules rules;
  private final InstantSource clock;
  private final LiveCounter evicted = new LiveCounter(ServerMetrics.MISSED_PODS_EVICTED, Map.of());
  private final Map<String, Instant> latest = new HashMap<>();

  /// @param client to the API server
  /// @param rules what is done about missed pods
  /// @param clock wall clock
  Evictions(KubernetesClient client, MissedPodRules rules, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.workloads = new WorkloadReader(client);
    this.rules = requireNonNull(rules, "rules is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Evicts one pod of each workload where that is due.
  ///
  /// @param missed pods by template, the oldest of each first
  /// @param step called after every workload
  void evict(List<List<UnseenPod>> missed, Runnable step) {
    if (rules.action() != MissedPodRules.Action.EVICT || missed.isEmpty() || !webhookReady()) {
      return;
    }
    var count = 0;
    for (var pods : missed) {
      if (count < MAX_EVICTED && isDue(pods)) {
        evict(pods.getFirst());
        count++;
      }
      step.run();
    }
  }

  private boolean isDue(List<UnseenPod> pods) {
    var oldest = pods.getFirst();
    if (clock.instant().isBefore(oldest.created().plus(rules.interval()))) {
      return false;
    }
    var before = latest.get(oldest.template());
    if (before != null && pods.getLast().created().isAfter(before)) {
      LOGGER
          .atWarn()
          .addKeyValue("namespace", oldest.namespace())
          .addKeyValue("pod", pods.getLast().name())
          .log("A pod that replaced an evicted one has no sidecar either, evicting no other");
      return false;
    }
    return oldest
        .controller()
        .filter(owner -> KINDS.contains(owner.kind()) && owner.valid())
        .flatMap(owner -> controller(oldest.namespace(), owner))
        .filter(controller -> controller.ready() && controller.optsIn(byNamespace(oldest)))
        .isPresent();
  }

  private static boolean byNamespace(UnseenPod pod) {
    return !pod.annotated();
  }

  /// The controller, read back under its UID.
  private Optional<PodController> controller(String namespace, Owner owner) {
    return ScaleTarget.KUBERNETES.stream()
        .filter(target -> target.matches(owner))
        .findFirst()
        .flatMap(target -> workloads.whole(namespace, owner, target))
        .map(PodController::of);
  }

  /// Whether the webhook's Service has a ready endpoint: a webhook is ready once the API server
  /// trusts its certificate.
  private boolean webhookReady() {
    return client
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(rules.namespace())
        .withLabel("kubernetes.io/service-name", Names.WEBHOOK_SERVICE)
        .list()
        .getItems()
        .stream()
        .flatMap(slice -> slice.getEndpoints().stream())
        .anyMatch(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getReady()));
  }

  private void evict(UnseenPod pod) {
    latest.put(pod.template(), clock.instant());
    var eviction =
        new EvictionBuilder()
            .withNewMetadata()
            .withNamespace(pod.namespace())
            .withName(pod.name())
            .endMetadata()
            .withDeleteOptions(
                new DeleteOptionsBuilder()
                    .withNewPreconditions()
                    .withUid(pod.uid())
                    .endPreconditions()
                    .build())
            .build();
    try {
      log(pod, client.pods().inNamespace(pod.namespace()).withName(pod.name()).evict(eviction));
    } catch (KubernetesClientException e) {
      log(pod, false);
    }
  }

  private void log(UnseenPod pod, boolean done) {
    evicted.increment(Map.of("result", done ? "evicted" : "refused"));
    LOGGER
        .atInfo()
        .addKeyValue("namespace", pod.namespace())
        .addKeyValue("pod", pod.name())
        .log(done ? "Evicted a pod without sidecar" : "The eviction of a pod was refused");
  }

  /// The evictions by their result.
  Metric metric() {
    return evicted.metric();
  }
}
