package io.metricssidecar.contract.process;

/// The version of the running build.
public final class Build {
  private Build() {}

  /// The version in the manifest of the jar that holds a class; `development` for classes that are
  /// run from a folder.
  public static String version(Class<?> of) {
    var version = of.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
