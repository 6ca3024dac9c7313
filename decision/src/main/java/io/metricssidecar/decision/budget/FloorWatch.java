package io.metricssidecar.decision.budget;

import io.metricssidecar.contract.sidecar.Shedding;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The floor as a holder sees it while it is out, as an immutable value.
///
/// A slot is granted only above the floor, but pods that stay may fail afterwards. Then holders
/// return: the youngest, as many as are missing. Each finds out by itself, since all see the same
/// order in the Lease. A holder that should return may be unable to serve, so if pods are still
/// missing after a return would have shown, as many again return, and so on.
///
/// @param desired pods when the slot was granted; more that a scale-up asks for later are not down
/// @param missing pods that serve less than the floor demands; 0 while it is kept
/// @param since when it was first seen broken, monotonic; null while it is kept
public record FloorWatch(int desired, int missing, @Nullable Duration since) {
  /// A watch that begins with a grant.
  ///
  /// @param desired pods at that time
  public static FloorWatch begin(int desired) {
    return new FloorWatch(desired, 0, null);
  }

  /// The watch after the workload's status was read.
  ///
  /// @param now monotonic
  public FloorWatch observed(
      WorkloadStatus status, BudgetLease lease, Shedding shedding, Duration now) {
    var wanted = Math.min(status.desired(), desired);
    var floor = Math.max(1, wanted - BudgetRule.slots(wanted, shedding, lease));
    var less = Math.max(0, floor - status.ready());
    return new FloorWatch(desired, less, less == 0 ? null : since == null ? now : since);
  }

  /// Whether a holder has to return.
  ///
  /// @param patience time after which a pod that returned is seen to serve
  public boolean returns(String pod, BudgetLease lease, Duration now, Duration patience) {
    var broken = since;
    if (broken == null) {
      return false;
    }
    var turns = 1 + now.minus(broken).toMillis() / patience.toMillis();
    var stay = lease.holders().size() - turns * missing;
    return lease.index(pod).filter(place -> place >= stay).isPresent();
  }
}
