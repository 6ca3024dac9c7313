package io.metricssidecar.injection.options;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Quantity;
import java.util.Optional;

/// How much of one resource the sidecar asks for and gets at most, as written in a pod.
///
/// @param request a Kubernetes quantity
/// @param limit a Kubernetes quantity, not less
public record Requirement(String request, String limit) {
  public Requirement {
    requireNonNull(request, "request is null");
    requireNonNull(limit, "limit is null");
    if (exceeds(request, limit)) {
      throw new IllegalArgumentException(
          "request %s is more than limit %s".formatted(request, limit));
    }
  }

  /// With another request; the limit grows with it where it must.
  public Requirement withRequest(String other) {
    return new Requirement(other, exceeds(other, limit) ? other : limit);
  }

  /// With another limit; the request shrinks with it where it must.
  public Requirement withLimit(String other) {
    return new Requirement(exceeds(request, other) ? other : request, other);
  }

  /// With a request that equals the limit, as a Guaranteed pod needs it.
  Requirement guaranteed() {
    return new Requirement(limit, limit);
  }

  /// Whether one quantity is more than another.
  public static boolean exceeds(String one, String other) {
    return amount(one).value().compareTo(amount(other).value()) > 0;
  }

  private static Quantity amount(String text) {
    return Optional.of(text)
        .flatMap(Quantity::parse)
        .orElseThrow(() -> new IllegalArgumentException("not a quantity: " + text));
  }
}
