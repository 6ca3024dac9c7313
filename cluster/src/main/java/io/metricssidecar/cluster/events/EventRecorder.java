package io.metricssidecar.cluster.events;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.cluster.TokenBucket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A writer of Events, rate-limited per object. For one thread, which it may block.
public final class EventRecorder {
  private static final Logger LOGGER = LoggerFactory.getLogger(EventRecorder.class);

  /// Of Events on one object; at once as many as a whole load spike of a workload of usual size
  /// has.
  private static final TokenBucket.Rate RATE = new TokenBucket.Rate(10, Duration.ofSeconds(30));

  private final KubernetesClient client;
  private final InstantSource clock;
  private final Map<String, TokenBucket> buckets = new HashMap<>();

  /// @param client to the API server
  /// @param clock wall clock
  public EventRecorder(KubernetesClient client, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Writes an Event, or counts it as suppressed.
  public void record(EventDraft draft) {
    var now = clock.instant();
    var object = draft.about().getUid();
    var bucket = buckets.getOrDefault(object, TokenBucket.full(RATE, now));
    buckets.put(object, bucket.after(now));
    if (bucket.allows(now)) {
      write(draft.event(bucket.suppressed(), now));
    }
  }

  /// Forgets the objects without recent Events.
  public void forgetIdle() {
    var now = clock.instant();
    buckets.values().removeIf(bucket -> bucket.idle(now));
  }

  private void write(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      // 409: another replica has written it. Otherwise the namespace may be terminating; an Event
      // is never worth a second attempt.
      LOGGER
          .atDebug()
          .addKeyValue("event", event.getMetadata().getName())
          .addKeyValue("error", e.getMessage())
          .log("Cannot write an Event");
    }
  }
}
