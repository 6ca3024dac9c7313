package io.metricssidecar.contract.budget;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetRecordTest {
  private static final Map<String, String> LEASE =
      Map.of(
          "metrics-sidecar/format",
          "1",
          "metrics-sidecar/slots",
          "3",
          "team",
          "shop",
          "holder.metrics-sidecar/b",
          "2 web-b",
          "holder.metrics-sidecar/a",
          "10 web-a");
  private static final BudgetRecord RECORD =
      new BudgetRecord("3", List.of(new Holder("b", 2, "web-b"), new Holder("a", 10, "web-a")));

  @Test
  void readsSlotsAndHoldersInOrderOfAcquisition() {
    assertThat(BudgetRecord.read(LEASE)).contains(RECORD);
    assertThat(RECORD.holders()).extracting(Holder::uid).containsExactly("b", "a");
  }

  @Test
  void readsBackWhatItWrites() {
    var unreadable =
        new BudgetRecord(
            null, List.of(new Holder("a", 3, ""), new Holder("x", Long.MAX_VALUE, "")));

    assertThat(RECORD.annotations()).isEqualTo(without(LEASE, "team"));
    assertThat(BudgetRecord.EMPTY.annotations()).isEqualTo(Map.of("metrics-sidecar/format", "1"));
    assertThat(List.of(RECORD, unreadable, BudgetRecord.EMPTY))
        .allSatisfy(record -> assertThat(BudgetRecord.read(record.annotations())).contains(record));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "01", "1 ", "1\n", "\u0661"})
  void doesNotReadAnUnknownFormat(String format) {
    assertThat(BudgetRecord.read(with(LEASE, "metrics-sidecar/format", format))).isEmpty();
  }

  @Test
  void doesNotReadALeaseWithoutAFormat() {
    assertThat(BudgetRecord.read(without(LEASE, "metrics-sidecar/format"))).isEmpty();
    assertThat(BudgetRecord.read(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "007, 7", "9999999, 9999999"})
  void readsSlotsOfOneToSevenDigits(String text, int slots) {
    assertThat(slots(text)).isEqualTo(slots);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345678", "-1", "+1", "1.0", " 1", "1 ", "1\n", "\u0661", "many"})
  void slotsThatCannotBeReadAreNone(String text) {
    assertThat(slots(text)).isEqualTo(0);
  }

  /// None written is not the same as none left: the sidecar then knows of no bound.
  @Test
  void slotsThatWereNotWrittenAreNotKnown() {
    var read = BudgetRecord.read(without(LEASE, "metrics-sidecar/slots")).orElseThrow();

    assertThat(read.slots()).isNull();
    assertThat(read.slotCount()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1 web-a, 1, web-a",
    "0001 web-a, 1, web-a",
    "999999999999999999 web-a, 999999999999999999, web-a",
    "1, 1, ''",
    "'1 ', 1, ''",
    "1 Web_A, 1, Web_A",
    "1 web a, 1, web a"
  })
  void readsTheSequenceAndTheName(String text, long sequence, String name) {
    assertThat(holder(text)).isEqualTo(new Holder("x", sequence, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "garbage",
        "-1 x",
        "1.5 x",
        "1234567890123456789 x",
        " 1 x",
        "1\tx",
        "1\nx",
        "\u0661 x"
      })
  void textThatCannotBeReadIsAHolderAndTheLast(String text) {
    assertThat(holder(text)).isEqualTo(new Holder("x", Long.MAX_VALUE, ""));
    assertThat(
            BudgetRecord.read(with(LEASE, "holder.metrics-sidecar/x", text))
                .orElseThrow()
                .holders())
        .extracting(Holder::uid)
        .containsExactly("b", "a", "x");
  }

  @Test
  void holdersOfOneSequenceNumberAreInOrderOfTheirUids() {
    var record = BudgetRecord.read(with(LEASE, "holder.metrics-sidecar/0", "2 web-0"));

    assertThat(record.orElseThrow().holders())
        .extracting(Holder::uid)
        .containsExactly("0", "b", "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "web-a", "web.example-0", "0"})
  void namesAPodThatCanBeAskedFor(String name) {
    assertThat(holder("1 " + name).validPodName()).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Web", "web_a", "-web", "web-", "web/../a", "web a", "web\n", "wéb"})
  void namesNoPodThatCannotExist(String name) {
    assertThat(holder("1 " + name).validPodName()).isEqualTo(Optional.empty());
  }

  @Test
  void aLeaseIsPausedWhileItHasTheAnnotation() {
    assertThat(RECORD.pause()).isNull();
    assertThat(pause("person 2026-11-22T04:00:00Z release of the shop"))
        .isEqualTo(new Pause(Pause.By.PERSON, "2026-11-22T04:00:00Z", "release of the shop"));
    assertThat(pause("controller 2026-11-22T04:00:00Z"))
        .isEqualTo(new Pause(Pause.By.CONTROLLER, "2026-11-22T04:00:00Z", ""));
  }

  /// Whatever is written there stops shedding, and the controller removes only what it wrote.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "true",
        "false",
        "0",
        "controller",
        "Controller 1",
        "controllers 1",
        " person"
      })
  void anyOtherTextIsThePauseOfAPerson(String text) {
    assertThat(pause(text)).isEqualTo(new Pause(Pause.By.PERSON, "", text));
  }

  @Test
  void readsBackThePauseThatItWrites() {
    var pauses =
        List.of(
            new Pause(Pause.By.PERSON, "2026-11-22T04:00:00Z", "two words"),
            new Pause(Pause.By.CONTROLLER, "2026-11-22T04:00:00Z", ""));

    assertThat(pauses)
        .allSatisfy(
            pause -> {
              var record = new BudgetRecord("2", pause, List.of());
              assertThat(BudgetRecord.read(record.annotations())).contains(record);
            });
  }

  @Test
  void tellsPeopleWhoPausedItWithoutControlCharacters() {
    assertThat(
            List.of(
                pause("person 2026-11-22T04:00:00Z a\u001b[2Jb\u009fc").sentence(),
                pause("controller 2026-11-22T04:00:00Z").sentence(),
                pause("").sentence()))
        .isEqualTo(
            List.of(
                "by a person since 2026-11-22T04:00:00Z: a [2Jb c",
                "by the controller since 2026-11-22T04:00:00Z",
                "by a person"));
  }

  private static Pause pause(String text) {
    return requireNonNull(
        BudgetRecord.read(with(LEASE, "metrics-sidecar/paused", text)).orElseThrow().pause());
  }

  private static @Nullable Integer slots(String text) {
    return BudgetRecord.read(with(LEASE, "metrics-sidecar/slots", text)).orElseThrow().slotCount();
  }

  private static Holder holder(String text) {
    return BudgetRecord.read(
            Map.of("metrics-sidecar/format", "1", "holder.metrics-sidecar/x", text))
        .orElseThrow()
        .holders()
        .getFirst();
  }

  private static Map<String, String> with(Map<String, String> lease, String key, String value) {
    var changed = new HashMap<>(lease);
    changed.put(key, value);
    return changed;
  }

  private static Map<String, String> without(Map<String, String> lease, String key) {
    var changed = new HashMap<>(lease);
    changed.remove(key);
    return changed;
  }
}
