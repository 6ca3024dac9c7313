package io.metricssidecar.decision.proof;

import java.util.EnumSet;
import java.util.Set;

/// What the adversary may do besides choosing the order of everything.
enum Fault {
  /// Writes are lost, arrive long after their sender gave up, or their acknowledgement is lost.
  LOSS,
  /// Reads show an older Lease.
  STALE_READS,
  /// A sidecar dies and starts again without memory.
  CRASH,
  /// Pods are deleted and replaced.
  DELETION,
  /// Somebody deletes the Lease and makes it again, any number of times.
  RECREATION,
  /// Somebody removes or adds one holder by hand, once.
  HAND_EDIT;

  /// What is met in operation without anybody touching the Lease.
  static final Set<Fault> EVERYDAY = EnumSet.of(LOSS, STALE_READS, CRASH, DELETION);

  /// Everyday faults and one more.
  static Set<Fault> everydayAnd(Fault fault) {
    var all = EnumSet.copyOf(EVERYDAY);
    all.add(fault);
    return all;
  }
}
