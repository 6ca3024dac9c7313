package io.metricssidecar.decision.budget;

/// What the rule says to a [Question].
public sealed interface Ruling {
  /// A slot is free: write this Lease; only when that is acknowledged may the pod leave.
  record Take(BudgetLease lease) implements Ruling {}

  /// No.
  record Refuse(DenialReason refusal) implements Ruling {}

  /// The pod is named already, though it does not shed.
  record AlreadyHeld() implements Ruling {}
}
