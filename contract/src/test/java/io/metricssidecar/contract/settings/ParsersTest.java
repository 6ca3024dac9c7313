package io.metricssidecar.contract.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParsersTest {
  @Test
  void readsWholeNumbersOfARangeAlone() {
    var parser = Parsers.integer(1, 300);

    assertThat(values(parser, "1", "007", "300")).containsExactly(1, 7, 300);
    assertThat(values(parser, "0", "301", "-1", "+1", "1.5", "", " 1", "1000000000")).isEmpty();
    assertThat(parser.expected()).isEqualTo("a whole number from 1 to 300");
    assertThat(parser.allowed()).isEqualTo("1 to 300");
  }

  @Test
  void readsPositiveNumbersOfUpToEighteenDigits() {
    var parser = Parsers.positive();

    assertThat(values(parser, "1", "999999999999999999")).containsExactly(1L, 999999999999999999L);
    assertThat(values(parser, "0", "01", "-1", "1000000000000000000")).isEmpty();
  }

  @Test
  void readsPercentagesFromTheMinimumOn() {
    var parser = Parsers.percent(1);

    assertThat(values(parser, "1", "80.25", "100"))
        .containsExactly(Percent.of(1), new Percent(8025), Percent.of(100));
    assertThat(values(parser, "0.99", "100.01", "80.255")).isEmpty();
    assertThat(parser.format(new Percent(8050))).isEqualTo("80.5");
  }

  @Test
  void readsDurationsOfARangeAlone() {
    var parser = Parsers.duration(Duration.ofSeconds(1), Duration.ofMinutes(5), "15s");

    assertThat(values(parser, "1s", "5m"))
        .containsExactly(Duration.ofSeconds(1), Duration.ofMinutes(5));
    assertThat(values(parser, "999ms", "301s", "15")).isEmpty();
    assertThat(parser.format(Duration.ofMillis(1500))).isEqualTo("1500ms");
    assertThat(parser.expected()).isEqualTo("a duration from 1s to 300s, such as 15s");
    assertThat(parser.allowed()).isEqualTo("1s to 5m");
  }

  @Test
  void readsConstantsInLowerCaseWithDashes() {
    var parser = Parsers.choice(RetentionChoice.values());

    assertThat(values(parser, "keep", "drop-all"))
        .containsExactly(RetentionChoice.KEEP, RetentionChoice.DROP_ALL);
    assertThat(values(parser, "KEEP", "drop_all", "")).isEmpty();
    assertThat(parser.format(RetentionChoice.DROP_ALL)).isEqualTo("drop-all");
    assertThat(parser.expected()).isEqualTo("one of keep, drop-all");
    assertThat(parser.allowed()).isEqualTo("keep, drop-all");
  }

  @Test
  void readsTrueAndFalseAsTwoValues() {
    var parser = Parsers.either(TimeUnit.DAYS, TimeUnit.HOURS);

    assertThat(values(parser, "true", "false")).containsExactly(TimeUnit.DAYS, TimeUnit.HOURS);
    assertThat(values(parser, "True", "yes", "1")).isEmpty();
    assertThat(parser.format(TimeUnit.HOURS)).isEqualTo("false");
  }

  @Test
  void keepsQuantitiesAsWritten() {
    var parser = Parsers.quantity("32Mi");

    assertThat(values(parser, "32Mi", "33554432", "1Gi"))
        .containsExactly("32Mi", "33554432", "1Gi");
    assertThat(values(parser, "31Mi", "-1Gi", "much")).isEmpty();
    assertThat(parser.expected()).isEqualTo("a quantity of at least 32Mi");
  }

  @Test
  void keepsQuantitiesGreaterThanZero() {
    assertThat(values(Parsers.quantity(), "1n", "0", "-1", "many", "1Gi"))
        .containsExactly("1n", "1Gi");
  }

  @Test
  void readsElementsBetweenCommas() {
    var parser = Parsers.list(Parsers.integer(1, 9));

    assertThat(values(parser, " 1 ,, 2", "")).containsExactly(List.of(1, 2), List.of());
    assertThat(parser.parse("1,x,2,10")).isEmpty();
    assertThat(parser.rejected("1,x,2,10")).isEqualTo("x,10");
    assertThat(parser.format(List.of(1, 2))).isEqualTo("1,2");
    assertThat(parser.expected()).isEqualTo("a whole number from 1 to 9");
    assertThat(parser.allowed()).isEqualTo("1 to 9, separated by commas");
  }

  @Test
  void canBeNarrowed() {
    var parser = Parsers.integer(0, 9).filter(number -> number % 2 == 0, "an even digit");

    assertThat(values(parser, "2", "3", "8")).containsExactly(2, 8);
    assertThat(parser.expected()).isEqualTo("an even digit");
    assertThat(parser.allowed()).isEqualTo("0 to 9");
  }

  private static <T> List<T> values(Parser<T> parser, String... texts) {
    return List.of(texts).stream().map(parser::parse).flatMap(Optional::stream).toList();
  }

  private enum RetentionChoice {
    KEEP,
    DROP_ALL
  }
}
