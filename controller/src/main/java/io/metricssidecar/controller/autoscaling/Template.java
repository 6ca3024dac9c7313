package io.metricssidecar.controller.autoscaling;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.injection.pod.ContainerView;
import io.metricssidecar.injection.pod.MeasuredContainer;
import io.metricssidecar.injection.pod.PodView;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What is known of a template from one of its pods.
///
/// @param container that is measured; empty where there is none
/// @param requests by resource, without those to which the sidecar adds nothing
record Template(String container, Map<ScaledResource, Requests> requests) {
  Template {
    requireNonNull(container, "container is null");
    requests = Map.copyOf(requests);
  }

  /// Reads a pod with a sidecar.
  static Template of(PodView pod) {
    var requests = new EnumMap<ScaledResource, Requests>(ScaledResource.class);
    for (var resource : ScaledResource.values()) {
      Requests.of(pod, resource).ifPresent(found -> requests.put(resource, found));
    }
    return new Template(MeasuredContainer.of(pod).map(ContainerView::name).orElse(""), requests);
  }

  /// The effect on one target of an autoscaler; empty for none.
  Optional<HpaImpact> impact(UtilizationTarget target) {
    return Optional.ofNullable(requests.get(target.resource()))
        .flatMap(found -> HpaImpact.of(target, found));
  }
}
