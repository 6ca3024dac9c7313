package io.metricssidecar.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.injection.annotations.InjectionAnnotation;
import io.metricssidecar.testing.documents.Constants;
import io.metricssidecar.testing.documents.Table;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// README's table of the annotations that have no environment variable.
class SettingsTableTest {
  /// The one annotation that no user sets.
  private static final List<String> STATUS =
      List.of(
          code(Annotations.STATUS),
          "",
          "written by the webhook",
          "The version and the result; the reason if the pod has no sidecar");

  @Test
  void isThatOfTheDeclarations() {
    assertThat(Table.rows("README.md", "injection"))
        .containsExactlyElementsOf(
            Stream.concat(
                    InjectionAnnotation.ALL.stream()
                        .map(
                            setting ->
                                List.of(
                                    code(setting.annotation()),
                                    setting.defaultText(),
                                    setting.parser().allowed(),
                                    setting.meaning())),
                    Stream.of(STATUS))
                .toList());
  }

  @Test
  void everyDeclarationIsListed() {
    assertThat(InjectionAnnotation.ALL)
        .isEqualTo(Constants.of(InjectionAnnotation.class, Setting.class));
  }

  private static String code(String annotation) {
    return "`" + annotation.substring(Annotations.PREFIX.length()) + "`";
  }
}
