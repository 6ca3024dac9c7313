package io.metricssidecar.e2e;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A namespace of a test's own; closing it deletes it.
public final class Namespace implements AutoCloseable {
  private final Cluster cluster;
  private final String name;
  private final Progress progress;

  private Namespace(Cluster cluster, String name, Progress progress) {
    this.cluster = cluster;
    this.name = name;
    this.progress = progress;
  }

  /// Makes one whose name begins with `prefix`.
  public static Namespace create(Cluster cluster, String prefix, Progress progress) {
    var made =
        cluster
            .client()
            .namespaces()
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName(prefix + "-")
                    .addToLabels("metrics-sidecar-e2e", "true")
                    .endMetadata()
                    .build())
            .create();
    return new Namespace(cluster, made.getMetadata().getName(), progress);
  }

  public String name() {
    return name;
  }

  /// Whom to tell what is going on.
  public Progress progress() {
    return progress;
  }

  public Cluster cluster() {
    return cluster;
  }

  /// Sets a label on the namespace itself, such as a Pod Security level.
  public void label(String key, String value) {
    cluster
        .client()
        .namespaces()
        .withName(name)
        .edit(
            n ->
                new NamespaceBuilder(n)
                    .editMetadata()
                    .addToLabels(key, value)
                    .endMetadata()
                    .build());
  }

  /// Makes an object in here and returns it as the API server answered.
  public <T extends HasMetadata> T create(T object) {
    return cluster.client().resource(object).inNamespace(name).create();
  }

  /// The pods of an application that are not on their way out, by name.
  public List<Pod> pods(String app) {
    return cluster
        .client()
        .pods()
        .inNamespace(name)
        .withLabel("app", app)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  /// What was said about objects in here, by whomever.
  public List<Event> events() {
    return cluster.client().v1().events().inNamespace(name).list().getItems();
  }

  /// Waits until so many pods of an application are ready, and returns them.
  public List<Pod> awaitReady(String app, int count) {
    Waiting.until(
        "%d ready pods of %s".formatted(count, app),
        Duration.ofMinutes(5),
        progress,
        () -> {
          var pods = pods(app);
          var ready = pods.stream().filter(Readiness::isPodReady).count();
          return ready == count && pods.size() == count
              ? Optional.empty()
              : Optional.of(states(pods));
        });
    return pods(app);
  }

  /// What a person wants to know of a case that failed: pods, events, sidecar logs and
  /// explanations.
  public String diagnostics() {
    var pods = cluster.client().pods().inNamespace(name).list().getItems();
    var events =
        events().stream()
            .map(
                event ->
                    "  %s %s/%s: %s"
                        .formatted(
                            event.getReason(),
                            event.getInvolvedObject().getKind(),
                            event.getInvolvedObject().getName(),
                            event.getMessage()))
            .collect(Collectors.joining("\n"));
    var sidecars =
        pods.stream()
            .flatMap(
                pod -> {
                  var podName = pod.getMetadata().getName();
                  return Sidecar.of(this, podName)
                      .map(
                          sidecar ->
                              "  %s: %s%n%s".formatted(podName, sidecar.explain(), sidecar.log()))
                      .stream();
                })
            .collect(Collectors.joining("\n"));
    return "Namespace %s%nPods: %s%nEvents:%n%s%nSidecars:%n%s"
        .formatted(name, states(pods), events, sidecars);
  }

  /// One phrase per pod.
  static String states(List<Pod> pods) {
    return pods.isEmpty()
        ? "no pods"
        : pods.stream().map(Namespace::state).collect(Collectors.joining(", "));
  }

  private static String state(Pod pod) {
    var waiting =
        statuses(pod)
            .flatMap(
                status ->
                    Optional.ofNullable(status.getState())
                        .map(state -> state.getWaiting())
                        .map(why -> status.getName() + " " + why.getReason())
                        .stream())
            .collect(Collectors.joining(" "));
    return "%s %s %s%s"
        .formatted(
            pod.getMetadata().getName(),
            pod.getStatus().getPhase(),
            Readiness.isPodReady(pod) ? "ready" : "not ready",
            waiting.isEmpty() ? "" : " (" + waiting + ")");
  }

  /// Statuses of init containers and containers.
  static Stream<ContainerStatus> statuses(Pod pod) {
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream(),
        pod.getStatus().getContainerStatuses().stream());
  }

  @Override
  public void close() {
    cluster.client().namespaces().withName(name).delete();
  }

  /// A selector for an application's pods.
  public static Map<String, String> selector(String app) {
    return Map.of("app", app);
  }
}
