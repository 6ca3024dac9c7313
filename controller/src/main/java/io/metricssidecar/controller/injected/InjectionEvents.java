package io.metricssidecar.controller.injected;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.WorkloadReader;
import io.metricssidecar.injection.options.InjectionOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/// Tells workloads, as Events, why their pods have no sidecar or which annotations were not
/// understood. As a handler of an informer it only remembers new pods; a loop of its own does the
/// rest.
public final class InjectionEvents implements ResourceEventHandler<Pod>, AutoCloseable {
  /// What is remembered at most; an API server that answers nothing for long loses Events.
  private static final int MOST = 1_000;

  /// Older pods are no news: they are seen again whenever a controller starts.
  private static final Duration NEWS = Duration.ofMinutes(10);

  /// So long an API server keeps Events by default: then the same may be said again.
  private static final Duration KEPT = Duration.ofHours(1);

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private static final Loop.Pace PACE =
      new Loop.Pace(Duration.ofMinutes(1), Duration.ofMillis(500));

  private final Supplier<InjectionOptions> options;
  private final WorkloadReader workloads;
  private final EventRecorder recorder;
  private final InstantSource clock;
  private final LinkedBlockingQueue<Pod> added = new LinkedBlockingQueue<>(MOST);
  private final Map<String, Instant> said = new HashMap<>();
  private final Loop loop = new Loop("injection-events", PACE, this::announce);

  /// @param options of the installation, as they are
  /// @param workloads behind pods
  /// @param recorder of Events
  /// @param clock of the wall
  public InjectionEvents(
      Supplier<InjectionOptions> options,
      WorkloadReader workloads,
      EventRecorder recorder,
      InstantSource clock) {
    this.options = requireNonNull(options, "options is null");
    this.workloads = requireNonNull(workloads, "workloads is null");
    this.recorder = requireNonNull(recorder, "recorder is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Starts the loop.
  public void start() {
    loop.start();
  }

  @Override
  public void onAdd(Pod pod) {
    var created = pod.getMetadata().getCreationTimestamp();
    if (created != null && clock.instant().isBefore(Instant.parse(created).plus(NEWS))) {
      added.offer(pod);
      loop.wake();
    }
  }

  @Override
  public void onUpdate(Pod before, Pod after) {
    // What it asked for was settled at its creation.
  }

  @Override
  public void onDelete(Pod deleted, boolean stateUnknown) {
    // Of no interest.
  }

  private void announce() {
    for (var pod = added.poll(); pod != null; pod = added.poll()) {
      announce(pod);
    }
    said.values().removeIf(when -> !clock.instant().isBefore(when.plus(KEPT)));
    recorder.forgetIdle();
  }

  private void announce(Pod pod) {
    var namespace = pod.getMetadata().getNamespace();
    var json = SERIALIZATION.convertValue(pod, ObjectNode.class);
    var controller = Owner.controlling(pod.getMetadata().getOwnerReferences());
    // All pods of a template say the same, and their workload hears it once.
    var template = controller.map(Owner::uid).orElse(pod.getMetadata().getUid());
    for (var notice : InjectionFinding.of(json, namespace, options.get())) {
      var occurrence = String.join("/", template, notice.reason(), notice.message());
      if (said.putIfAbsent(occurrence, clock.instant()) == null) {
        recorder.record(
            new EventDraft(
                about(pod),
                EventDraft.Type.WARNING,
                notice.reason(),
                notice.message(),
                occurrence));
      }
    }
  }

  /// The pod's workload, or the pod itself where there is none that can be read.
  private ObjectReference about(Pod pod) {
    var namespace = pod.getMetadata().getNamespace();
    return Owner.controlling(pod.getMetadata().getOwnerReferences())
        .flatMap(controller -> workloads.read(namespace, controller))
        .map(workload -> reference(namespace, workload.owner()))
        .orElseGet(
            () ->
                reference(
                    namespace,
                    new Owner(
                        "v1", "Pod", pod.getMetadata().getName(), pod.getMetadata().getUid())));
  }

  private static ObjectReference reference(String namespace, Owner object) {
    return new ObjectReferenceBuilder()
        .withApiVersion(object.apiVersion())
        .withKind(object.kind())
        .withNamespace(namespace)
        .withName(object.name())
        .withUid(object.uid())
        .build();
  }

  @Override
  public void close() {
    loop.close();
  }
}
