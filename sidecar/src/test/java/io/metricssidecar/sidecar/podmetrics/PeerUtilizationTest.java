package io.metricssidecar.sidecar.podmetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerUtilizationTest {
  /// The text is that of the API server's query parameter `labelSelector`
  /// (staging/src/k8s.io/apimachinery/pkg/labels/selector.go).
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'matchLabels': {'b': '2', 'a': '1'}} | a=1,b=2",
        "{'matchExpressions': [{'key': 'app', 'operator': 'In', 'values': ['x', 'y']}]}"
            + " | app in (x,y)",
        "{'matchLabels': {'a': '1'}, 'matchExpressions': [{'key': 'b', 'operator': 'NotIn',"
            + " 'values': ['x']}, {'key': 'c', 'operator': 'Exists'},"
            + " {'key': 'd', 'operator': 'DoesNotExist'}]} | a=1,b notin (x),c,!d",
        "{'matchExpressions': [{'key': 'app', 'operator': 'Near', 'values': ['x']}]} | ''",
        "{} | ''"
      })
  void writesTheSelectorOfAWorkloadAsAQuery(String selector, String text) {
    var workload = "{'spec': {'selector': %s}}".formatted(selector).replace('\'', '"');

    assertThat(PeerUtilization.selector(new JsonObject(workload))).isEqualTo(text);
  }
}
