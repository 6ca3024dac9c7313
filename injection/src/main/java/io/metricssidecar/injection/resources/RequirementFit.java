package io.metricssidecar.injection.resources;

import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.limits.LimitRangeFacts.Item;
import io.metricssidecar.injection.limits.LimitRangeFacts.ItemType;
import io.metricssidecar.injection.limits.Resource;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Request and limit of one resource, fitted to the LimitRanges of a namespace. All numbers are
/// steps of [Resource#steps].
///
/// @param resource that is fitted
/// @param items of all LimitRanges
/// @param pod without the sidecar
record RequirementFit(Resource resource, List<Item> items, PodResources pod) {
  RequirementFit {
    items = List.copyOf(items);
  }

  /// The requirement that is nearest to the wanted one: raised to the greatest `min`, capped at
  /// what the smallest `max` leaves, and with a request that is raised until the limit is within
  /// `maxLimitRequestRatio`. Empty where nothing is left, or less than what is of use. Where bounds
  /// contradict each other, the result is not within all of them.
  ///
  /// @param guaranteed whether the request must equal the limit
  /// @param lowest limit that is of use; one that is wanted may be less
  Optional<Requirement> fit(Requirement wanted, boolean guaranteed, long lowest) {
    var wantedLimit = steps(wanted.limit());
    var wantedRequest = steps(wanted.request());
    var min = min();
    var mostRequest = most(Amounts::requests);
    var limit =
        greatestWithin(
            Math.min(most(Amounts::limits), greatest(wantedLimit, min, leastLimit())), mostRequest);
    var request =
        guaranteed
            ? limit
            : Math.min(
                Math.min(limit, mostRequest), greatest(wantedRequest, min, leastRequest(limit)));
    return limit < Math.min(lowest, wantedLimit) || request < 1
        ? Optional.empty()
        : Optional.of(
            new Requirement(
                request == wantedRequest ? wanted.request() : resource.text(request),
                limit == wantedLimit ? wanted.limit() : resource.text(limit)));
  }

  /// The greatest limit up to one whose least request is not more than another; 0 or less where
  /// there is none.
  private long greatestWithin(long limit, long mostRequest) {
    if (leastRequest(limit) <= mostRequest) {
      return limit;
    }
    var within = 0L;
    var above = limit;
    while (above - within > 1) {
      var middle = within + (above - within) / 2;
      if (leastRequest(middle) <= mostRequest) {
        within = middle;
      } else {
        above = middle;
      }
    }
    return within;
  }

  private long steps(String text) {
    return up(Quantity.parse(text).orElseThrow());
  }

  private static long greatest(long... numbers) {
    return LongStream.of(numbers).max().orElseThrow();
  }

  /// The least request and limit of a container.
  private long min() {
    return bounds(ItemType.CONTAINER, Item::min).mapToLong(this::up).max().orElse(0);
  }

  /// The least limit by which a pod without any limit satisfies the `min` of pods: Kubernetes
  /// compares the sum of limits only where there is one, so the sidecar's alone would be too small.
  private long leastLimit() {
    return pod.total().limits().containsKey(resource)
        ? 0
        : bounds(ItemType.POD, Item::min).mapToLong(this::up).max().orElse(0);
  }

  /// The most that a container may have, and that is left of what a pod may have.
  ///
  /// @param part requests or limits, both of which are bounded
  private long most(Function<Amounts, Map<Resource, Quantity>> part) {
    var beside = up(part.apply(pod.beside()).get(resource));
    return Stream.concat(
            bounds(ItemType.CONTAINER, Item::max).map(this::down),
            bounds(ItemType.POD, Item::max).map(max -> down(max) - beside))
        .mapToLong(Long::longValue)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /// The least request with which a limit is within every ratio.
  private long leastRequest(long limit) {
    var container =
        bounds(ItemType.CONTAINER, Item::maxRatio).mapToLong(ratio -> leastRequest(limit, ratio));
    var sum =
        Math.max(
            up(pod.before().limits().get(resource)),
            up(pod.beside().limits().get(resource)) + limit);
    var requests = pod.beside().requests().get(resource);
    var before = up(pod.before().requests().get(resource));
    var whole =
        bounds(ItemType.POD, Item::maxRatio)
            .mapToLong(ratio -> leastRequest(sum, ratio))
            .filter(least -> least > before)
            .map(least -> least - up(requests));
    return LongStream.concat(container, whole).max().orElse(0);
  }

  private static long leastRequest(long limit, Quantity ratio) {
    if (ratio.value().signum() <= 0) {
      return limit;
    }
    var request =
        BigDecimal.valueOf(limit).divide(ratio.value(), 0, RoundingMode.CEILING).longValue();
    return LimitRangeRule.exceeds(limit, request, ratio) ? request + 1 : request;
  }

  private Stream<Quantity> bounds(ItemType type, Function<Item, Map<Resource, Quantity>> part) {
    return items.stream()
        .filter(item -> item.type() == type)
        .flatMap(item -> Stream.ofNullable(part.apply(item).get(resource)));
  }

  private long up(@Nullable Quantity quantity) {
    return quantity == null ? 0 : resource.steps(quantity, RoundingMode.CEILING);
  }

  private long down(Quantity quantity) {
    return resource.steps(quantity, RoundingMode.FLOOR);
  }
}
