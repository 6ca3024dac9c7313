package io.metricssidecar.decision.proof;

import java.util.ArrayList;
import java.util.List;

/// What the kubelet of a [TimedSidecar] knows and has reported. It probes when it likes, but counts
/// a 400 within a second, asks again within a second once the pod answers 200, and reports what it
/// knows within another.
///
/// @param verdict of the last probe
/// @param condition Ready in the API
/// @param failing whether a probe was answered with 400 that is not counted yet
/// @param late what has waited for a second
record Kubelet(Report verdict, Report condition, boolean failing, Late late) {
  static final Kubelet READY = new Kubelet(Report.READY, Report.READY, false, Late.NOTHING);

  /// What is known of the pod, as far as it depends on the sidecar.
  enum Report {
    READY,
    /// Because of a 400.
    UNREADY
  }

  /// @param failure to be counted
  /// @param success to be noticed
  /// @param report to be made
  record Late(boolean failure, boolean success, boolean report) {
    static final Late NOTHING = new Late(false, false, false);
  }

  List<Kubelet> next(boolean shedding) {
    var all = new ArrayList<Kubelet>();
    if (failing) {
      all.add(new Kubelet(Report.UNREADY, condition, false, Late.NOTHING));
    } else if (shedding && verdict == Report.READY) {
      all.add(new Kubelet(verdict, condition, true, late));
    } else if (!shedding && verdict == Report.UNREADY) {
      all.add(new Kubelet(Report.READY, condition, false, Late.NOTHING));
    }
    if (condition != verdict) {
      all.add(
          new Kubelet(verdict, verdict, failing, new Late(late.failure(), late.success(), false)));
    }
    return all;
  }

  /// Whether it has to act before time can pass.
  boolean overdue(boolean shedding) {
    return late.failure() || (late.success() && !shedding) || late.report();
  }

  /// A second later.
  ///
  /// @param shedding whether the pod answered 400 during that second
  Kubelet aged(boolean shedding) {
    var unnoticed = !shedding && !failing && verdict == Report.UNREADY;
    return new Kubelet(
        verdict, condition, failing, new Late(failing, unnoticed, condition != verdict));
  }
}
