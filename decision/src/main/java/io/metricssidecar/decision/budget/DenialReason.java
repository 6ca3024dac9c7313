package io.metricssidecar.decision.budget;

import java.util.Locale;

/// The reason why a slot request was denied. The name in lower case is the label value in metrics.
public enum DenialReason {
  /// Shedding was stopped by a person or by the controller.
  PAUSED("shedding is paused for this workload"),
  /// All slots of the budget are taken, or there is none.
  FULL("every slot of the budget is taken"),
  /// Too few pods serve already.
  FLOOR("one pod less would break the floor"),
  /// The others could not carry the load.
  NO_CAPACITY("the other pods could not carry the load"),
  /// The workload is being rolled out.
  ROLLOUT("a rollout is in progress"),
  /// The utilization of the others is not known.
  PEER_DATA("the utilization of the other pods is not known"),
  /// Another pod wrote the Lease first.
  CONFLICT("another pod changed the budget at the same moment"),
  /// The API server did not return what is needed to decide.
  ERROR("the API server did not return what is needed to decide"),
  /// What is needed to decide is larger than this process may read.
  TOO_LARGE("what the API server returned is larger than a sidecar may read"),
  /// The API server rejected the write, for missing rights or by its admission policy.
  DENIED("the API server rejected the write that takes a slot"),
  /// It is not known whether a write was applied.
  UNKNOWN("it is not known whether the write was applied"),
  /// The pod gets no traffic.
  NOT_READY("the pod is not ready, so it gets no traffic that could go elsewhere"),
  /// The pod has no owner whose replicas can be counted.
  NO_WORKLOAD("the pod has no workload whose replicas are known"),
  /// Hotter pods need a slot too, and there are not enough for all.
  HOTTER_FIRST("hotter pods go first"),
  /// The Lease has not been the same for long enough.
  LEASE_NEW("the budget Lease is new: pods that shed by an earlier one must notice first"),
  /// The Lease is missing, or in a format that this version does not know.
  LEASE_UNREADABLE("the budget Lease is missing or in an unknown format"),
  /// Mode observe: a slot would have been taken.
  OBSERVED("mode observe: it would have been shed"),
  /// Every Service of the pod sends traffic to pods that are not ready.
  INEFFECTIVE_SERVICE(
      "its Services publish pods that are not ready, so shedding would not relieve this one"),
  /// No Service selects the pod.
  NO_SERVICE("no Service selects the pod, so shedding would not relieve it");

  private final String sentence;

  DenialReason(String sentence) {
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
