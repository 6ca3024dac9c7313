package io.metricssidecar.simulation.world.watch;

/// What must hold in the world at every instant, by the names of `docs/floor.md`.
public enum Invariant {
  /// No more than B pods are not Ready while their application's container is, whatever the cause.
  OURS("more pods are out because of us than there are slots"),
  /// I1a.
  ANSWERS("more pods answer 400 than there are slots"),
  /// I2.
  FLOOR_AT_SHED("a pod was shed although too few others serve"),
  /// I3.
  CAPACITY_AT_SHED("a pod was shed although the others cannot carry its load"),
  /// I4.
  LONGEST_SHED("a pod is out for longer than the maximum"),
  /// I5.
  FAULT_ANSWERED("a sidecar answered with a fault"),
  /// I6.
  PAUSE("a pod was shed again before its pause was over"),
  /// Mode `observe`.
  OBSERVED("a pod was shed although it may only be observed"),
  /// L1.
  SLOTS_FREE("a slot is not free although there has been no load for ten minutes"),
  /// Shedding would have been right for minutes, and was refused.
  REFUSED("a pod was refused although the others have room");

  private final String sentence;

  Invariant(String sentence) {
    this.sentence = sentence;
  }

  /// What is wrong, for people.
  public String sentence() {
    return sentence;
  }
}
