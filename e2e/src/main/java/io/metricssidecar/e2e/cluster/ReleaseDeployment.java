package io.metricssidecar.e2e.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.metricssidecar.contract.Names;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// One Deployment of the release, with its pods.
public final class ReleaseDeployment {
  /// States of a container that no wait ends.
  private static final Set<String> HOPELESS =
      Set.of(
          "ErrImageNeverPull",
          "ImagePullBackOff",
          "InvalidImageName",
          "CreateContainerConfigError");

  private static final Duration MAX_WAIT = Duration.ofMinutes(3);

  private final Cluster cluster;
  private final String name;
  private final String component;
  private final Progress progress;

  /// @param name of the Deployment
  /// @param component value of the label by which its pods are selected
  ReleaseDeployment(Cluster cluster, String name, String component, Progress progress) {
    this.cluster = cluster;
    this.name = name;
    this.component = component;
    this.progress = progress;
  }

  /// The cluster it is in.
  public Cluster cluster() {
    return cluster;
  }

  /// The component, which is also the name of its container.
  public String component() {
    return component;
  }

  /// The Deployment itself.
  public RollableScalableResource<Deployment> resource() {
    return cluster.client().apps().deployments().inNamespace(Names.NAMESPACE).withName(name);
  }

  /// Its one container, as the template has it.
  public Container container() {
    return resource().require().getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  /// Its pods in any state.
  public List<Pod> pods() {
    return cluster
        .client()
        .pods()
        .inNamespace(Names.NAMESPACE)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems();
  }

  /// Waits until the pods of the current template alone are left, and `replicas` of them are ready.
  public void awaitRollout(int replicas) {
    Waiting.until(
        "the rollout of the " + component,
        MAX_WAIT,
        progress,
        () -> {
          var deployment = resource().get();
          var status = deployment.getStatus();
          var current =
              status != null
                  && Objects.equals(
                      status.getObservedGeneration(), deployment.getMetadata().getGeneration())
                  && Objects.equals(status.getUpdatedReplicas(), status.getReplicas());
          return current ? Optional.empty() : Optional.of(Pods.states(pods()));
        });
    awaitReady(replicas);
  }

  /// Waits until there are `replicas` pods and all are ready.
  ///
  /// @throws IllegalStateException where a pod can never run
  public void awaitReady(int replicas) {
    Waiting.until(
        "%d ready %s pods".formatted(replicas, component),
        MAX_WAIT,
        progress,
        () -> {
          var pods = pods();
          pods.forEach(ReleaseDeployment::refuseHopeless);
          var ready = pods.stream().filter(Readiness::isPodReady).count();
          return ready == replicas && pods.size() == replicas
              ? Optional.empty()
              : Optional.of(Pods.states(pods));
        });
  }

  private static void refuseHopeless(Pod pod) {
    Pods.statuses(pod)
        .filter(status -> status.getState() != null && status.getState().getWaiting() != null)
        .filter(status -> HOPELESS.contains(status.getState().getWaiting().getReason()))
        .findFirst()
        .ifPresent(
            status -> {
              throw new IllegalStateException(
                  "%s cannot run: %s, %s. `make images` and an import bring images to the cluster, or IMAGE_PREFIX names a registry that has them."
                      .formatted(
                          status.getImage(),
                          status.getState().getWaiting().getReason(),
                          status.getState().getWaiting().getMessage()));
            });
  }
}
