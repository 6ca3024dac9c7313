package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An object of the API server that may own pods, as far as ownership depends on it.
///
/// @param target its kind
/// @param owner the object itself, as owner references name it
/// @param controller the object that controls it; empty for none
/// @param selector of the pods that it owns; null where it has none that can be read
/// @param replicas the desired number of pods; null where it is kept elsewhere
/// @param paused whether its annotation stops shedding
public record OwnerObject(
    ScaleTarget target,
    Owner owner,
    Optional<Owner> controller,
    @Nullable LabelSelector selector,
    @Nullable Integer replicas,
    boolean paused) {
  public OwnerObject {
    requireNonNull(target, "target is null");
    requireNonNull(owner, "owner is null");
    requireNonNull(controller, "controller is null");
  }
}
