package io.metricssidecar.controller.autoscaling;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.pod.ContainerView;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.PodView;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The requests of a pod for one resource, as autoscalers add them up: those of all containers that
/// run as long as the pod (kube-controller-manager, `calculatePodRequestsFromContainers`).
///
/// @param application requests of all containers but the sidecar, more than zero
/// @param limit of all these containers together; empty where one of them has none
/// @param sidecar request of the sidecar, more than zero
/// @param sidecarLimit limit of the sidecar
record Requests(
    BigDecimal application,
    Optional<BigDecimal> limit,
    BigDecimal sidecar,
    BigDecimal sidecarLimit) {
  Requests {
    requireNonNull(application, "application is null");
    requireNonNull(limit, "limit is null");
    requireNonNull(sidecar, "sidecar is null");
    requireNonNull(sidecarLimit, "sidecarLimit is null");
  }

  /// Those of a pod; empty where the sidecar adds nothing to what an autoscaler counts: it has no
  /// request of its own because the pod as a whole has one, or another container has none, so that
  /// autoscalers do not count at all.
  static Optional<Requests> of(PodView pod, ScaledResource resource) {
    var sidecar = pod.container(Names.CONTAINER);
    var sidecarRequest = sidecar.flatMap(container -> request(container, resource));
    var others = others(pod);
    var application = sum(others, container -> request(container, resource));
    if (sidecarRequest.isEmpty() || application.isEmpty() || others.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Requests(
            application.get(),
            sum(others, container -> limit(container, resource)),
            sidecarRequest.get(),
            sidecar.flatMap(container -> limit(container, resource)).orElse(sidecarRequest.get())));
  }

  /// The requests that autoscalers count.
  BigDecimal all() {
    return application.add(sidecar);
  }

  /// The containers that run as long as the pod, but for the sidecar.
  private static List<ContainerView> others(PodView pod) {
    var init = pod.allContainers().stream().skip(pod.containers().size());
    return Stream.concat(pod.containers().stream(), init.filter(Requests::restarts))
        .filter(container -> !container.name().equals(Names.CONTAINER))
        .toList();
  }

  /// Whether an init container is a native sidecar.
  private static boolean restarts(ContainerView container) {
    return Json.text(container.json(), "/restartPolicy").orElse("").equals("Always");
  }

  private static Optional<BigDecimal> request(ContainerView container, ScaledResource resource) {
    return ContainerView.quantity(container.json(), "/resources/requests/" + resource.word())
        .map(Quantity::value);
  }

  private static Optional<BigDecimal> limit(ContainerView container, ScaledResource resource) {
    return container.limit(resource.word()).map(Quantity::value);
  }

  /// The sum of an amount of all containers; empty where one has none.
  private static Optional<BigDecimal> sum(
      List<ContainerView> containers, Function<ContainerView, Optional<BigDecimal>> amount) {
    var amounts = containers.stream().map(amount).flatMap(Optional::stream).toList();
    return amounts.size() == containers.size()
        ? Optional.of(amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
        : Optional.empty();
  }
}
