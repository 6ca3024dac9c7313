package io.metricssidecar.decision.overload;

import java.util.Locale;

/// The rule that decided a step. The name in lower case is the label value in metrics.
public enum Reason {
  NOTHING_NEW("nothing changed"),
  STARTED("the sidecar was started"),
  WARMED_UP("the measured container has run for the warm-up time"),
  MAIN_RESTARTED("the measured container was started"),
  MAIN_NOT_READY("the measured container is not ready by its own probe"),
  STALE("no new sample for too long"),
  FRESH_AGAIN("a new sample arrived"),
  HOT_SAMPLES("enough consecutive samples above the threshold"),
  CRITICAL_SAMPLE("one sample far above the threshold"),
  COOLED_BEFORE_SHED("a sample at or below the threshold"),
  ASKED("time to request a slot"),
  GRANTED("a slot was acquired"),
  REFUSED("the slot request was denied"),
  LATE_GRANT("the slot was granted too late"),
  HELD_AT_START("the budget still lists this pod as a holder"),
  RECOVERED("enough consecutive samples below the recovery value, after the minimum time out"),
  MAXIMUM_TIME("the maximum time out is over"),
  INEFFECTIVE("being out of the Service did not lower the load"),
  BUDGET_LOST("the slot was lost"),
  FLOOR_BROKEN("too few pods serve without this one"),
  PAUSED("shedding was paused for this workload"),
  TERMINATING("the pod is terminating"),
  INVALID_CONFIG("the configuration is not valid"),
  NO_LIMIT("no resource that counts has a limit"),
  LIMIT_FOUND("a resource that counts has a limit again"),
  CHECK_READY("time to read whether the pod is ready again"),
  READY_AGAIN("the pod is ready again"),
  RELEASED("the slot was released"),
  COOLED_DOWN("the pause after a return is over");

  private final String sentence;

  Reason(String sentence) {
    this.sentence = sentence;
  }

  /// The reason as half a sentence for people.
  public String sentence() {
    return sentence;
  }

  /// The label value in metrics.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
