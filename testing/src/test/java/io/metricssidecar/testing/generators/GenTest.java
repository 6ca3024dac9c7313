package io.metricssidecar.testing.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.testing.Seed;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenTest {
  private enum Colour {
    RED,
    GREEN,
    BLUE
  }

  private static <T extends @Nullable Object> List<T> values(Gen<T> gen) {
    var random = new Seed(7).source();
    return Stream.generate(() -> gen.next(random)).limit(10_000).toList();
  }

  private static <T> Map<T, Long> counts(Gen<T> gen) {
    return values(gen).stream()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-3, 3",
    "5, 120",
    "-120, -5",
    "0, 9223372036854775807",
    "1, 9223372036854775807",
    "-9223372036854775808, -1",
    "-9223372036854775808, 0",
    "-9223372036854775807, 9223372036854775807",
    "-9223372036854775808, 9223372036854775807",
    "9223372036854775800, 9223372036854775807"
  })
  void numbersStayWithinTheirBoundsAndReachThem(long min, long max) {
    assertThat(values(Gens.longs(min, max)))
        .allSatisfy(number -> assertThat(number).isBetween(min, max))
        .contains(min, max);
  }

  @Test
  void edgesComeAgainAndAgain() {
    var counts = counts(Gens.integers(-1_000_000, 1_000_000));

    assertThat(List.of(-1_000_000, -999_999, -1, 0, 1, 999_999, 1_000_000))
        .allSatisfy(edge -> assertThat(counts.get(edge)).isGreaterThan(100));
  }

  @Test
  void smallNumbersComeAsWellAsLargeOnes() {
    var numbers = values(Gens.integers(0, 1_000_000));

    assertThat(numbers.stream().filter(number -> number > 1 && number < 100))
        .hasSizeGreaterThan(500);
    assertThat(numbers.stream().filter(number -> number > 500_000)).hasSizeGreaterThan(2_000);
    assertThat(numbers.stream().distinct()).hasSizeGreaterThan(5_000);
  }

  @Test
  void everyNumberOfASmallRangeComes() {
    assertThat(counts(Gens.integers(2, 6))).containsOnlyKeys(2, 3, 4, 5, 6);
  }

  @Test
  void fractionsStayWithinTheirBoundsAndReachThem() {
    assertThat(values(Gens.doubles(-0.5, 2)))
        .allSatisfy(number -> assertThat(number).isBetween(-0.5, 2.0))
        .contains(-0.5, 0.0, 2.0);
  }

  @Test
  void stringsHaveTheirCharactersAndAllLengths() {
    assertThat(values(Gens.strings("ab", 0, 3)))
        .allSatisfy(text -> assertThat(text).matches("[ab]{0,3}"))
        .contains("", "a", "b", "ab", "bba");
  }

  @Test
  void bytesHaveAllValuesAndAllLengths() {
    assertThat(values(Gens.bytes(2)))
        .contains(new byte[0], new byte[] {Byte.MIN_VALUE})
        .allSatisfy(bytes -> assertThat(bytes).hasSizeLessThanOrEqualTo(2));
  }

  @Test
  void choicesComeEquallyOften() {
    assertThat(counts(Gens.enums(Colour.class)).values())
        .hasSize(3)
        .allSatisfy(count -> assertThat(count).isBetween(3_000L, 3_700L));
    assertThat(counts(Gens.of("a", "b"))).containsOnlyKeys("a", "b");
    assertThat(counts(Gens.elements(List.of(1, 2)))).containsOnlyKeys(1, 2);
    assertThat(counts(Gens.booleans())).containsOnlyKeys(true, false);
    assertThat(counts(Gens.oneOf(Gens.of(1, 2), Gens.of(3)))).containsOnlyKeys(1, 2, 3);
  }

  @Test
  void weightsSayHowOftenAChoiceComes() {
    var counts =
        counts(
            Gens.frequency(
                Gens.of("often").weighted(9),
                Gens.of("never").weighted(0),
                Gens.of("rarely").weighted(1)));

    assertThat(counts).containsOnlyKeys("often", "rarely");
    assertThat(counts.get("rarely")).isBetween(900L, 1_100L);
  }

  @Test
  void nullComesAsOftenAsAsked() {
    assertThat(values(Gens.of("a").orNull(0.2)).stream().filter(value -> value == null))
        .hasSizeBetween(1_900, 2_100);
  }

  @Test
  void collectionsHaveAllSizes() {
    var gen = Gens.integers(0, 9);

    assertThat(counts(gen.list(1, 4).map(List::size))).containsOnlyKeys(1, 2, 3, 4);
    assertThat(counts(gen.set(3).map(set -> set.size()))).containsOnlyKeys(0, 1, 2, 3);
    assertThat(counts(Gens.maps(gen, gen, 2).map(Map::size))).containsOnlyKeys(0, 1, 2);
    assertThat(counts(Gens.of("a", "b").set(9).map(set -> set.size()))).containsOnlyKeys(0, 1, 2);
  }

  @Test
  void generatorsFollowFromOthers() {
    assertThat(counts(Gens.of(1, 2).map(number -> number * 10))).containsOnlyKeys(10, 20);
    assertThat(counts(Gens.of(1, 2, 3).filter(number -> number != 2))).containsOnlyKeys(1, 3);
    assertThat(values(Gens.integers(1, 5).flatMap(most -> Gens.integers(0, most).list(most, most))))
        .allSatisfy(list -> assertThat(list).allMatch(number -> number <= list.size()));
  }

  @Test
  void theSameRandomnessGivesTheSameValueAgain() {
    var gen = Gens.maps(Gens.strings("abc", 0, 5), Gens.longs().orNull(0.1).list(0, 4), 6);

    assertThat(values(gen)).isEqualTo(values(gen));
  }

  @Test
  void refusesWhatCanGiveNoValue() {
    assertThatThrownBy(() -> Gens.integers(2, 1)).hasMessage("2 is greater than 1");
    assertThatThrownBy(() -> Gens.of()).hasMessage("nothing to choose from");
    assertThatThrownBy(() -> Gens.elements(List.of())).hasMessage("nothing to choose from");
    assertThatThrownBy(() -> Gens.of(1).weighted(-1)).hasMessage("a weight is negative: -1");
    assertThatThrownBy(() -> values(Gens.of(1).filter(_ -> false)))
        .hasMessage("none of 1000 values meets the condition of a filter");
  }
}
