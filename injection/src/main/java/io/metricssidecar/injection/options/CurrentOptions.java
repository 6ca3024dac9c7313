package io.metricssidecar.injection.options;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// The options of an installation in force: as configured, with the placement that the server's
/// version allows, for the pods of one namespace or of any. Any thread may read and write.
public final class CurrentOptions {
  private final AtomicReference<InjectionOptions> current;
  private final Function<String, NamespaceFacts> namespaces;

  /// @param configured the options until the server's version is known
  /// @param namespaces what is known of a namespace at the moment, by its name; must not block
  public CurrentOptions(InjectionOptions configured, Function<String, NamespaceFacts> namespaces) {
    current = new AtomicReference<>(requireNonNull(configured, "configured is null"));
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
  }

  /// The options at this moment for pods of which no namespace is known.
  public InjectionOptions get() {
    return current.get();
  }

  /// The options at this moment for the pods of a namespace.
  public InjectionOptions in(String namespace) {
    return get().in(namespaces.apply(namespace));
  }

  /// Whether namespaces are known by now; before that, decisions on their pods are preliminary.
  public boolean known() {
    return !namespaces.apply("").equals(NamespaceFacts.UNKNOWN);
  }

  /// Adapts the placement to the server's version; a version that is no number gives ordinary
  /// containers.
  ///
  /// @param major as in `/version`
  /// @param minor as in `/version`
  /// @return the placement from now on
  public Placement adapt(String major, String minor) {
    var placement =
        ServerVersion.parse(major, minor).map(ServerVersion::placement).orElse(Placement.CONTAINER);
    current.updateAndGet(options -> options.withPlacement(placement));
    return placement;
  }
}
