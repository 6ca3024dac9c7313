package io.metricssidecar.decision.budget;

import java.util.Locale;

/// Why a pod that asked may not shed. The name in lower case is the label value in metrics.
public enum DenialReason {
  /// All slots of the budget are taken, or there is none.
  FULL("every slot of the budget is taken"),
  /// Too few pods serve already.
  FLOOR("one pod less would break the floor"),
  /// The others could not carry the load.
  NO_CAPACITY("the other pods could not carry the load"),
  /// The workload is being rolled out.
  ROLLOUT("a rollout is in progress"),
  /// What the others use is not known.
  PEER_DATA("what the other pods use is not known"),
  /// Somebody else wrote first.
  CONFLICT("another pod changed the budget at the same moment"),
  /// The API server did not give what is needed to decide.
  ERROR("the API server did not answer what is needed to decide"),
  /// The API server refused the write: the rights were taken away, or its policy counts otherwise.
  DENIED("the API server refused to let this pod take a slot"),
  /// It is not known whether a write was applied.
  UNKNOWN("it is not known whether the write was applied"),
  /// There is no owner whose replicas could be counted.
  NO_WORKLOAD("the pod has no workload whose replicas are known"),
  /// Hotter pods would ask too, and there are not slots for all.
  HOTTER_FIRST("hotter pods go first"),
  /// The Lease has not been the same for long enough.
  LEASE_NEW("the budget Lease is new: those who shed before it was made must notice first"),
  /// The Lease is missing, or in a format that this version does not know.
  LEASE_UNREADABLE("the budget Lease is missing or not in a format that is known"),
  /// Mode observe: leave would have been given.
  OBSERVED("mode observe: it would have been shed"),
  /// A Service sends traffic to pods that are not ready.
  INEFFECTIVE_SERVICE(
      "a Service publishes pods that are not ready, so shedding would relieve nothing"),
  /// No Service selects the pod.
  NO_SERVICE("no Service selects the pod, so shedding would relieve nothing");

  private final String sentence;

  DenialReason(String sentence) {
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
