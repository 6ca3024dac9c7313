package io.metricssidecar.injection.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.limits.Resource;
import io.metricssidecar.injection.pod.Json;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/// Requests and limits of a container, or their sums over several; a resource that is missing in a
/// map has none, which is not the same as zero.
///
/// @param requests by resource
/// @param limits by resource
record Amounts(Map<Resource, Quantity> requests, Map<Resource, Quantity> limits) {
  /// Neither requests nor limits.
  static final Amounts NONE = new Amounts(Map.of(), Map.of());

  Amounts {
    requests = Map.copyOf(requests);
    limits = Map.copyOf(limits);
  }

  /// Reads the member `resources` of a container or of a pod's `spec`. A request that is missing is
  /// that of the limit (kubernetes, `pkg/apis/core/v1/defaults.go`).
  static Amounts of(ObjectNode owner) {
    var limits = read(owner, "/resources/limits/");
    return new Amounts(filled(read(owner, "/resources/requests/"), limits), limits);
  }

  private static Map<Resource, Quantity> read(ObjectNode owner, String parent) {
    var amounts = new EnumMap<Resource, Quantity>(Resource.class);
    for (var resource : Resource.values()) {
      quantity(owner, parent + resource.key()).ifPresent(amount -> amounts.put(resource, amount));
    }
    return amounts;
  }

  /// The quantity at a pointer, zero included.
  static Optional<Quantity> quantity(ObjectNode json, String pointer) {
    return Optional.of(Json.at(json, pointer))
        .filter(node -> node.isTextual() || node.isNumber())
        .flatMap(node -> Quantity.parse(node.asText()));
  }

  /// The sum of both.
  Amounts plus(Amounts other) {
    return merged(other, (one, two) -> new Quantity(one.value().add(two.value())));
  }

  /// The greater of both.
  Amounts max(Amounts other) {
    return merged(other, (one, two) -> one.value().compareTo(two.value()) >= 0 ? one : two);
  }

  /// These, and others where these have none.
  Amounts or(Amounts others) {
    return new Amounts(filled(requests, others.requests), filled(limits, others.limits));
  }

  private Amounts merged(Amounts other, BinaryOperator<Quantity> operator) {
    return new Amounts(
        merged(requests, other.requests, operator), merged(limits, other.limits, operator));
  }

  private static Map<Resource, Quantity> filled(
      Map<Resource, Quantity> map, Map<Resource, Quantity> others) {
    return merged(map, others, (one, _) -> one);
  }

  private static Map<Resource, Quantity> merged(
      Map<Resource, Quantity> one, Map<Resource, Quantity> two, BinaryOperator<Quantity> operator) {
    var merged = new EnumMap<Resource, Quantity>(Resource.class);
    merged.putAll(one);
    two.forEach((resource, amount) -> merged.merge(resource, amount, operator));
    return merged;
  }

  /// Whether any of them is greater than zero.
  boolean any() {
    return Stream.of(requests, limits)
        .flatMap(map -> map.values().stream())
        .anyMatch(amount -> amount.value().signum() > 0);
  }

  /// Whether there is neither a request nor a limit.
  boolean none() {
    return requests.isEmpty() && limits.isEmpty();
  }
}
