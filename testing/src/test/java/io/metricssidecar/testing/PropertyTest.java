package io.metricssidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metricssidecar.testing.generators.Gen;
import io.metricssidecar.testing.generators.Gens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyTest {
  private static final Seed SEED = new Seed(7);

  @Test
  void checksAsManyValuesAsItIsTold() {
    var values = seen(SEED, 250);

    assertThat(values).hasSize(250);
    assertThat(values.stream().distinct()).hasSizeGreaterThan(100);
  }

  @Test
  void theSameSeedGivesTheSameValues() {
    assertThat(seen(SEED, 50)).isEqualTo(seen(SEED, 50)).isNotEqualTo(seen(new Seed(8), 50));
  }

  /// So a failure of a long search is met again by a short run, and at the same try.
  @Test
  void moreTriesBeginWithTheValuesOfFewer() {
    assertThat(seen(SEED, 500)).startsWith(seen(SEED, 50).toArray(Long[]::new));
  }

  /// So a generator that draws more than before changes only the values of its own property's try.
  @Test
  void aValueDoesNotDependOnWhatTheOnesBeforeItDrew() {
    var values = new ArrayList<Long>();
    Gen<Long> afterManyDraws =
        random -> {
          var value = random.nextLong();
          random.longs(1000).forEach(_ -> {});
          return value;
        };
    Property.run(SEED, 1, afterManyDraws, 50, values::add);

    assertThat(values).isEqualTo(drawn(50));
  }

  @Test
  void aFailureTellsTheValueAndHowToReplayIt() {
    var tries = new ArrayList<List<Integer>>();
    var failure =
        catchThrowable(
            () ->
                Property.run(
                    SEED,
                    1,
                    Gens.integers(0, 9).list(0, 5),
                    1000,
                    value -> {
                      tries.add(value);
                      assertThat(value).doesNotContain(7);
                    }));

    assertThat(tries.getLast()).contains(7);
    assertThat(tries.subList(0, tries.size() - 1))
        .allSatisfy(list -> assertThat(list).doesNotContain(7));
    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            """
            PropertyTest.aFailureTellsTheValueAndHowToReplayIt fails at try %d of 1000 with seed 7
            Value:  %s
            Cause:  java.lang.AssertionError:\
            """
                .formatted(tries.size(), tries.getLast()))
        .hasMessageEndingWith(
            "\nReplay: -Dtest=PropertyTest#aFailureTellsTheValueAndHowToReplayIt -Dseed=7")
        .hasCauseInstanceOf(AssertionError.class);
  }

  @Test
  void theReplayOfAFailureFailsAtTheSameTryWithTheSameValue() {
    assertThat(failure().getMessage()).isEqualTo(failure().getMessage());
  }

  private static Throwable failure() {
    return catchThrowable(
        () ->
            Property.run(
                SEED, 1, Gens.longs(0, 1000), 10_000, value -> assertThat(value).isLessThan(990)));
  }

  @Test
  void aValueIsToldAsItWasBeforeTheCheckChangedIt() {
    var failure =
        catchThrowable(
            () ->
                Property.run(
                    SEED,
                    1,
                    Gens.of("a").list(2, 2),
                    1,
                    value -> {
                      value.clear();
                      throw new IOException("no");
                    }));

    assertThat(failure).hasMessageContaining("\nValue:  [a, a]\nCause:  java.io.IOException: no\n");
  }

  @Test
  void aFailingGeneratorFailsTheProperty() {
    Gen<String> broken =
        _ -> {
          throw new IllegalStateException("broken");
        };

    assertThatThrownBy(() -> Property.run(SEED, 1, broken, 1, _ -> {}))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("\nValue:  none, because its generator fails\n")
        .hasRootCauseMessage("broken");
  }

  @Test
  void pairsArraysAndTextsAreToldInFull() {
    var failure =
        catchThrowable(
            () ->
                Property.forAll(
                    Gens.of("a b"),
                    Gens.of(new byte[][] {{1, -2}}),
                    1,
                    (_, _) -> assertThat(true).isFalse()));

    assertThat(failure).hasMessageContaining("\nValue:  \"a b\" and [1, -2]\n");
  }

  @ParameterizedTest
  @ValueSource(ints = 1)
  void aParameterizedTestHasItsNameToo(int tries) {
    assertThatThrownBy(
            () -> Property.run(SEED, 1, Gens.booleans(), tries, _ -> assertThat(tries).isZero()))
        .hasMessageStartingWith(
            "PropertyTest.aParameterizedTestHasItsNameToo fails at try 1 of 1 ");
  }

  @Nested
  class InAnotherClass {
    @Test
    void aNestedTestHasTheNameThatTheBuildExpects() {
      assertThatThrownBy(
              () -> Property.run(SEED, 1, Gens.booleans(), 1, _ -> assertThat(true).isFalse()))
          .hasMessageContaining(
              "-Dtest=PropertyTest$InAnotherClass#aNestedTestHasTheNameThatTheBuildExpects ");
    }
  }

  @Test
  void aSearchTriesMoreOftenAndItsReplayToo() {
    var values = new ArrayList<Long>();
    var failure =
        catchThrowable(
            () ->
                Property.run(
                    SEED,
                    10,
                    Gens.longs(),
                    5,
                    value -> {
                      values.add(value);
                      assertThat(values).hasSizeLessThan(42);
                    }));

    assertThat(values).isEqualTo(seen(SEED, 42));
    assertThat(failure)
        .hasMessageContaining(" fails at try 42 of 50 with seed 7\n")
        .hasMessageEndingWith(" -Dseed=7 -Dtries.factor=10");
  }

  @Test
  void refusesToTryNothing() {
    assertThatThrownBy(() -> Property.run(SEED, 1, Gens.booleans(), 0, _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a property needs at least one try, not 0");
  }

  private static List<Long> seen(Seed seed, int tries) {
    var values = new ArrayList<Long>();
    Property.run(seed, 1, Gens.longs(), tries, values::add);
    return values;
  }

  private static List<Long> drawn(int tries) {
    var values = new ArrayList<Long>();
    Property.run(SEED, 1, random -> random.nextLong(), tries, values::add);
    return values;
  }
}
