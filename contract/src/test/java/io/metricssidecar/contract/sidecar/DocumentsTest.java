package io.metricssidecar.contract.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.testing.documents.Constants;
import io.metricssidecar.testing.documents.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tables of the README against the declarations of the settings.
class DocumentsTest {
  @Test
  void theSettingsTableIsThatOfTheDeclarations() {
    assertThat(Table.rows("README.md", "settings"))
        .containsExactlyElementsOf(
            SidecarSetting.ALL.stream()
                .map(
                    setting ->
                        List.of(
                            code(setting.annotation().substring(Annotations.PREFIX.length())),
                            code(setting.env()),
                            setting.defaultText(),
                            setting.parser().allowed(),
                            setting.meaning()))
                .toList());
  }

  @Test
  void theIdentityTableIsThatOfTheDeclarations() {
    assertThat(Table.rows("README.md", "identity"))
        .containsExactlyElementsOf(
            IdentityVariable.ALL.stream()
                .map(variable -> List.of(code(variable.env()), variable.meaning()))
                .toList());
  }

  @Test
  void everyDeclarationIsListed() {
    assertThat(SidecarSetting.ALL).isEqualTo(Constants.of(SidecarSetting.class, Setting.class));
    assertThat(IdentityVariable.ALL).isEqualTo(Constants.of(IdentityVariable.class, Setting.class));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
