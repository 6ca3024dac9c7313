package io.metricssidecar.sidecar;

/// Which build this is.
final class Build {
  private Build() {}

  /// Version from the jar's manifest; `development` when classes are run from a folder.
  static String version() {
    var version = Build.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
