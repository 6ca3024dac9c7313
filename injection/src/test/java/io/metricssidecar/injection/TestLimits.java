package io.metricssidecar.injection;

import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.limits.LimitRangeFacts;
import io.metricssidecar.injection.limits.LimitRangeFacts.Item;
import io.metricssidecar.injection.limits.LimitRangeFacts.ItemType;
import io.metricssidecar.injection.limits.QuotaFacts;
import io.metricssidecar.injection.limits.Resource;
import io.metricssidecar.injection.options.NamespaceFacts;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// LimitRanges and ResourceQuotas in tests.
public final class TestLimits {
  private static final Pattern RANGE =
      Pattern.compile(
          "(container|pod)-(min|max|ratio|default-request|default)-(cpu|memory)=(\\S+)");

  private static final Pattern QUOTA = Pattern.compile("quota-([a-z.]+)=(\\S+)-of-(\\S+)");

  /// A namespace by words such as `container-max-cpu=200m` and `quota-requests.cpu=1-of-2`, which
  /// is what is used of what is allowed. All bounds are in a LimitRange `small`, each quota is
  /// named `compute`.
  public static NamespaceFacts facts(Collection<String> words) {
    var items =
        words.stream().sorted().map(RANGE::matcher).filter(Matcher::matches).map(TestLimits::item);
    var quotas =
        words.stream()
            .sorted()
            .map(QUOTA::matcher)
            .filter(Matcher::matches)
            .map(word -> quota(word.group(1), word.group(3), word.group(2)))
            .toList();
    var ranges = List.of(new LimitRangeFacts("small", items.toList()));
    return new NamespaceFacts(
        Map.of(), ranges.getFirst().items().isEmpty() ? List.of() : ranges, quotas, true);
  }

  private static Item item(Matcher word) {
    var type = ItemType.valueOf(word.group(1).toUpperCase(Locale.ROOT));
    var resource = Resource.valueOf(word.group(3).toUpperCase(Locale.ROOT));
    var bound = Map.of(resource, quantity(word.group(4)));
    return new Item(
        type,
        given(word, "min", bound),
        given(word, "max", bound),
        given(word, "ratio", bound),
        given(word, "default-request", bound),
        given(word, "default", bound));
  }

  private static Map<Resource, Quantity> given(
      Matcher word, String part, Map<Resource, Quantity> bound) {
    return word.group(2).equals(part) ? bound : Map.of();
  }

  /// A ResourceQuota without scopes.
  public static QuotaFacts quota(String key, String hard, String used) {
    return new QuotaFacts(
        "compute", List.of(), Map.of(key, quantity(hard)), Map.of(key, quantity(used)));
  }

  /// A quantity.
  public static Quantity quantity(String text) {
    return Quantity.parse(text).orElseThrow();
  }

  private TestLimits() {}
}
