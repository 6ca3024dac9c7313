package io.metricssidecar.simulation.world.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// One node.
public final class Node {
  private final String name;
  private final String zone;
  private final Duration clockError;
  private boolean alive = true;
  private Duration stall = Duration.ZERO;

  /// @param zone of the node
  /// @param clockError that its clock is ahead; negative where it is behind
  public Node(String name, String zone, Duration clockError) {
    this.name = requireNonNull(name, "name is null");
    this.zone = requireNonNull(zone, "zone is null");
    this.clockError = requireNonNull(clockError, "clockError is null");
  }

  public String name() {
    return name;
  }

  public String zone() {
    return zone;
  }

  public Duration clockError() {
    return clockError;
  }

  /// Whether it runs.
  public boolean alive() {
    return alive;
  }

  /// Ends it.
  public void die() {
    alive = false;
  }

  /// The maximum wait of a process for CPU; zero while there is enough.
  public Duration stall() {
    return stall;
  }

  /// Changes the maximum wait of a process for CPU.
  public void stall(Duration wait) {
    stall = requireNonNull(wait, "wait is null");
  }

  @Override
  public String toString() {
    return name;
  }
}
