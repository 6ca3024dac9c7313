package io.metricssidecar.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tables of `docs/security.md` against the tests that they name.
class SecurityDocumentTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|E2E))\\.(\\w+)`");

  @ParameterizedTest
  @ValueSource(strings = {"token", "account", "hostile input"})
  void everyLineNamesATestThatThereIs(String table) throws IOException {
    var rows = rows(table);

    assertThat(rows).hasSizeGreaterThan(10);
    for (var row : rows) {
      var tests = TEST.matcher(row).results().toList();
      assertThat(tests).as(row).isNotEmpty().allSatisfy(SecurityDocumentTest::assertExists);
    }
  }

  private static List<String> rows(String table) throws IOException {
    return Files.readAllLines(REPOSITORY.resolve("docs/security.md")).stream()
        .dropWhile(line -> !line.equals("<!-- table: %s -->".formatted(table)))
        .takeWhile(line -> !line.equals("<!-- end -->"))
        .skip(3)
        .toList();
  }

  private static void assertExists(MatchResult named) {
    var file = named.group(1) + ".java";
    try (var files = Files.find(REPOSITORY, 12, (path, _) -> path.endsWith(file))) {
      assertThat(files.toList())
          .as(named.group())
          .singleElement()
          .satisfies(
              source ->
                  assertThat(Files.readString(source)).contains("void " + named.group(2) + "("));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
