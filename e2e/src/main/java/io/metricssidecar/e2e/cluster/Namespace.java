package io.metricssidecar.e2e.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A namespace made for one case or for the demo; closing it deletes it.
public final class Namespace implements AutoCloseable {
  private final Cluster cluster;
  private final String name;
  private final Progress progress;

  private Namespace(Cluster cluster, String name, Progress progress) {
    this.cluster = cluster;
    this.name = name;
    this.progress = progress;
  }

  /// Creates one whose name begins with `prefix`.
  public static Namespace create(Cluster cluster, String prefix, Progress progress) {
    var created =
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
    return new Namespace(cluster, created.getMetadata().getName(), progress);
  }

  /// The same namespace with progress shown elsewhere.
  public Namespace with(Progress other) {
    return new Namespace(cluster, name, other);
  }

  /// Its name.
  public String name() {
    return name;
  }

  /// The place where waits in this namespace report.
  public Progress progress() {
    return progress;
  }

  /// The cluster it is in.
  public Cluster cluster() {
    return cluster;
  }

  /// Sets a label on the namespace itself, such as a Pod Security level.
  public void label(String key, String value) {
    edit(n -> n.editMetadata().addToLabels(key, value).endMetadata());
  }

  /// Sets an annotation on the namespace itself, such as a default for its pods.
  public void annotate(String key, String value) {
    edit(n -> n.editMetadata().addToAnnotations(key, value).endMetadata());
  }

  private void edit(UnaryOperator<NamespaceBuilder> change) {
    var _ =
        Edit.apply(
            cluster.client().namespaces().withName(name),
            n -> change.apply(new NamespaceBuilder(n)).build());
  }

  /// Creates an object in this namespace and returns it as the API server stored it.
  public <T extends HasMetadata> T create(T object) {
    return cluster.client().resource(object).inNamespace(name).create();
  }

  /// A Deployment of this namespace, which may not exist.
  public RollableScalableResource<Deployment> deployment(String app) {
    return cluster.client().apps().deployments().inNamespace(name).withName(app);
  }

  /// The pods of an application that are not being deleted, by name.
  public List<Pod> pods(String app) {
    return cluster
        .client()
        .pods()
        .inNamespace(name)
        .withLabels(selector(app))
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  /// Events on objects of this namespace, from every source.
  public List<Event> events() {
    return cluster.client().v1().events().inNamespace(name).list().getItems();
  }

  /// Waits until an application has `count` pods and all are ready, and returns them by name.
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
              : Optional.of(Pods.states(pods));
        });
    return pods(app);
  }

  /// Labels that select an application's pods.
  public static Map<String, String> selector(String app) {
    return Map.of("app", app);
  }

  @Override
  public void close() {
    cluster.client().namespaces().withName(name).delete();
  }
}
