package io.metricssidecar.injection.resources;

import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.limits.QuotaFacts;
import io.metricssidecar.injection.limits.QuotaFacts.Scope;
import io.metricssidecar.injection.limits.Resource;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.PodView;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whether a ResourceQuota refuses a pod with its sidecar (kubernetes 1.36,
/// `pkg/quota/v1/evaluator/core/pods.go` and `apiserver/plugin/resourcequota/controller.go`). What
/// is used may have changed since, so the answer may be wrong either way.
final class QuotaRule {
  /// The key that counts pods.
  private static final String PODS = "pods";

  private static final Quantity ONE = Quantity.parse("1").orElseThrow();

  private final QuotaFacts quota;
  private final PodView pod;
  private final PodResources with;

  private QuotaRule(QuotaFacts quota, PodView pod, PodResources with) {
    this.quota = quota;
    this.pod = pod;
    this.with = with;
  }

  /// The first refusal, as a sentence that is the same for all pods of a template; empty where all
  /// of them have room for the pod with the sidecar.
  ///
  /// @param quotas of the namespace
  /// @param pod without the sidecar
  /// @param resources of that pod
  /// @param sidecar as it would be added
  static Optional<String> refusal(
      List<QuotaFacts> quotas, PodView pod, PodResources resources, Amounts sidecar) {
    var with = resources.with(sidecar);
    return quotas.stream()
        .map(quota -> new QuotaRule(quota, pod, with))
        .filter(QuotaRule::matches)
        .flatMap(QuotaRule::refusals)
        .findFirst();
  }

  /// The keys of what a container requests or may use.
  private enum Key {
    CPU("cpu", Resource.CPU, false),
    MEMORY("memory", Resource.MEMORY, false),
    REQUESTS_CPU("requests.cpu", Resource.CPU, false),
    REQUESTS_MEMORY("requests.memory", Resource.MEMORY, false),
    LIMITS_CPU("limits.cpu", Resource.CPU, true),
    LIMITS_MEMORY("limits.memory", Resource.MEMORY, true);

    private final String text;
    private final Resource resource;
    private final boolean limit;

    Key(String text, Resource resource, boolean limit) {
      this.text = text;
      this.resource = resource;
      this.limit = limit;
    }

    private @Nullable Quantity of(Amounts amounts) {
      return (limit ? amounts.limits() : amounts.requests()).get(resource);
    }
  }

  private boolean matches() {
    return !quota.hard().isEmpty() && quota.scopes().stream().allMatch(this::matches);
  }

  private boolean matches(Scope scope) {
    return switch (scope.name()) {
      case "Terminating" -> terminating();
      case "NotTerminating" -> !terminating();
      case "BestEffort" -> with.bestEffort();
      case "NotBestEffort" -> !with.bestEffort();
      case "PriorityClass" -> matchesPriorityClass(scope);
      // Which pods it counts does not depend on the sidecar; it is taken to count all of them.
      case "CrossNamespacePodAffinity" -> true;
      default -> false;
    };
  }

  private boolean terminating() {
    return Json.at(pod.json(), "/spec/activeDeadlineSeconds").asLong(-1) >= 0;
  }

  private boolean matchesPriorityClass(Scope scope) {
    var name = Json.text(pod.json(), "/spec/priorityClassName").filter(text -> !text.isEmpty());
    return switch (scope.operator()) {
      case "In" -> name.filter(scope.values()::contains).isPresent();
      case "NotIn" -> name.filter(scope.values()::contains).isEmpty();
      case "Exists" -> name.isPresent();
      case "DoesNotExist" -> name.isEmpty();
      default -> true;
    };
  }

  private Stream<String> refusals() {
    return new TreeSet<>(quota.hard().keySet())
        .stream()
            .flatMap(key -> refusal(key).stream())
            .map(refusal -> "ResourceQuota %s %s".formatted(quota.name(), refusal));
  }

  private Optional<String> refusal(String key) {
    if (key.equals(PODS)) {
      return missing(key, ONE, "another pod");
    }
    return Stream.of(Key.values())
        .filter(known -> known.text.equals(key))
        .findFirst()
        .flatMap(
            known -> {
              var unspecified =
                  with.level().none()
                      && with.containers().stream()
                          .anyMatch(container -> known.of(container) == null);
              return unspecified
                  ? Optional.of("requires %s of every container".formatted(key))
                  : missing(key, known.of(with.charged()), "the pod with the sidecar");
            });
  }

  /// Whether too little is left of a key.
  private Optional<String> missing(String key, @Nullable Quantity needed, String subject) {
    var used = quota.used().get(key);
    if (used == null) {
      return Optional.of("does not tell yet what is used of %s".formatted(key));
    }
    var hard = quota.hard().get(key);
    return needed != null
            && hard != null
            && used.value().add(needed.value()).compareTo(hard.value()) > 0
        ? Optional.of(
            "has hard %s %s, of which too little is left for %s"
                .formatted(key, hard.value().stripTrailingZeros().toPlainString(), subject))
        : Optional.empty();
  }
}
