package io.metricssidecar.controller.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  @Test
  void selectsByEveryLabel() {
    var selector =
        new LabelSelectorBuilder()
            .addToMatchLabels("app", "web")
            .addToMatchLabels("tier", "front")
            .build();

    assertThat(Selection.selects(selector, Map.of("app", "web", "tier", "front", "a", "b")))
        .isTrue();
    assertThat(Selection.selects(selector, Map.of("app", "web"))).isFalse();
    assertThat(Selection.selects(selector, Map.of("app", "web", "tier", "back"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "In, front, true",
    "In, other, false",
    "NotIn, other, true",
    "NotIn, front, false",
    "Exists, '', true",
    "DoesNotExist, '', false",
    "Gt, 1, false"
  })
  void selectsByExpressions(String operator, String value, boolean selected) {
    var selector =
        new LabelSelectorBuilder()
            .addNewMatchExpression()
            .withKey("tier")
            .withOperator(operator)
            .withValues(value)
            .endMatchExpression()
            .build();

    assertThat(Selection.selects(selector, Map.of("tier", "front"))).isEqualTo(selected);
  }

  @ParameterizedTest
  @CsvSource({"In, false", "NotIn, true", "Exists, false", "DoesNotExist, true"})
  void missingLabelIsOnlySelectedByItsAbsence(String operator, boolean selected) {
    var selector =
        new LabelSelectorBuilder()
            .addNewMatchExpression()
            .withKey("tier")
            .withOperator(operator)
            .withValues("front")
            .endMatchExpression()
            .build();

    assertThat(Selection.selects(selector, Map.of("app", "web"))).isEqualTo(selected);
  }

  @Test
  void nothingSelectsNothing() {
    assertThat(Selection.selects(null, Map.of("app", "web"))).isFalse();
    assertThat(Selection.selects(new LabelSelectorBuilder().build(), Map.of("app", "web")))
        .isFalse();
  }
}
