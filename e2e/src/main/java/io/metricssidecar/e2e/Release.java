package io.metricssidecar.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.metricssidecar.contract.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The chart, installed as README says.
public final class Release {
  /// Name of the release, and of the webhook's objects in it.
  public static final String NAME = "metrics-sidecar";

  /// The webhook's Deployment and Service.
  public static final String WEBHOOK = "metrics-sidecar-webhook";

  private static final Set<String> HOPELESS =
      Set.of(
          "ErrImageNeverPull",
          "ImagePullBackOff",
          "InvalidImageName",
          "CreateContainerConfigError");

  private final Cluster cluster;
  private final Program helm;
  private final Images images;
  private final Progress progress;
  private final boolean found;

  /// A release that may or may not be installed.
  public Release(Cluster cluster, Map<String, String> env, Progress progress) {
    this.cluster = cluster;
    this.helm = Program.find("helm", cluster, env);
    this.images = Images.of(env);
    this.progress = progress;
    this.found = !helm.run(List.of("list", "--namespace", Names.NAMESPACE, "--short")).isBlank();
  }

  /// Whether the release was here before us: then it is somebody's, and stays.
  public boolean found() {
    return found;
  }

  /// The command that installs, for people to see.
  public List<String> installCommand() {
    var command =
        new ArrayList<>(
            List.of(
                "upgrade",
                "--install",
                NAME,
                Program.inRepository("charts/metrics-sidecar").toString(),
                "--namespace",
                Names.NAMESPACE,
                "--create-namespace"));
    if (!images.prefix().isEmpty()) {
      command.addAll(
          List.of(
              "--set",
              "image.repository=%s,sidecar.image.repository=%s"
                  .formatted(images.controller(), images.sidecar())));
    }
    return command;
  }

  /// Installs and waits until all replicas of the webhook are ready; returns what helm printed.
  public String install() {
    var notes = helm.run(installCommand());
    awaitWebhook(2);
    return notes;
  }

  /// Installs again with other values on top, as a user upgrades, and waits for the new pods alone
  /// to be there.
  public void upgrade(Map<String, String> values) {
    var command = new ArrayList<>(installCommand());
    values.forEach((name, value) -> command.addAll(List.of("--set-string", name + "=" + value)));
    var _ = helm.run(command);
    awaitRollout();
  }

  /// Changes the number of the webhook's replicas and waits until it is so.
  public void scaleWebhook(int replicas) {
    webhook().scale(replicas);
    awaitWebhook(replicas);
  }

  /// Changes the webhook's pod template and waits until its new pods alone are there.
  public void changeWebhook(UnaryOperator<PodTemplateSpec> change) {
    var _ =
        webhook()
            .edit(
                deployment ->
                    new DeploymentBuilder(deployment)
                        .editSpec()
                        .withTemplate(change.apply(deployment.getSpec().getTemplate()))
                        .endSpec()
                        .build());
    awaitRollout();
  }

  /// Deletes one pod of the webhook and waits until another has taken its place.
  public void replaceWebhookPod() {
    cluster.client().resource(pods().getFirst()).delete();
    awaitWebhook(2);
  }

  private RollableScalableResource<Deployment> webhook() {
    return cluster.client().apps().deployments().inNamespace(Names.NAMESPACE).withName(WEBHOOK);
  }

  private void awaitRollout() {
    Waiting.until(
        "the rollout of the webhook",
        Duration.ofMinutes(3),
        progress,
        () -> {
          var deployment = webhook().get();
          var status = deployment.getStatus();
          var current =
              Objects.equals(
                      status.getObservedGeneration(), deployment.getMetadata().getGeneration())
                  && Objects.equals(status.getUpdatedReplicas(), status.getReplicas());
          return current ? Optional.empty() : Optional.of(Namespace.states(pods()));
        });
    awaitWebhook(2);
  }

  /// Removes the release and its namespace; quiet where it is not installed.
  public void uninstall() {
    helm.run(
        List.of("uninstall", NAME, "--namespace", Names.NAMESPACE, "--ignore-not-found", "--wait"));
    cluster.client().namespaces().withName(Names.NAMESPACE).delete();
  }

  /// Pods of the webhook, whatever their state.
  public List<Pod> pods() {
    return cluster
        .client()
        .pods()
        .inNamespace(Names.NAMESPACE)
        .withLabel("app.kubernetes.io/component", "webhook")
        .list()
        .getItems();
  }

  private void awaitWebhook(int replicas) {
    Waiting.until(
        "%d ready webhook pods".formatted(replicas),
        Duration.ofMinutes(3),
        progress,
        () -> {
          var pods = pods();
          pods.forEach(Release::refuseHopeless);
          var ready = pods.stream().filter(Readiness::isPodReady).count();
          return ready == replicas && pods.size() == replicas
              ? Optional.empty()
              : Optional.of(Namespace.states(pods));
        });
  }

  private static void refuseHopeless(Pod pod) {
    Namespace.statuses(pod)
        .filter(status -> status.getState() != null && status.getState().getWaiting() != null)
        .filter(status -> HOPELESS.contains(status.getState().getWaiting().getReason()))
        .findFirst()
        .ifPresent(
            status -> {
              throw new IllegalStateException(
                  "%s cannot run: %s, %s. Images get there by `make images` and an import, or IMAGE_PREFIX names a registry that has them."
                      .formatted(
                          status.getImage(),
                          status.getState().getWaiting().getReason(),
                          status.getState().getWaiting().getMessage()));
            });
  }
}
