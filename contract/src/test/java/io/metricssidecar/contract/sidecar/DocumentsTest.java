package io.metricssidecar.contract.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.testing.documents.Table;
import java.util.Arrays;
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
    assertThat(SidecarSetting.ALL).containsExactlyElementsOf(declared(SidecarSetting.class));
    assertThat(IdentityVariable.ALL).containsExactlyElementsOf(declared(IdentityVariable.class));
  }

  private static List<Setting<?>> declared(Class<?> declarations) {
    return Arrays.stream(declarations.getFields())
        .filter(field -> field.getType() == Setting.class)
        .<Setting<?>>map(
            field -> {
              try {
                return (Setting<?>) field.get(null);
              } catch (IllegalAccessException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
