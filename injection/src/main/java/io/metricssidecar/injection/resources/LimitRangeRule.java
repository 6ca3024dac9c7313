package io.metricssidecar.injection.resources;

import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.limits.LimitRangeFacts;
import io.metricssidecar.injection.limits.LimitRangeFacts.Item;
import io.metricssidecar.injection.limits.LimitRangeFacts.ItemType;
import io.metricssidecar.injection.limits.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whether a LimitRange refuses a pod because of its sidecar (kubernetes 1.36,
/// `plugin/pkg/admission/limitranger/admission.go`, `PodValidateLimitFunc`).
final class LimitRangeRule {
  /// Greatest whole number that Kubernetes compares in thousandths (`resource.MaxMilliValue`).
  private static final long MAX_MILLI = Long.MAX_VALUE / 1_000;

  private final LimitRangeFacts range;

  private LimitRangeRule(LimitRangeFacts range) {
    this.range = range;
  }

  /// The first refusal, as a sentence; empty where all of them allow the sidecar.
  ///
  /// @param ranges of the namespace
  /// @param pod without the sidecar
  /// @param sidecar as it would be added
  static Optional<String> refusal(List<LimitRangeFacts> ranges, PodResources pod, Amounts sidecar) {
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    var completed = sidecar.or(defaults(ranges));
    var with = pod.with(completed);
    return Stream.concat(
            completed.equals(sidecar) ? Stream.<String>empty() : exceeded(with, completed).stream(),
            ranges.stream().flatMap(range -> new LimitRangeRule(range).refusals(completed, with)))
        .findFirst();
  }

  /// What containers get that do not say it themselves; the greatest where LimitRanges differ,
  /// since their order is not defined.
  private static Amounts defaults(List<LimitRangeFacts> ranges) {
    return ranges.stream()
        .flatMap(range -> range.items().stream())
        .filter(item -> item.type() == ItemType.CONTAINER)
        .map(item -> new Amounts(item.defaultRequest(), item.defaultLimit()))
        .reduce(Amounts.NONE, Amounts::max);
  }

  /// Whether a default exceeds what the pod has as a whole: its request must not be less than the
  /// sum of its containers', nor its limit than any of theirs (kubernetes,
  /// `validatePodResourceConsistency`).
  private static Optional<String> exceeded(PodResources with, Amounts sidecar) {
    var sums = with.beside().max(with.before());
    return Stream.of(Resource.values())
        .filter(
            resource ->
                exceeds(sums.requests(), with.level().requests(), resource)
                    || exceeds(sidecar.limits(), with.level().limits(), resource))
        .findFirst()
        .map(
            resource ->
                "the pod as a whole has too little %s for the default of a LimitRange"
                    .formatted(resource.key()));
  }

  private static boolean exceeds(
      Map<Resource, Quantity> amounts, Map<Resource, Quantity> bounds, Resource resource) {
    var amount = amounts.get(resource);
    var bound = bounds.get(resource);
    return amount != null && bound != null && amount.value().compareTo(bound.value()) > 0;
  }

  private Stream<String> refusals(Amounts sidecar, PodResources with) {
    return range.items().stream()
        .flatMap(
            item ->
                switch (item.type()) {
                  case CONTAINER -> refusals(item, "the sidecar", sidecar);
                  case POD -> refusals(item, "the pod with the sidecar", with.total());
                });
  }

  private Stream<String> refusals(Item item, String subject, Amounts amounts) {
    return Stream.of(Resource.values())
        .flatMap(
            resource ->
                Stream.of(
                        min(resource, item, amounts),
                        max(resource, item, amounts),
                        ratio(resource, item, amounts))
                    .flatMap(Optional::stream))
        .map(refusal -> "LimitRange %s: %s has %s".formatted(range.name(), subject, refusal));
  }

  private static Optional<String> min(Resource resource, Item item, Amounts amounts) {
    var min = item.min().get(resource);
    if (min == null) {
      return Optional.empty();
    }
    var request = amounts.requests().get(resource);
    var limit = amounts.limits().get(resource);
    if (request == null) {
      return Optional.of("no %s request, which min requires".formatted(resource.key()));
    }
    return Stream.of(part("request", request), part("limit", limit))
        .filter(part -> part.less(min))
        .findFirst()
        .map(part -> "a %s, where min is %s".formatted(part.text(resource), resource.text(min)));
  }

  private static Optional<String> max(Resource resource, Item item, Amounts amounts) {
    var max = item.max().get(resource);
    if (max == null) {
      return Optional.empty();
    }
    var limit = amounts.limits().get(resource);
    if (limit == null) {
      return Optional.of("no %s limit, which max requires".formatted(resource.key()));
    }
    return Stream.of(part("limit", limit), part("request", amounts.requests().get(resource)))
        .filter(part -> part.greater(max))
        .findFirst()
        .map(part -> "a %s, where max is %s".formatted(part.text(resource), resource.text(max)));
  }

  private static Optional<String> ratio(Resource resource, Item item, Amounts amounts) {
    var ratio = item.maxRatio().get(resource);
    if (ratio == null) {
      return Optional.empty();
    }
    var request = amounts.requests().get(resource);
    var limit = amounts.limits().get(resource);
    var within =
        request != null
            && limit != null
            && request.value().signum() > 0
            && !exceeds(observed(limit, request), observed(request, limit), ratio);
    return within
        ? Optional.empty()
        : Optional.of(
            "a %s limit that is not within maxLimitRequestRatio %s"
                .formatted(resource.key(), ratio.value().stripTrailingZeros().toPlainString()));
  }

  /// Whether a limit is too many times its request; in floating point numbers, as Kubernetes does.
  ///
  /// @param limit in the unit of `request`
  static boolean exceeds(long limit, long request, Quantity ratio) {
    var observed = (double) limit / request;
    return ratio.units() <= MAX_MILLI
        ? observed * 1_000 > ratio.millis()
        : observed > ratio.units();
  }

  private static long observed(Quantity amount, Quantity other) {
    return precise(amount, other) ? amount.millis() : amount.units();
  }

  private static boolean precise(Quantity one, Quantity other) {
    return one.units() <= MAX_MILLI && other.units() <= MAX_MILLI;
  }

  private static Part part(String name, @Nullable Quantity amount) {
    return new Part(name, amount);
  }

  /// A request or a limit; null where there is none, which is within all bounds.
  private record Part(String name, @Nullable Quantity amount) {
    boolean less(Quantity bound) {
      return amount != null && observed(amount, bound) < observed(bound, amount);
    }

    boolean greater(Quantity bound) {
      return amount != null && observed(amount, bound) > observed(bound, amount);
    }

    String text(Resource resource) {
      return "%s %s of %s"
          .formatted(resource.key(), name, amount == null ? "" : resource.text(amount));
    }
  }
}
