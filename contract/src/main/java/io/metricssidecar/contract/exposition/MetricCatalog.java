package io.metricssidecar.contract.exposition;

import io.metricssidecar.contract.exposition.MetricFamily.Exporter;
import java.util.List;
import java.util.stream.Stream;

/// The catalogue of all metrics of the sidecar, the webhook and the controller. Dashboards, alerts
/// and autoscalers refer to their names and labels. `docs/metrics.md` has the same table.
public final class MetricCatalog {
  /// All families, in the order of the document.
  public static final List<MetricFamily> ALL =
      Stream.concat(SidecarMetrics.ALL.stream(), ServerMetrics.ALL.stream()).toList();

  /// The families of one process.
  public static List<MetricFamily> of(Exporter exporter) {
    return ALL.stream().filter(family -> family.exporter().includes(exporter)).toList();
  }

  private MetricCatalog() {}
}
