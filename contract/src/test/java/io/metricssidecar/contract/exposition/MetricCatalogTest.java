package io.metricssidecar.contract.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.contract.exposition.Metric.Sample;
import io.metricssidecar.testing.documents.Constants;
import io.metricssidecar.testing.documents.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricCatalogTest {
  @Test
  void theTableOfTheDocumentIsTheCatalogue() {
    assertThat(Table.rows("docs/metrics.md", "metrics"))
        .containsExactlyElementsOf(
            MetricCatalog.ALL.stream()
                .map(
                    family ->
                        List.of(
                            family.exporter().name().toLowerCase(Locale.ROOT),
                            code(family.exportedName()),
                            family.type().label(),
                            family.labels().stream()
                                .map(MetricCatalogTest::code)
                                .collect(Collectors.joining(", ")),
                            family.help()))
                .toList());
  }

  @Test
  void everyDeclarationIsListedAndNoNameTwice() {
    assertThat(MetricCatalog.ALL)
        .isEqualTo(
            Stream.of(SidecarMetrics.class, ServerMetrics.class)
                .flatMap(declaring -> Constants.of(declaring, MetricFamily.class).stream())
                .toList())
        .extracting(MetricFamily::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void aFamilyTakesNoValuesOfAnotherType() {
    assertThatThrownBy(() -> SidecarMetrics.SAMPLES.gauge(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("metrics_sidecar_samples is a counter, not a gauge");
    assertThatThrownBy(() -> ServerMetrics.SECRET_USABLE.histogram(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("metrics_sidecar_webhook_secret_usable is a gauge, not a histogram");
    assertThatThrownBy(() -> ServerMetrics.SECRET_USABLE.counter(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("metrics_sidecar_webhook_secret_usable is a gauge, not a counter");
  }

  @Test
  void aFamilyTakesNoSeriesWithOtherLabels() {
    var samples = List.of(new Sample(Map.of("color", "red"), 1));
    assertThatThrownBy(() -> ServerMetrics.ACCESS_OBJECTS.gauge(samples))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("metrics_sidecar_webhook_access_objects has the labels [kind], not [color]");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
