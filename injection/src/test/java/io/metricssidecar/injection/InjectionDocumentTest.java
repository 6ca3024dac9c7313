package io.metricssidecar.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.Names;
import io.metricssidecar.injection.pod.OptIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The tables of `docs/injection.md` against the code that they describe.
class InjectionDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "injection.md");

  @Test
  void listsEveryReasonInTheOrderOfTheQuestions() throws IOException {
    assertThat(rows())
        .containsExactlyElementsOf(
            Stream.of(SkipReason.values())
                .map(
                    reason ->
                        List.of(code(reason.machineName()), reason.sentence(), reportedBy(reason)))
                .toList());
  }

  @ParameterizedTest
  @EnumSource
  void aReasonThatAppliesAloneDecides(SkipReason reason) {
    assertThat(reason(new SkippedPod().with(reason))).isEqualTo(reason);
  }

  /// Of any two reasons that apply to the same pod.
  @Test
  void theReasonThatTheTableListsFirstDecides() throws IOException {
    var documented = rows().stream().map(row -> reason(row.getFirst())).toList();

    for (var second = 0; second < documented.size(); second++) {
      var later = documented.get(second);
      assertThat(
              IntStream.range(0, second)
                  .mapToObj(documented::get)
                  .map(earlier -> reason(new SkippedPod().with(later).with(earlier))))
          .as("together with " + later)
          .isEqualTo(documented.subList(0, second));
    }
  }

  @Test
  void namesBothEntriesAndTheirPaths() throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .contains(
            "| %s | %s |".formatted(code(Names.WEBHOOK), code(OptIn.POD.path())),
            "| %s | %s |".formatted(code(Names.NAMESPACE_WEBHOOK), code(OptIn.NAMESPACE.path())));
  }

  /// The first three columns of the table of reasons.
  private static List<List<String>> rows() throws IOException {
    return Files.readString(DOCUMENT)
        .lines()
        .dropWhile(line -> !line.equals("<!-- table: reasons -->"))
        .skip(3)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Stream.of(line.split("\\|", -1)).skip(1).limit(3).map(String::strip).toList())
        .toList();
  }

  private static SkipReason reason(SkippedPod pod) {
    return ((Decision.Skip) pod.decision()).reason();
  }

  private static SkipReason reason(String code) {
    return SkipReason.valueOf(code.replace("`", "").toUpperCase(Locale.ROOT));
  }

  private static String reportedBy(SkipReason reason) {
    return Stream.of(
            reason.warned() ? "warning" : "",
            reason.annotated() ? "status" : "",
            reason.reported() ? "Event" : "")
        .filter(recipient -> !recipient.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
