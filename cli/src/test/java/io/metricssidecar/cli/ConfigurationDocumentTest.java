package io.metricssidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.injection.config.InjectionSetting;
import io.metricssidecar.testing.documents.Constants;
import io.metricssidecar.testing.documents.Table;
import io.metricssidecar.webhook.config.WebhookSetting;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The tables of `docs/configuration.md` against the declarations of the settings.
class ConfigurationDocumentTest {
  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of("common", CommonSetting.class, CommonSetting.ALL),
        Arguments.of("webhook", WebhookSetting.class, WebhookSetting.OWN),
        Arguments.of("injection", InjectionSetting.class, InjectionSetting.ALL));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void isThatOfTheDeclarations(String table, Class<?> declarations, List<Setting<?>> settings) {
    assertThat(settings).isEqualTo(Constants.of(declarations, Setting.class));
    assertThat(Table.rows("docs/configuration.md", table))
        .containsExactlyElementsOf(
            settings.stream()
                .map(
                    setting ->
                        List.of(
                            "`%s`".formatted(setting.env()),
                            setting.defaultText(),
                            setting.parser().allowed(),
                            setting.meaning()))
                .toList());
  }
}
