package io.metricssidecar.e2e.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.e2e.workload.Sidecar;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTableTest {
  private static final PodRow SERVING =
      new PodRow("web-1", true, true, new Sidecar.Health(200, "ACTIVE", 12.4, 30.0));
  private static final PodRow BUSY =
      new PodRow("web-1", true, true, new Sidecar.Health(200, "ACTIVE", 99.6, 89.9));
  private static final PodRow OUT =
      new PodRow("web-1", false, false, new Sidecar.Health(400, "SHEDDING", 99.6, 89.9));
  private static final PodRow NEW = new PodRow("web-1", false, false, null);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, UTF_8);

  @Test
  void showsWhatIsKnownOfAPod() {
    new DemoTable(out, false).show(List.of(NEW, OUT), Duration.ofSeconds(7));

    assertThat(written.toString(UTF_8))
        .isEqualTo(
            """
                 after 7 s
                 POD                        READY  IN SERVICE     CPU  MEMORY  STATE
                 web-1                      NO     NO               -       -  -
                 web-1                      NO     NO           100 %    90 %  SHEDDING
            """);
  }

  @Test
  void staysSilentWithoutTerminalWhileNothingButPercentagesChange() {
    var table = new DemoTable(out, false);

    table.show(List.of(SERVING), Duration.ofSeconds(1));
    table.show(List.of(BUSY), Duration.ofSeconds(3));
    table.show(List.of(OUT), Duration.ofSeconds(5));
    table.show(List.of(OUT), Duration.ofSeconds(20));

    assertThat(written.toString(UTF_8).lines().filter(line -> line.contains("after")))
        .containsExactly("     after 1 s", "     after 5 s", "     after 20 s");
  }

  @Test
  void isWrittenOverOnATerminalUntilItIsLeft() {
    var table = new DemoTable(out, true);

    table.show(List.of(SERVING), Duration.ofSeconds(1));
    table.show(List.of(BUSY), Duration.ofSeconds(3));
    table.keep();
    table.show(List.of(OUT), Duration.ofSeconds(5));

    assertThat(written.toString(UTF_8).lines().filter(line -> line.contains("after")))
        .containsExactly("     after 1 s", "\033[3A\033[J     after 3 s", "     after 5 s");
  }
}
