package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.controller.workloads.Member;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

/// Tells workloads what happens to their pods, as Events. As a handler of an informer it only
/// remembers what changed; the Events are written when its owner says so.
final class SlotEvents implements ResourceEventHandler<Lease> {
  /// What is remembered at most; an API server that answers nothing for long loses Events.
  private static final int MOST = 1_000;

  private final EventRecorder recorder;
  private final LinkedBlockingQueue<SlotChange> changes = new LinkedBlockingQueue<>(MOST);

  SlotEvents(EventRecorder recorder) {
    this.recorder = requireNonNull(recorder, "recorder is null");
  }

  @Override
  public void onAdd(Lease added) {
    // Who held slots before we looked is no news.
  }

  @Override
  public void onUpdate(Lease before, Lease after) {
    SlotChange.between(before, after).forEach(changes::offer);
  }

  @Override
  public void onDelete(Lease deleted, boolean stateUnknown) {
    // Its workload is gone, or its pods have no sidecars any more.
  }

  /// Writes what there is to say. May block.
  ///
  /// @param members pods as last seen, by UID
  void announce(Map<String, Member> members) {
    for (var change = changes.poll(); change != null; change = changes.poll()) {
      SlotEvent.of(change, members.get(change.holder().uid()))
          .map(SlotEvent::notice)
          .ifPresent(recorder::record);
    }
    recorder.forgetIdle();
  }
}
