package io.metricssidecar.controller.pause;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.controller.workloads.Owner;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What pauses budgets, as last seen. Never blocks.
public final class Pauses {
  private final Owners owners;
  private final Function<String, Optional<Map<String, String>>> namespaces;
  private final boolean installation;

  /// @param owners knows the annotations of workloads
  /// @param namespaces annotations of a Namespace by its name; empty where they are not known yet
  /// @param installation whether the setting of the installation pauses all budgets
  public Pauses(
      Owners owners,
      Function<String, Optional<Map<String, String>>> namespaces,
      boolean installation) {
    this.owners = requireNonNull(owners, "owners is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.installation = installation;
  }

  /// What asks for a pause of a workload's budget; empty where that is not known.
  ///
  /// @param custom whether the annotation of a workload that is not watched asks for it; empty
  ///   where it is watched, or that is not known
  public Optional<PauseCause> cause(String namespace, Owner workload, Optional<Boolean> custom) {
    var annotated = owners.paused(namespace, workload).or(() -> custom);
    return PauseCause.of(installation, namespaces.apply(namespace), annotated);
  }
}
