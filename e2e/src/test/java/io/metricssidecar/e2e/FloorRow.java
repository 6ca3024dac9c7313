package io.metricssidecar.e2e;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one run showed, for people.
///
/// @param pods N
/// @param percent the floor as the user sets it
/// @param slots B
/// @param time that was looked at, from the first shed
/// @param endpoints of all the run
/// @param lease of all the run
record FloorRow(
    int pods,
    int percent,
    int slots,
    Duration time,
    EndpointSamples endpoints,
    LeaseSamples lease) {
  private static final String HEAD =
      "  N  floor  B  seconds  samples  longest gap  fewest ready  holders=B  sheds";

  /// Rows as a table.
  static String table(List<FloorRow> rows) {
    return Stream.concat(Stream.of(HEAD), rows.stream().map(FloorRow::line))
        .collect(Collectors.joining("\n"));
  }

  private String line() {
    return "%3d  %3d %%  %d  %7d  %7d  %8.1f s  %12d  %7.0f %%  %5d"
        .formatted(
            pods,
            percent,
            slots,
            time.toSeconds(),
            endpoints.samples().size(),
            endpoints.longestGap().toMillis() / 1000.0,
            endpoints.fewest(),
            100 * lease.share(slots),
            lease.sheds());
  }
}
