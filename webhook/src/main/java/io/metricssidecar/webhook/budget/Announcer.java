package io.metricssidecar.webhook.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells workloads what happens to their pods, as Events. As a handler of an informer it only
/// remembers what changed; the Events are written when its owner says so.
final class Announcer implements ResourceEventHandler<Lease> {
  private static final Logger LOGGER = LoggerFactory.getLogger(Announcer.class);

  /// What is remembered at most; an API server that answers nothing for long loses Events.
  private static final int MOST = 1_000;

  private final KubernetesClient client;
  private final InstantSource clock;
  private final LinkedBlockingQueue<SlotChange> changes = new LinkedBlockingQueue<>(MOST);
  private final Map<String, TokenBucket> buckets = new HashMap<>();

  Announcer(KubernetesClient client, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.clock = requireNonNull(clock, "clock is null");
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
      SlotEvent.of(change, members.get(change.holder().uid())).ifPresent(this::say);
    }
    var now = clock.instant();
    buckets.values().removeIf(bucket -> bucket.idle(now));
  }

  private void say(SlotEvent said) {
    var now = clock.instant();
    var workload = said.change().lease().owner().getUid();
    var bucket = buckets.getOrDefault(workload, TokenBucket.full(now));
    buckets.put(workload, bucket.after(now));
    if (bucket.allows(now)) {
      write(said.event(bucket.suppressed(), now));
    }
  }

  private void write(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      // 409: another replica has said it. Else the namespace may be on its way out; an Event is
      // never worth a second attempt.
      LOGGER
          .atDebug()
          .addKeyValue("event", event.getMetadata().getName())
          .addKeyValue("error", e.getMessage())
          .log("An Event was not written");
    }
  }
}
