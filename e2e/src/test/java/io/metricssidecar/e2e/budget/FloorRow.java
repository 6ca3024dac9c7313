package io.metricssidecar.e2e.budget;

import io.metricssidecar.e2e.fleet.LeaseSamples;
import io.metricssidecar.e2e.workload.EndpointSamples;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The result of one run, as a row of a table.
///
/// @param pods number of pods, N
/// @param percent the floor as the user sets it
/// @param slots number of slots, B
/// @param time of observation, from the first shed
/// @param endpoints of the whole run
/// @param lease of the whole run
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
