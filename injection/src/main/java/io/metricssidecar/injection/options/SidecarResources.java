package io.metricssidecar.injection.options;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Quantity;
import java.util.Optional;

/// Requests and limits of the sidecar's container. Both resources always have both values: a
/// container without a request stops the autoscaling of its whole workload, and one without a limit
/// is rejected in a namespace with a quota.
///
/// @param cpu in cores
/// @param memory in bytes
public record SidecarResources(Requirement cpu, Requirement memory) {
  public SidecarResources {
    requireNonNull(cpu, "cpu is null");
    requireNonNull(memory, "memory is null");
  }

  /// The same with requests that equal the limits.
  public SidecarResources guaranteed() {
    return new SidecarResources(cpu.guaranteed(), memory.guaranteed());
  }

  /// Request and limit of one resource, as written in a pod.
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

    /// A request and a limit of the same amount.
    public static Requirement exactly(String amount) {
      return new Requirement(amount, amount);
    }

    /// The same with another request; a smaller limit is raised to it.
    public Requirement withRequest(String other) {
      return new Requirement(other, exceeds(other, limit) ? other : limit);
    }

    /// The same with another limit; a greater request is lowered to it.
    public Requirement withLimit(String other) {
      return new Requirement(exceeds(request, other) ? other : request, other);
    }

    /// The same with a request that equals the limit, which a Guaranteed pod needs.
    private Requirement guaranteed() {
      return exactly(limit);
    }

    /// Whether one quantity is greater than another.
    public static boolean exceeds(String one, String other) {
      return amount(one).value().compareTo(amount(other).value()) > 0;
    }

    private static Quantity amount(String text) {
      return Optional.of(text)
          .flatMap(Quantity::parse)
          .orElseThrow(() -> new IllegalArgumentException("not a quantity: " + text));
    }
  }
}
