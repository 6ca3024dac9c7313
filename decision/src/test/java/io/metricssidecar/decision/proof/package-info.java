/// The floor, proved: an explicit-state checker that drives the shipped functions. Start with
/// [io.metricssidecar.decision.proof.Protocol], which says what the model is and what it is not.
/// What needs timers in their order is in [io.metricssidecar.decision.proof.TimedSidecar].
@NullMarked
package io.metricssidecar.decision.proof;

import org.jspecify.annotations.NullMarked;
