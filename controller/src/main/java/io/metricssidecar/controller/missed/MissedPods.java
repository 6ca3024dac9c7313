package io.metricssidecar.controller.missed;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.events.HourlyEvents;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.controller.ownership.PodClaim;
import io.metricssidecar.controller.ownership.Resolution;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.WholePod;
import io.metricssidecar.injection.AdmissionRequest;
import io.metricssidecar.injection.Decision;
import io.metricssidecar.injection.InjectionPolicy;
import io.metricssidecar.injection.options.CurrentOptions;
import io.metricssidecar.injection.pod.OptIn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The pods that the webhook missed: they opted in, would be injected, and were created while it
/// did not answer. At intervals they are counted and reported on their workloads, and evicted where
/// that was asked for.
public final class MissedPods implements AutoCloseable {
  /// Templates of which a pod is read in one run, at most; the pods of others are undecided.
  private static final int MAX_READ = 100;

  /// Until the workloads that Events are written on are known.
  private static final Duration UNTIL_SYNCED = Duration.ofSeconds(1);

  private static final String REASON = "InjectionMissed";
  private static final String MESSAGE =
      "Pods have no sidecar because the webhook did not answer when they were created; pods that"
          + " replace them get it, as after `kubectl rollout restart`";

  private final KubernetesClient client;
  private final CurrentOptions options;
  private final Reporting reporting;
  private final Evictions evictions;
  private final UnseenPods unseen;
  private final HourlyEvents events;
  private final Loop loop;
  private volatile Count count = Count.NOTHING;

  /// @param client to the API server
  /// @param options of the installation at the moment of use
  /// @param reporting how they are reported
  /// @param rules what is done about them
  public MissedPods(
      KubernetesClient client, CurrentOptions options, Reporting reporting, MissedPodRules rules) {
    this.client = ClusterClient.impatient(requireNonNull(client, "client is null"));
    this.options = requireNonNull(options, "options is null");
    this.reporting = requireNonNull(reporting, "reporting is null");
    this.events = new HourlyEvents(reporting.recorder(), reporting.clock());
    this.evictions = new Evictions(this.client, rules, reporting.clock());
    this.unseen = new UnseenPods(client, options.get().rules().deniedNamespaces());
    this.loop =
        new Loop("missed-pods", new Loop.Pace(rules.interval(), Duration.ZERO), this::search);
  }

  /// How missed pods are reported.
  ///
  /// @param owners of pods; started and closed by the caller
  /// @param recorder of Events
  /// @param clock wall clock
  public record Reporting(Owners owners, EventRecorder recorder, InstantSource clock) {
    public Reporting {
      requireNonNull(owners, "owners is null");
      requireNonNull(recorder, "recorder is null");
      requireNonNull(clock, "clock is null");
    }
  }

  /// Numbers of pods that opted in and have no sidecar.
  ///
  /// @param missed would be injected if they were created now
  /// @param undecided of too many templates to read a pod of each
  private record Count(int missed, int undecided) {
    static final Count NOTHING = new Count(0, 0);
  }

  /// Starts the loop.
  public void start() {
    loop.start();
  }

  /// The loop, for health and metrics.
  public Loop loop() {
    return loop;
  }

  private void search() throws InterruptedException {
    if (!reporting.owners().synced() || !options.known()) {
      loop.runAgainWithin(UNTIL_SYNCED);
      return;
    }
    var templates = new LinkedHashMap<String, List<UnseenPod>>();
    unseen
        .read(loop::progressed)
        .forEach(pod -> templates.computeIfAbsent(pod.template(), _ -> new ArrayList<>()).add(pod));
    var read = 0;
    var missed = new ArrayList<List<UnseenPod>>();
    var undecided = 0;
    for (var pods : templates.values()) {
      if (read++ >= MAX_READ) {
        undecided += pods.size();
      } else if (isMissed(pods.getFirst())) {
        missed.add(pods);
        report(pods.getFirst());
      }
      loop.progressed();
    }
    count = new Count(missed.stream().mapToInt(List::size).sum(), undecided);
    events.forgetOld();
    evictions.evict(missed, loop::progressed);
  }

  /// Decides on the pod as the API server holds it. All pods of a template have the same decision.
  private boolean isMissed(UnseenPod pod) {
    return WholePod.read(client, pod.namespace(), pod.name(), pod.uid())
        .map(view -> new AdmissionRequest("", pod.namespace(), OptIn.NAMESPACE, true, view))
        .map(request -> InjectionPolicy.decide(request, options.in(pod.namespace())))
        .filter(Decision.Inject.class::isInstance)
        .isPresent();
  }

  private void report(UnseenPod pod) {
    events.record(
        new EventDraft(
            subject(pod).reference(pod.namespace()),
            EventDraft.Type.WARNING,
            REASON,
            MESSAGE,
            String.join("/", pod.template(), REASON)));
  }

  /// The workload that the pod belongs to, or the pod itself where there is none that is known.
  private Owner subject(UnseenPod pod) {
    return pod.controller()
                .map(owner -> new PodClaim(pod.namespace(), owner, pod.labels()))
                .map(reporting.owners()::resolve)
                .orElse(null)
            instanceof Resolution.Found(var workload)
        ? workload.owner()
        : new Owner("v1", "Pod", pod.name(), pod.uid());
  }

  /// The pods without sidecar at the last search, and the evictions.
  public List<Metric> metrics() {
    var found = count;
    return List.of(
        ServerMetrics.PODS_WITHOUT_SIDECAR.gauge(
            List.of(
                new Sample(Map.of("reason", "missed"), found.missed()),
                new Sample(Map.of("reason", "undecided"), found.undecided()))),
        evictions.metric());
  }

  @Override
  public void close() {
    loop.close();
  }
}
