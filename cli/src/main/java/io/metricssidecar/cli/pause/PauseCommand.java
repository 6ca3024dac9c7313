package io.metricssidecar.cli.pause;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.contract.budget.Pause;
import io.metricssidecar.contract.settings.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `metrics-sidecar pause`.
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = {
      "Stops shedding in a workload, a namespace or the cluster, without a rollout: pods that are"
          + " out come back within 10 s.",
      "It writes the budget Leases with the rights of your kubeconfig, also while the controller is"
          + " down. `metrics-sidecar resume` ends it. A workload whose Lease is made anew is not"
          + " paused: for a pause that stays, annotate the workload or its Namespace with"
          + " metrics-sidecar/paused=true. Pods that were set up by hand where no controller runs"
          + " have no Lease: annotate their workload."
    })
public final class PauseCommand implements Callable<Integer> {
  private static final String REASON = "--reason";
  private static final int MAX_REASON = 200;

  private final Supplier<KubernetesClient> clients;
  private final InstantSource clock;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private final Scope scope = new Scope();

  @Option(
      names = REASON,
      paramLabel = "TEXT",
      description = "Shown to whoever wonders why nothing is shed; at most 200 characters.")
  private String reason = "";

  /// The command with the cluster that the environment names.
  public PauseCommand() {
    this(ClusterClient::connect, InstantSource.system());
  }

  /// @param clients makes the client to the API server, which is closed here
  /// @param clock wall clock
  PauseCommand(Supplier<KubernetesClient> clients, InstantSource clock) {
    this.clients = requireNonNull(clients, "clients is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public Integer call() throws Failure {
    if (reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
      throw new ParameterException(
          spec.commandLine(),
          new Problem(REASON, reason, "at most 200 characters without control characters")
              .message());
    }
    var since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return scope.apply(clients, budget -> paused(budget, since), spec.commandLine());
  }

  /// A pause of the controller becomes that of a person, so that it stays when the controller would
  /// end it.
  private LeaseChange paused(PausableBudget budget, Instant since) {
    var present = budget.pause();
    if (present.isPresent() && !present.get().isControllers()) {
      return LeaseChange.none("is paused already, " + present.get().sentence());
    }
    var pause = new Pause(Pause.By.PERSON, since.toString(), reason);
    return LeaseChange.write(budget.with(pause), "paused");
  }
}
