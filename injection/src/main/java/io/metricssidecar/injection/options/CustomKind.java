package io.metricssidecar.injection.options;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Workload;
import java.util.Optional;
import java.util.regex.Pattern;

/// A kind of workload beyond those of Kubernetes, with the subresource `/scale`.
///
/// @param api where the API server serves its objects
/// @param kind as in owner references
public record CustomKind(Workload.Api api, String kind) {
  private static final Pattern SHAPE = Pattern.compile("(.+)/([A-Z][A-Za-z0-9]{0,62})");

  public CustomKind {
    requireNonNull(api, "api is null");
    requireNonNull(kind, "kind is null");
  }

  /// Reads `group/version/resource/Kind`; empty where the text has another shape.
  public static Optional<CustomKind> parse(String text) {
    var matcher = SHAPE.matcher(text);
    return matcher.matches()
        ? Workload.Api.parse(matcher.group(1)).map(api -> new CustomKind(api, matcher.group(2)))
        : Optional.empty();
  }

  /// The text that [#parse] reads back.
  public String text() {
    return api.text() + "/" + kind;
  }

  /// True if this is the kind that an owner reference names.
  ///
  /// @param group of the reference's API version
  /// @param name of the reference's kind
  public boolean is(String group, String name) {
    return api.group().equals(group) && kind.equals(name);
  }

  /// The workload of this kind.
  public Workload workload(String name) {
    return new Workload(kind, name, api);
  }
}
