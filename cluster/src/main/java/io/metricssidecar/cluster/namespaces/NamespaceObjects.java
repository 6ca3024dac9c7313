package io.metricssidecar.cluster.namespaces;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaSpec;
import io.metricssidecar.cluster.loop.Identity;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.defaults.SidecarDefaults;
import io.metricssidecar.injection.limits.LimitRangeFacts;
import io.metricssidecar.injection.limits.LimitRangeFacts.Item;
import io.metricssidecar.injection.limits.LimitRangeFacts.ItemType;
import io.metricssidecar.injection.limits.QuotaFacts;
import io.metricssidecar.injection.limits.QuotaFacts.Scope;
import io.metricssidecar.injection.limits.Resource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The parts of watched objects of a namespace that the decision on its pods depends on. Whoever
/// creates an object decides how large it is, so what is kept is bounded.
final class NamespaceObjects {
  /// Items, scopes or values of a scope of one object, which is not kept if it has more; and
  /// annotations, of which no more are kept.
  static final int MAX_PARTS = 50;

  /// Characters of a value.
  static final int MAX_TEXT = 1_024;

  private static final Comparator<Map.Entry<String, String>> SETTINGS_FIRST =
      Comparator.comparing(
              (Map.Entry<String, String> entry) -> !SidecarDefaults.KEYS.contains(entry.getKey()))
          .thenComparing(Map.Entry.comparingByKey());

  private static final Map<String, ItemType> TYPES =
      Map.of("Container", ItemType.CONTAINER, "Pod", ItemType.POD);

  /// The keys of a ResourceQuota that may refuse a pod because of one more container, `pods` by
  /// another class of service (kubernetes, `pkg/quota/v1/evaluator/core/pods.go`).
  private static final List<String> COMPUTE =
      List.of(
          "pods",
          "cpu",
          "memory",
          "requests.cpu",
          "requests.memory",
          "limits.cpu",
          "limits.memory");

  /// The annotations with our prefix: those of settings, and as many others as there is space for,
  /// so that no mistake beside them makes a setting disappear. No setting has a value so long that
  /// it is cut.
  static Optional<Map<String, String>> annotations(Namespace whole) {
    var annotations =
        Objects.requireNonNullElse(whole.getMetadata().getAnnotations(), Map.<String, String>of());
    return Optional.of(
        annotations.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(Annotations.PREFIX))
            .filter(entry -> entry.getValue() != null)
            .sorted(SETTINGS_FIRST)
            .limit(MAX_PARTS)
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> shortened(entry.getValue()))));
  }

  private static String shortened(String text) {
    return fits(text) ? text : text.substring(0, MAX_TEXT);
  }

  /// What a LimitRange bounds of pods; empty where it has too many items.
  static Optional<LimitRangeFacts> limitRange(LimitRange whole) {
    var items =
        whole.getSpec() == null
            ? List.<LimitRangeItem>of()
            : whole.getSpec().getLimits().stream()
                .filter(item -> item.getType() != null && TYPES.containsKey(item.getType()))
                .toList();
    return items.size() > MAX_PARTS
        ? Optional.empty()
        : Optional.of(
            new LimitRangeFacts(
                whole.getMetadata().getName(),
                items.stream().map(NamespaceObjects::item).toList()));
  }

  private static Item item(LimitRangeItem item) {
    return new Item(
        Objects.requireNonNull(TYPES.get(item.getType())),
        bounds(item.getMin()),
        bounds(item.getMax()),
        bounds(item.getMaxLimitRequestRatio()),
        bounds(item.getDefaultRequest()),
        bounds(item.getDefault()));
  }

  private static Map<Resource, Quantity> bounds(@Nullable Map<String, ?> quantities) {
    var bounds = new EnumMap<Resource, Quantity>(Resource.class);
    for (var resource : Resource.values()) {
      quantity(quantities, resource.key()).ifPresent(value -> bounds.put(resource, value));
    }
    return bounds;
  }

  /// What a ResourceQuota counts of pods, as its status says; empty where it has too many scopes.
  static Optional<QuotaFacts> quota(ResourceQuota whole) {
    var scopes = whole.getSpec() == null ? List.<Scope>of() : scopes(whole.getSpec());
    var status = whole.getStatus();
    return scopes.stream().allMatch(NamespaceObjects::fits) && scopes.size() <= MAX_PARTS
        ? Optional.of(
            new QuotaFacts(
                whole.getMetadata().getName(),
                scopes,
                status == null ? Map.of() : compute(status.getHard()),
                status == null ? Map.of() : compute(status.getUsed())))
        : Optional.empty();
  }

  private static List<Scope> scopes(ResourceQuotaSpec spec) {
    var selector = spec.getScopeSelector();
    return Stream.concat(
            spec.getScopes().stream().map(name -> new Scope(name, "Exists", List.of())),
            selector == null
                ? Stream.empty()
                : selector.getMatchExpressions().stream()
                    .map(
                        expression ->
                            new Scope(
                                expression.getScopeName(),
                                expression.getOperator(),
                                expression.getValues())))
        .toList();
  }

  private static boolean fits(Scope scope) {
    return scope.values().size() <= MAX_PARTS
        && scope.values().stream().allMatch(NamespaceObjects::fits);
  }

  private static boolean fits(String text) {
    return text.length() <= MAX_TEXT;
  }

  private static Map<String, Quantity> compute(@Nullable Map<String, ?> quantities) {
    return COMPUTE.stream()
        .filter(key -> quantity(quantities, key).isPresent())
        .collect(
            Collectors.toUnmodifiableMap(
                key -> key, key -> quantity(quantities, key).orElseThrow()));
  }

  private static Optional<Quantity> quantity(@Nullable Map<String, ?> quantities, String key) {
    var value = quantities == null ? null : quantities.get(key);
    return value == null ? Optional.empty() : Quantity.parse(value.toString());
  }

  /// A Namespace with its identity alone.
  static Namespace identity(Namespace whole) {
    return new NamespaceBuilder().withMetadata(Identity.of(whole).build()).build();
  }

  /// A LimitRange with its identity alone.
  static LimitRange identity(LimitRange whole) {
    return new LimitRangeBuilder().withMetadata(Identity.of(whole).build()).build();
  }

  /// A ResourceQuota with its identity alone.
  static ResourceQuota identity(ResourceQuota whole) {
    return new ResourceQuotaBuilder().withMetadata(Identity.of(whole).build()).build();
  }

  private NamespaceObjects() {}
}
