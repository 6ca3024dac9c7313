package io.metricssidecar.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.LogFormat;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

class LogLineTest {
  private static final Instant TIME = Instant.parse("2026-11-21T08:09:10.123Z");
  private static final String FORGED =
      "x\n2026-11-21T08:09:10.124Z ERROR Budget - forged\u2028\u001b[2J";

  @Test
  void isOneLineWhateverTheValuesAre() {
    assertThat(line("Read", new KeyValuePair("uid", FORGED)).in(LogFormat.TEXT))
        .isEqualTo(
            "2026-11-21T08:09:10.123Z WARN Test - uid=\"x?2026-11-21T08:09:10.124Z ERROR Budget -"
                + " forged??[2J\" Read");
    assertThat(line(FORGED).in(LogFormat.TEXT))
        .isEqualTo(
            "2026-11-21T08:09:10.123Z WARN Test - x?2026-11-21T08:09:10.124Z ERROR Budget -"
                + " forged??[2J");
  }

  /// Otherwise a value could end with another key and its value.
  @Test
  void keepsValuesApart() {
    assertThat(
            line(
                    "Read",
                    new KeyValuePair("a", "1 b=2"),
                    new KeyValuePair("c", "\" d=\"3"),
                    new KeyValuePair("e", ""),
                    new KeyValuePair("f", null),
                    new KeyValuePair("g", 4))
                .in(LogFormat.TEXT))
        .isEqualTo(
            "2026-11-21T08:09:10.123Z WARN Test - a=\"1 b=2\" c=\"' d='3\" e=\"\" f=null g=4 Read");
  }

  @Test
  void hasOneJsonObjectWithAMemberPerKey() {
    assertThat(
            line(
                    "Read \"it\"",
                    new KeyValuePair("uid", "a\\\"b\n{}"),
                    new KeyValuePair("port", 8443),
                    new KeyValuePair("ready", true))
                .in(LogFormat.JSON))
        .isEqualTo(
            """
            {"level":"WARN","time":"2026-11-21T08:09:10.123Z","logger":"io.metricssidecar.Test",\
            "message":"Read \\"it\\"","uid":"a\\\\\\"b?{}","port":8443,"ready":true}""");
  }

  @Test
  void replacesWhatTurnsTheDirectionOrCannotBeSeen() {
    for (var character :
        new String[] {
          "\r", "\t", "\u0000", "\u007f", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066",
          "\u200b", "\ufeff", "\ud800", "\ue000"
        }) {
      assertThat(LoggedText.oneLine("a" + character + "b", 10)).isEqualTo("a?b");
    }
    assertThat(LoggedText.oneLine("größe 標準 \ud83d\ude00", 20)).isEqualTo("größe 標準 \ud83d\ude00");
  }

  @Test
  void cutsWhatComesFromElsewhere() {
    assertThat(LoggedText.value("x".repeat(256))).isEqualTo("x".repeat(256));
    assertThat(LoggedText.value("\ud83d\ude00".repeat(257)))
        .isEqualTo("\ud83d\ude00".repeat(256) + "…");
    assertThat(LoggedText.value(new IllegalStateException("x".repeat(300))))
        .isEqualTo("java.lang.IllegalStateException: " + "x".repeat(223) + "…");
    assertThat(LoggedText.value(List.of("x".repeat(5_000)))).hasSize(4_097);
  }

  @Test
  void hasTheStackInLinesThatNoMessageCanImitate() {
    var failure = new IllegalStateException("a\nb", new IllegalArgumentException("c\r\nd"));

    var text = with(failure).in(LogFormat.TEXT);
    assertThat(text.lines().limit(2))
        .containsExactly(
            "2026-11-21T08:09:10.123Z WARN Test - Failed",
            "\tjava.lang.IllegalStateException: a?b");
    assertThat(text.lines()).contains("\tcaused by java.lang.IllegalArgumentException: c??d");
    assertThat(text.lines().skip(1)).allMatch(line -> line.startsWith("\t")).hasSizeLessThan(101);

    assertThat(with(failure).in(LogFormat.JSON))
        .contains("\"stack\":[\"java.lang.IllegalStateException: a?b\",\"at ")
        .doesNotContain("\n");
  }

  private static LogLine with(Throwable failure) {
    return new LogLine(TIME, Level.WARN, "io.metricssidecar.Test", "Failed", List.of(), failure);
  }

  private static LogLine line(String message, KeyValuePair... pairs) {
    return new LogLine(TIME, Level.WARN, "io.metricssidecar.Test", message, List.of(pairs), null);
  }
}
