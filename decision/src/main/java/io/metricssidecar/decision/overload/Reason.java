package io.metricssidecar.decision.overload;

import java.util.Locale;

/// The rule that decided a step. The name in lower case is the label value in metrics.
public enum Reason {
  NOTHING_NEW("nothing changed"),
  STARTED("the sidecar was started"),
  WARMED_UP("the measured container has run for the warm-up time"),
  MAIN_RESTARTED("the measured container was started"),
  MAIN_NOT_READY("the measured container is not ready itself"),
  STALE("no new sample for too long"),
  FRESH_AGAIN("a new sample arrived"),
  HOT_SAMPLES("enough consecutive samples above the threshold"),
  CRITICAL_SAMPLE("one sample far above the threshold"),
  COOLED_BEFORE_SHED("a sample at or below the threshold"),
  ASKED("time to ask for leave to shed"),
  GRANTED("leave to shed was given"),
  REFUSED("leave to shed was refused"),
  LATE_GRANT("leave to shed came after it was no longer wanted"),
  HELD_AT_START("the budget names this pod although it does not shed"),
  RECOVERED("enough consecutive samples below the recovery value, and the minimum time is over"),
  MAXIMUM_TIME("the maximum time out is over"),
  INEFFECTIVE("being out of the Service did not lower the load"),
  BUDGET_LOST("the slot was lost or the floor is broken without this pod"),
  TERMINATING("the pod is being stopped"),
  INVALID_CONFIG("the configuration is not valid"),
  NO_LIMIT("no resource that counts has a limit"),
  LIMIT_FOUND("a resource that counts has a limit"),
  CHECK_READY("time to see whether the pod is ready again"),
  READY_AGAIN("the pod is ready again"),
  RELEASED("the slot was given back"),
  COOLED_DOWN("the pause after a return is over");

  private final String sentence;

  Reason(String sentence) {
    this.sentence = sentence;
  }

  /// For people.
  public String sentence() {
    return sentence;
  }

  /// For metric labels.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
