package io.metricssidecar.simulation.world.scenario;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Shedding.ShedMode;

/// Fleets of which the product promises the same.
public enum Group {
  /// The floor holds.
  FLOOR("Fleets whose sidecars answer within four seconds"),
  /// No pod is ever shed.
  OBSERVE("Fleets in mode `observe`"),
  /// Nothing: they are beyond the promise.
  STARVED("Fleets with a node that gives sidecars too little CPU for that"),
  /// Nothing: pods are not coordinated.
  LOCAL("Fleets in mode `local`");

  private final String title;

  Group(String title) {
    this.title = requireNonNull(title, "title is null");
  }

  /// The group of a scenario.
  public static Group of(Scenario scenario) {
    if (scenario.settings().shedding().mode() == ShedMode.LOCAL) {
      return LOCAL;
    }
    if (!scenario.promised()) {
      return STARVED;
    }
    return scenario.observed() ? OBSERVE : FLOOR;
  }

  /// Whether an invariant that does not hold is a broken promise.
  public boolean promised() {
    return this == FLOOR || this == OBSERVE;
  }

  /// The heading of its table.
  public String title() {
    return title;
  }
}
