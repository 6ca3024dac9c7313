package io.metricssidecar.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterChoiceTest {
  @ParameterizedTest
  @CsvSource({"metrics-sidecar-testbed", "minikube", "kind-kind", "kind-other"})
  void clustersMadeForTestsAreFreeToUse(String context) {
    assertThat(new ClusterChoice(context, "https://here").refusal("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "production, ''",
    "production, yes",
    "production, staging",
    "my-kind-cluster, ''",
    "'', ''"
  })
  void othersAreLeftAlone(String context, String consent) {
    assertThat(new ClusterChoice(context, "https://there").refusal(consent))
        .hasValueSatisfying(
            refusal -> assertThat(refusal).contains("\"" + context + "\"", "https://there"));
  }

  @Test
  void othersAreUsedWhereTheirContextWasNamedOnPurpose() {
    assertThat(new ClusterChoice("staging", "https://there").refusal("staging")).isEmpty();
  }

  @Test
  void onlyTheTestbedIsDisrupted() {
    assertThat(new ClusterChoice("metrics-sidecar-testbed", "https://here").testbed()).isTrue();
    assertThat(new ClusterChoice("kind-kind", "https://here").testbed()).isFalse();
  }
}
