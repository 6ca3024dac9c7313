package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.controller.pause.PauseEvent;
import io.metricssidecar.controller.workloads.SidecarPod;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

/// A writer of Events about slots and pauses. As a handler of an informer it only queues the
/// changes; the budget's loop writes the Events.
final class SlotEvents implements ResourceEventHandler<Lease> {
  /// Changes that are queued at most; while the API server does not respond, Events are lost.
  private static final int MAX_QUEUED = 1_000;

  private final EventRecorder recorder;
  private final LinkedBlockingQueue<SlotChange> changes = new LinkedBlockingQueue<>(MAX_QUEUED);
  private final LinkedBlockingQueue<EventDraft> pauses = new LinkedBlockingQueue<>(MAX_QUEUED);

  SlotEvents(EventRecorder recorder) {
    this.recorder = requireNonNull(recorder, "recorder is null");
  }

  @Override
  public void onAdd(Lease added) {
    // Slots that were taken before this process started are not reported.
    PauseEvent.between(null, added).ifPresent(pauses::offer);
  }

  @Override
  public void onUpdate(Lease before, Lease after) {
    SlotChange.between(before, after).forEach(changes::offer);
    PauseEvent.between(before, after).ifPresent(pauses::offer);
  }

  @Override
  public void onDelete(Lease deleted, boolean stateUnknown) {
    // Its workload is gone, or its pods no longer have sidecars.
  }

  /// Writes the Events of the queued changes. May block.
  ///
  /// @param pods as last seen, by UID
  void write(Map<String, SidecarPod> pods) {
    for (var change = changes.poll(); change != null; change = changes.poll()) {
      SlotEvent.of(change, pods.get(change.holder().uid()))
          .map(SlotEvent::draft)
          .ifPresent(recorder::record);
    }
    for (var pause = pauses.poll(); pause != null; pause = pauses.poll()) {
      recorder.record(pause);
    }
    recorder.forgetIdle();
  }
}
