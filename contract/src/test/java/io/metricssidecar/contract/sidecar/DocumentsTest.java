package io.metricssidecar.contract.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables of the README against the code that they describe.
class DocumentsTest {
  @Test
  void theSettingsTableListsEverySettingWithVariableAndDefault() throws IOException {
    assertThat(rows("settings").map(row -> row.subList(0, 3)))
        .containsExactlyElementsOf(
            Stream.of(Setting.values())
                .map(
                    setting ->
                        List.of(
                            code(plain(setting.annotation())),
                            code(setting.env()),
                            setting.defaultText()))
                .toList());
  }

  @Test
  void theInjectionTableListsEveryOtherAnnotation() throws IOException {
    assertThat(rows("injection").map(List::getFirst))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    Annotations.ENABLED,
                    Annotations.STATUS,
                    Annotations.IMAGE,
                    Annotations.IMAGE_PULL_POLICY,
                    Annotations.CPU_REQUEST,
                    Annotations.CPU_LIMIT,
                    Annotations.MEMORY_REQUEST,
                    Annotations.MEMORY_LIMIT,
                    Annotations.NATIVE_SIDECAR,
                    Annotations.PATCH)
                .map(annotation -> code(plain(annotation)))
                .toList());
  }

  @Test
  void theIdentityTableListsEveryVariableThatIsNoSetting() throws IOException {
    assertThat(rows("identity").map(List::getFirst))
        .containsExactlyInAnyOrderElementsOf(
            SidecarConfig.IDENTITY_VARIABLES.stream().map(DocumentsTest::code).toList());
  }

  private static String plain(String annotation) {
    return annotation.substring(Annotations.PREFIX.length());
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  /// Rows below the head of the table that follows a marker, as trimmed cells.
  private static Stream<List<String>> rows(String table) throws IOException {
    var readme = Files.readString(Path.of("..", "README.md"));
    var begin = readme.indexOf("<!-- table: %s -->".formatted(table));
    assertThat(begin).as("marker of table " + table).isNotNegative();
    return readme
        .substring(begin)
        .lines()
        .skip(3)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Stream.of(line.split("\\|", -1)).skip(1).map(String::strip).toList());
  }
}
