package io.metricssidecar.cli.pause;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.cluster.ClusterClient;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.settings.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The workloads that a command changes, as options: one, those of a namespace, or all.
final class Scope {
  /// Sidecars of a busy workload write its Lease too; each of these tries reads it anew.
  private static final int TRIES = 10;

  private static final int CONFLICT = 409;
  private static final String ALL = "--all";

  private static final String WITHOUT_LEASE =
      "none of its pods has a sidecar that the controller knows; pods that were set up by hand are"
          + " paused by the annotation %s of their workload".formatted(Annotations.PAUSED);

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TYPE/NAME",
      description = "One workload, such as deploy/web; without it all of the namespace.")
  private @Nullable String workload;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Namespace (default that of the kubeconfig's current context).")
  private @Nullable String namespace;

  @Option(
      names = {"-A", ALL},
      description = "All workloads of all namespaces.")
  private boolean all;

  /// Changes the Lease of each workload by compare-and-swap, and prints one line about each.
  ///
  /// @param clients makes the client to the API server
  /// @param change of a Lease that was just read
  /// @return 0, or 1 where one of them could not be changed
  /// @throws Failure if the Leases cannot be read, or there are none
  int apply(
      Supplier<KubernetesClient> clients,
      Function<PausableBudget, LeaseChange> change,
      CommandLine line)
      throws Failure {
    var named = named();
    try (var patient = clients.get()) {
      var client = ClusterClient.impatient(patient);
      var failed = false;
      for (var budget : budgets(client, named)) {
        try {
          line.getOut().println(budget.workload() + ": " + change(client, budget, change));
        } catch (KubernetesClientException e) {
          failed = true;
          line.getErr()
              .println("metrics-sidecar: %s: %s".formatted(budget.workload(), e.getMessage()));
        }
        line.getOut().flush();
      }
      return failed ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }

  private Optional<WorkloadName> named() {
    if (all && (workload != null || namespace != null)) {
      throw new ParameterException(
          spec.commandLine(), "%s goes with no workload and no namespace".formatted(ALL));
    }
    if (workload == null) {
      return Optional.empty();
    }
    var name = WorkloadName.parse(workload);
    if (name.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          new Problem("TYPE/NAME", workload, "a workload such as deploy/web").message());
    }
    return name;
  }

  private List<PausableBudget> budgets(KubernetesClient client, Optional<WorkloadName> named)
      throws Failure {
    var where = Objects.requireNonNullElse(namespace, client.getNamespace());
    try {
      var leases = all ? client.leases().inAnyNamespace() : client.leases().inNamespace(where);
      var budgets =
          leases.withLabel(Labels.MANAGED_BY, Labels.METRICS_SIDECAR).list().getItems().stream()
              .map(PausableBudget::new)
              .filter(
                  budget ->
                      named.isEmpty() || budget.owner().filter(named.get()::names).isPresent())
              .sorted(Comparator.comparing(PausableBudget::workload))
              .toList();
      if (budgets.isEmpty()) {
        throw new Failure(
            "no budget Lease of %s in %s: %s"
                .formatted(
                    named.isPresent() ? workload : "any workload",
                    all ? "any namespace" : "namespace " + where,
                    WITHOUT_LEASE));
      }
      return budgets;
    } catch (KubernetesClientException e) {
      throw new Failure("cannot list the budget Leases: " + e.getMessage(), e);
    }
  }

  private static String change(
      KubernetesClient client, PausableBudget read, Function<PausableBudget, LeaseChange> change) {
    var budget = read;
    for (var tries = 1; ; tries++) {
      var next = change.apply(budget);
      if (next.lease().isEmpty()) {
        return next.told();
      }
      try {
        client.resource(next.lease().get()).update();
        return next.told();
      } catch (KubernetesClientException e) {
        if (e.getCode() != CONFLICT || tries == TRIES) {
          throw e;
        }
        budget = new PausableBudget(again(client, budget.lease(), e));
      }
    }
  }

  private static Lease again(
      KubernetesClient client, Lease lease, KubernetesClientException conflict) {
    var found = client.resource(lease).get();
    if (found == null) {
      throw conflict;
    }
    return found;
  }
}
