package io.metricssidecar.cli.pause;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.contract.budget.Pause;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `metrics-sidecar resume`.
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = {
      "Lets the pods of a workload, a namespace or the cluster be shed again.",
      "It ends what `metrics-sidecar pause` began. What the controller has paused, for an annotation"
          + " of the workload or its Namespace or for the chart's shedding.paused, it pauses again"
          + " while that stands."
    })
public final class ResumeCommand implements Callable<Integer> {
  private final Supplier<KubernetesClient> clients;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private final Scope scope = new Scope();

  /// The command with the cluster that the environment names.
  public ResumeCommand() {
    this(ClusterClient::connect);
  }

  /// @param clients makes the client to the API server, which is closed here
  ResumeCommand(Supplier<KubernetesClient> clients) {
    this.clients = requireNonNull(clients, "clients is null");
  }

  @Override
  public Integer call() throws Failure {
    return scope.apply(clients, ResumeCommand::resumed, spec.commandLine());
  }

  private static LeaseChange resumed(PausableBudget budget) {
    var present = budget.pause();
    if (present.isEmpty()) {
      return LeaseChange.none("is not paused");
    }
    var told =
        present
            .filter(Pause::isControllers)
            .map(
                pause ->
                    "resumed, until the controller pauses it again; it was paused "
                        + pause.sentence())
            .orElse("resumed");
    return LeaseChange.write(budget.without(), told);
  }
}
