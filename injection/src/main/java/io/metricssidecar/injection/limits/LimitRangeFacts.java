package io.metricssidecar.injection.limits;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Quantity;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A LimitRange, as far as it concerns the CPU and memory of pods.
///
/// @param name of the object
/// @param items of its `spec.limits` with a type of [ItemType]
public record LimitRangeFacts(String name, List<Item> items) {
  public LimitRangeFacts {
    requireNonNull(name, "name is null");
    items = List.copyOf(items);
  }

  /// What an item bounds.
  public enum ItemType {
    /// Every container and init container by itself.
    CONTAINER,
    /// The sums of a pod.
    POD
  }

  /// One item; a resource that is missing in a map is not bounded by it.
  ///
  /// @param type what it bounds
  /// @param min of requests and of limits
  /// @param max of requests and of limits
  /// @param maxRatio of a limit to its request
  /// @param defaultRequest of containers that have none
  /// @param defaultLimit of containers that have none
  public record Item(
      ItemType type,
      Map<Resource, Quantity> min,
      Map<Resource, Quantity> max,
      Map<Resource, Quantity> maxRatio,
      Map<Resource, Quantity> defaultRequest,
      Map<Resource, Quantity> defaultLimit) {
    public Item {
      requireNonNull(type, "type is null");
      min = Map.copyOf(min);
      max = Map.copyOf(max);
      maxRatio = Map.copyOf(maxRatio);
      defaultRequest = Map.copyOf(defaultRequest);
      defaultLimit = Map.copyOf(defaultLimit);
    }

    /// Whether requests or limits of a resource are bounded.
    public boolean bounds(Resource resource) {
      return Stream.of(min, max, maxRatio).anyMatch(bounds -> bounds.containsKey(resource));
    }
  }
}
