package io.metricssidecar.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.Names;
import io.metricssidecar.injection.pod.OptIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables of `docs/injection.md` against the code that they describe.
class InjectionDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "injection.md");

  @Test
  void listsEveryReasonInTheOrderOfTheQuestions() throws IOException {
    var rows =
        Files.readString(DOCUMENT)
            .lines()
            .dropWhile(line -> !line.equals("<!-- table: reasons -->"))
            .skip(3)
            .takeWhile(line -> line.startsWith("|"))
            .map(
                line ->
                    Stream.of(line.split("\\|", -1)).skip(1).limit(3).map(String::strip).toList());

    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(SkipReason.values())
                .map(
                    reason ->
                        List.of(code(reason.machineName()), reason.sentence(), saidBy(reason)))
                .toList());
  }

  @Test
  void namesBothEntriesAndTheirPaths() throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .contains(
            "| %s | %s |".formatted(code(Names.WEBHOOK), code(OptIn.POD.path())),
            "| %s | %s |".formatted(code(Names.NAMESPACE_WEBHOOK), code(OptIn.NAMESPACE.path())));
  }

  private static String saidBy(SkipReason reason) {
    if (reason.annotated()) {
      return "warning, status, Event";
    }
    return reason.warned() ? "warning" : "";
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
