package io.metricssidecar.injection.options;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The options of an installation in force: as configured, with the placement that the server's
/// version allows. Any thread may read and write.
public final class CurrentOptions implements Supplier<InjectionOptions> {
  private final AtomicReference<InjectionOptions> current;

  /// @param configured the options until the server's version is known
  public CurrentOptions(InjectionOptions configured) {
    current = new AtomicReference<>(requireNonNull(configured, "configured is null"));
  }

  @Override
  public InjectionOptions get() {
    return current.get();
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
