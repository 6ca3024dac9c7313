package io.metricssidecar.controller.injected;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.events.HourlyEvents;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.controller.ownership.Resolution.Absent;
import io.metricssidecar.controller.ownership.Resolution.Found;
import io.metricssidecar.controller.ownership.Resolution.Reason;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.injection.options.CurrentOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;

/// A writer of Events about injection, on the workload: why its pods have no sidecar, or which
/// annotations are invalid. What a watch shows is only looked at and queued; a loop of its own
/// writes the Events.
public final class InjectionEvents implements AutoCloseable {
  /// Pods that are queued at most; while the API server does not respond, Events are lost.
  private static final int MAX_QUEUED = 1_000;

  /// Older pods are not reported: they are seen again whenever a controller starts.
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private static final Loop.Pace PACE =
      new Loop.Pace(Duration.ofMinutes(1), Duration.ofMillis(500));

  private final CurrentOptions options;
  private final Owners owners;
  private final HourlyEvents events;
  private final InstantSource clock;
  private final LinkedBlockingQueue<FoundOnPod> added = new LinkedBlockingQueue<>(MAX_QUEUED);
  private final Loop loop = new Loop("injection-events", PACE, this::writeQueued);

  /// @param options of the installation at the moment of use
  /// @param owners of pods; started and closed by the caller, started after this
  /// @param recorder of Events
  /// @param clock wall clock
  public InjectionEvents(
      CurrentOptions options, Owners owners, EventRecorder recorder, InstantSource clock) {
    this.options = requireNonNull(options, "options is null");
    this.owners = requireNonNull(owners, "owners is null");
    this.events = new HourlyEvents(recorder, clock);
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Starts the loop.
  public void start() {
    owners.listen(loop::wake);
    loop.start();
  }

  /// The loop, for health and metrics.
  public Loop loop() {
    return loop;
  }

  /// Takes from a new pod what is to be reported; the pod itself may be of any size. Never blocks.
  public void appeared(Pod pod) {
    var created = pod.getMetadata().getCreationTimestamp();
    if (!options.known()
        || created == null
        || !clock.instant().isBefore(Instant.parse(created).plus(MAX_AGE))) {
      return;
    }
    var json = SERIALIZATION.convertValue(pod, ObjectNode.class);
    var namespace = pod.getMetadata().getNamespace();
    var findings = InjectionFinding.of(json, namespace, options.in(namespace));
    if (!findings.isEmpty()) {
      added.offer(FoundOnPod.of(pod, findings));
      loop.wake();
    }
  }

  private void writeQueued() {
    if (!owners.synced()) {
      return;
    }
    for (var found = added.poll(); found != null; found = added.poll()) {
      write(found);
      loop.progressed();
    }
    events.forgetOld();
  }

  private void write(FoundOnPod found) {
    var subject = subject(found).reference(found.namespace());
    for (var finding : found.findings()) {
      events.record(
          new EventDraft(
              subject,
              EventDraft.Type.WARNING,
              finding.reason(),
              finding.message(),
              found.occurrence(finding)));
    }
  }

  /// The workload that the pod belongs to, or the pod itself where there is none.
  private Owner subject(FoundOnPod found) {
    return found.claim().map(owners::resolve).orElse(new Absent(Reason.MISSING))
            instanceof Found(var workload)
        ? workload.owner()
        : found.pod();
  }

  @Override
  public void close() {
    loop.close();
  }
}
