package io.metricssidecar.e2e.cluster;

import io.metricssidecar.contract.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The chart, installed as README says, and the names of its objects.
public final class Release {
  /// The release, and the prefix of its objects' names.
  public static final String NAME = "metrics-sidecar";

  /// The webhook's Deployment, Service, ServiceAccount and Certificate.
  public static final String WEBHOOK = NAME + "-webhook";

  /// The controller's Deployment and ServiceAccount.
  public static final String CONTROLLER = NAME + "-controller";

  /// The ValidatingAdmissionPolicy for budget Leases, and its binding.
  public static final String BUDGET_POLICY = NAME + "-budget";

  private static final Duration MAX_WAIT = Duration.ofMinutes(3);

  /// Replicas of each Deployment by default.
  private static final int REPLICAS = 2;

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

  /// Whether the release was there before this run: then it is not removed.
  public boolean found() {
    return found;
  }

  /// The webhook's Deployment.
  public ReleaseDeployment webhook() {
    return new ReleaseDeployment(cluster, WEBHOOK, "webhook", progress);
  }

  /// The controller's Deployment.
  public ReleaseDeployment controller() {
    return new ReleaseDeployment(cluster, CONTROLLER, "controller", progress);
  }

  /// The command that installs, for people to see.
  public List<String> installCommand() {
    return installCommand(Program.inRepository("charts/metrics-sidecar"));
  }

  private List<String> installCommand(Path chart) {
    var command =
        new ArrayList<>(
            List.of(
                "upgrade",
                "--install",
                NAME,
                chart.toString(),
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

  /// Installs or upgrades with the chart's default values, and waits until the new pods alone are
  /// left and ready.
  public void install() {
    install(Map.of());
  }

  /// Installs or upgrades with values on top of the defaults, and waits until the new pods alone
  /// are left and ready.
  public void install(Map<String, String> values) {
    var command = new ArrayList<>(installCommand());
    // Without values of its own an upgrade would keep those of the release before.
    command.add("--reset-values");
    values.forEach((name, value) -> command.addAll(List.of("--set-string", name + "=" + value)));
    var _ = helm.run(command);
    webhook().awaitRollout(REPLICAS);
    controller().awaitRollout(REPLICAS);
  }

  /// Installs another chart, or upgrades to it, with images of another tag; waits for the webhook.
  ///
  /// @param chart folder of a chart whose release has no Deployment for the controller
  /// @param tag of both images
  public void installFormer(Path chart, String tag) {
    var command = new ArrayList<>(installCommand(chart));
    command.addAll(List.of("--set", "image.tag=%s,sidecar.image.tag=%s".formatted(tag, tag)));
    var _ = helm.run(command);
    webhook().awaitRollout(REPLICAS);
  }

  /// Goes back to the revision before the last, whose Deployments are as those of [#installFormer].
  public void rollBack() {
    var _ = helm.run(List.of("rollback", NAME, "--namespace", Names.NAMESPACE));
    webhook().awaitRollout(REPLICAS);
  }

  /// Removes the release and its namespace, and waits until the namespace is gone; does nothing
  /// where it is not installed.
  public void uninstall() {
    helm.run(
        List.of("uninstall", NAME, "--namespace", Names.NAMESPACE, "--ignore-not-found", "--wait"));
    var namespace = cluster.client().namespaces().withName(Names.NAMESPACE);
    namespace.delete();
    Waiting.untilTrue(
        "the end of the release's namespace", MAX_WAIT, progress, () -> namespace.get() == null);
  }
}
