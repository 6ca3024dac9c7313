package io.metricssidecar.contract.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.Names;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The controller that owns a pod's siblings: a Deployment, a StatefulSet …
///
/// @param kind as in the owner reference, the Deployment instead of its ReplicaSet; empty where the
///   pod has no controller
/// @param name its name; empty where the pod has no controller
/// @param api of a custom kind; null for the kinds of Kubernetes
public record Workload(String kind, String name, @Nullable Api api) {
  /// The workload of a pod that has no controller.
  public static final Workload NONE = new Workload("", "");

  /// Characters of a label value or a DNS label.
  private static final int MAX_LENGTH = 63;

  private static final int HASH_LENGTH = 8;

  public Workload {
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
  }

  /// A workload of a kind of Kubernetes, or of one that is not known.
  public Workload(String kind, String name) {
    this(kind, name, null);
  }

  /// The place of a custom kind in the API. Its objects have the subresource `/scale`.
  ///
  /// @param group such as `argoproj.io`
  /// @param version that the API server serves, such as `v1alpha1`
  /// @param resource its plural in URLs, such as `rollouts`
  public record Api(String group, String version, String resource) {
    /// Nothing but these characters gets into a path of the API server.
    private static final Pattern SHAPE =
        Pattern.compile(
            "([a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63})+)/([a-z][a-z0-9]{0,62})/([a-z][a-z0-9]{0,62})");

    public Api {
      requireNonNull(group, "group is null");
      requireNonNull(version, "version is null");
      requireNonNull(resource, "resource is null");
    }

    /// Reads `group/version/resource`; empty where the text has another shape.
    public static Optional<Api> parse(String text) {
      var matcher = SHAPE.matcher(text);
      return matcher.matches()
          ? Optional.of(new Api(matcher.group(1), matcher.group(2), matcher.group(3)))
          : Optional.empty();
    }

    /// The text that [#parse] reads back.
    public String text() {
      return String.join("/", group, version, resource);
    }
  }

  /// True if there is a controller.
  public boolean known() {
    return !kind.isEmpty() && !name.isEmpty();
  }

  /// The name that its Lease, Role and RoleBinding share: `metrics-sidecar-<kind>-<name>` in lower
  /// case; what is longer than 63 characters is cut and ends in a hash of the whole, so that two
  /// long names never collide.
  public String resourceName() {
    var full = "metrics-sidecar-%s-%s".formatted(kind, name).toLowerCase(Locale.ROOT);
    if (full.length() <= MAX_LENGTH) {
      return full;
    }
    // A dot before the hash's dash would end a label of the name in nothing (RFC 1123).
    var head = full.substring(0, MAX_LENGTH - HASH_LENGTH - 1).replaceAll("[.-]+$", "");
    return head + "-" + Names.hash(full, HASH_LENGTH);
  }
}
