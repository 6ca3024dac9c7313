package io.metricssidecar.controller.autoscaling;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.events.HourlyEvents;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.controller.autoscaling.Autoscaler.Scaled;
import io.metricssidecar.controller.ownership.Owners;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A writer of Events about autoscalers, on the workload: that its HorizontalPodAutoscaler counts
/// the requests of the sidecar too, and where it cannot add pods any more because of that.
public final class AutoscalingEvents implements AutoCloseable {
  /// Woken by new autoscalers; new pods and changes of autoscalers, whose status changes all the
  /// time, wait for the interval.
  private static final Loop.Pace PACE = new Loop.Pace(Duration.ofMinutes(1), Duration.ofSeconds(1));

  /// Until the first complete lists have arrived, or until the next templates are read.
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final String IMPAIRED = "AutoscalingImpaired";
  private static final String DILUTED = "AutoscalingDiluted";

  private final KubernetesClient client;
  private final Owners owners;
  private final HourlyEvents events;
  private final Templates templates;
  private final Loop loop = new Loop("autoscaling-events", PACE, this::look);
  private volatile @Nullable Watches watches;

  /// @param client to the API server
  /// @param owners of pods; started and closed by the caller
  /// @param recorder of Events
  /// @param clock wall clock
  public AutoscalingEvents(
      KubernetesClient client, Owners owners, EventRecorder recorder, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.owners = requireNonNull(owners, "owners is null");
    this.events = new HourlyEvents(recorder, clock);
    this.templates = new Templates(ClusterClient.impatient(client));
  }

  /// What this loop looks at.
  ///
  /// @param autoscalers all of them
  /// @param pods that the webhook has labelled, watched by the caller
  private record Watches(Watched<HorizontalPodAutoscaler> autoscalers, Watched<Pod> pods) {
    boolean synced() {
      return autoscalers.synced() && pods.synced();
    }
  }

  /// Starts to watch, and the loop.
  ///
  /// @param pods that the webhook has labelled
  public void start(Watched<Pod> pods) {
    var autoscalers =
        Watched.startSlim(
            "horizontal pod autoscalers",
            client.autoscaling().v2().horizontalPodAutoscalers().inAnyNamespace(),
            () -> {},
            Autoscaler::slim,
            _ -> loop.wake());
    watches = new Watches(autoscalers, pods);
    loop.start();
  }

  /// The loop, for health and metrics.
  public Loop loop() {
    return loop;
  }

  /// The watches, for health and metrics; empty before [#start].
  public List<Watched<?>> watches() {
    var started = watches;
    return started == null ? List.of() : List.of(started.autoscalers());
  }

  private void look() {
    var watched = watches;
    if (watched == null || !watched.synced() || !owners.synced()) {
      loop.runAgainWithin(SOON);
      return;
    }
    var autoscalers =
        watched.autoscalers().all().stream()
            .map(Autoscaler::of)
            .flatMap(Optional::stream)
            .collect(Collectors.groupingBy(Autoscaler::scaled));
    var pods = ScaledPod.of(watched.pods().all(), autoscalers.keySet(), owners::resolve);
    if (templates.read(pods, loop::progressed)) {
      loop.runAgainWithin(SOON);
    }
    for (var pod : pods) {
      var found = autoscalers.getOrDefault(Scaled.of(pod.workload()), List.of());
      templates.of(pod).ifPresent(template -> found.forEach(one -> report(pod, template, one)));
      loop.progressed();
    }
    events.forgetOld();
  }

  private void report(ScaledPod pod, Template template, Autoscaler autoscaler) {
    for (var target : autoscaler.targets()) {
      template
          .impact(target)
          .map(impact -> draft(pod, template, autoscaler, impact))
          .ifPresent(events::record);
    }
  }

  /// The same for all pods of a template, from any replica.
  private static EventDraft draft(
      ScaledPod pod, Template template, Autoscaler autoscaler, HpaImpact impact) {
    var message = impact.message(autoscaler.name(), template.container());
    return switch (impact) {
      case HpaImpact.Impaired _ ->
          draft(pod, autoscaler, EventDraft.Type.WARNING, IMPAIRED, message);
      case HpaImpact.Diluted _ -> draft(pod, autoscaler, EventDraft.Type.NORMAL, DILUTED, message);
    };
  }

  private static EventDraft draft(
      ScaledPod pod, Autoscaler autoscaler, EventDraft.Type type, String reason, String message) {
    var workload = pod.workload();
    return new EventDraft(
        workload.owner().reference(workload.namespace()),
        type,
        reason,
        message,
        String.join("/", autoscaler.uid(), message));
  }

  @Override
  public void close() {
    loop.close();
    var started = watches;
    if (started != null) {
      started.autoscalers().close();
    }
  }
}
