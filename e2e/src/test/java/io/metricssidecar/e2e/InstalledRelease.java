package io.metricssidecar.e2e;

import java.time.Duration;

/// The release that all cases of a run share; removed at the end unless `KEEP` is 1 or it was here
/// before.
///
/// @param release as installed
record InstalledRelease(Release release) implements AutoCloseable {
  /// Installs, and waits until the webhook is ready.
  static InstalledRelease in(Cluster cluster) {
    var progress = Progress.of("release");
    var begin = System.nanoTime();
    var release = new Release(cluster, System.getenv(), progress);
    var _ = release.install();
    progress.say(
        "installed, webhook ready after %d s"
            .formatted(Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
    return new InstalledRelease(release);
  }

  @Override
  public void close() {
    if (!release.found() && !"1".equals(System.getenv("KEEP"))) {
      release.uninstall();
    }
  }
}
