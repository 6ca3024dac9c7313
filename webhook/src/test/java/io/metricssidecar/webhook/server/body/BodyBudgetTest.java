package io.metricssidecar.webhook.server.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
  private static final int PAGE = ReviewBody.PAGE;

  @Test
  void holdsABodyWhole() {
    var budget = new BodyBudget(8 * PAGE, 2);
    var body = budget.open();
    var random = new Random(1);
    var sent = new byte[3 * PAGE + 5];
    random.nextBytes(sent);
    for (var from = 0; from < sent.length; ) {
      var to = Math.min(sent.length, from + 1 + random.nextInt(5_000));
      body.add(Arrays.copyOfRange(sent, from, to));
      from = to;
    }

    assertThat(budget.held()).isEqualTo(4 * PAGE);
    assertThat(body.excess()).isEmpty();
    assertThat(body.take()).isEqualTo(sent);
    assertThat(budget.held()).isZero();
  }

  @Test
  void holdsNothingOfAnEmptyBody() {
    var budget = new BodyBudget(8 * PAGE, 2);

    assertThat(budget.open().take()).isEmpty();
    assertThat(budget.held()).isZero();
  }

  @Test
  void keepsTheUidAloneOfABodyThatIsTooLong() {
    var budget = new BodyBudget(ReviewLimits.MAX_HELD_BYTES, 256);
    var body = budget.open();
    body.add("{\"request\":{\"object\":\"".getBytes(UTF_8));
    body.add(text(ReviewLimits.MAX_BYTES - 22));
    assertThat(body.excess()).isEmpty();

    body.add(text(1));
    body.add("\",\"uid\":\"a\"}}".getBytes(UTF_8));

    assertThat(body.excess()).contains(Excess.BYTES);
    assertThat(body.uid()).isEqualTo("a");
    assertThat(budget.held()).isZero();
  }

  @Test
  void dropsTheBodyThatBeganFirstOfThoseAboveTheirShare() {
    var budget = new BodyBudget(8 * PAGE, 4);
    var within = budget.open();
    within.add(text(2 * PAGE));
    var first = budget.open();
    first.add("{\"request\":{\"uid\":\"a\",\"object\":\"".getBytes(UTF_8));
    first.add(text(2 * PAGE));
    var second = budget.open();
    second.add(text(3 * PAGE));
    assertThat(budget.held()).isEqualTo(8 * PAGE);

    var third = budget.open();
    third.add(text(1));

    assertThat(first.excess()).contains(Excess.BUDGET);
    assertThat(first.uid()).isEqualTo("a");
    assertThat(List.of(within, second, third)).allMatch(body -> body.excess().isEmpty());
    assertThat(budget.held()).isEqualTo(6 * PAGE);
  }

  @Test
  void dropsTheBodyItselfWhereAllOthersAreWithinTheirShare() {
    var budget = new BodyBudget(8 * PAGE, 4);
    for (var number = 0; number < 3; number++) {
      budget.open().add(text(2 * PAGE));
    }
    var large = budget.open();
    large.add(text(2 * PAGE));
    large.add(text(1));

    assertThat(large.excess()).contains(Excess.BUDGET);
    assertThat(budget.held()).isEqualTo(6 * PAGE);
  }

  /// Any bodies in any order: never more than the budget, and none within its share is dropped.
  @Test
  void neverHoldsMoreAndNeverDropsABodyWithinItsShare() {
    var random = new Random(11);
    var budget = new BodyBudget(30 * PAGE, 6);
    assertThat(budget.share()).isEqualTo(5 * PAGE);
    var bodies = new ArrayList<ReviewBody>();
    var sizes = new HashMap<ReviewBody, Integer>();
    var dropped = 0;
    for (var step = 0; step < 50_000; step++) {
      if (bodies.size() < 6 && random.nextInt(4) == 0) {
        bodies.add(budget.open());
      } else if (!bodies.isEmpty()) {
        var body = bodies.get(random.nextInt(bodies.size()));
        if (random.nextInt(12) == 0) {
          dropped += body.excess().isPresent() ? 1 : 0;
          body.close();
          bodies.remove(body);
        } else {
          var length = random.nextInt(2 * PAGE);
          body.add(new byte[length]);
          sizes.merge(body, length, Integer::sum);
        }
      }
      assertThat(budget.held()).isLessThanOrEqualTo(30 * PAGE);
      for (var body : bodies) {
        if (sizes.getOrDefault(body, 0) <= budget.share()) {
          assertThat(body.excess()).isEmpty();
        }
      }
    }
    assertThat(dropped).isGreaterThan(100);
    bodies.forEach(ReviewBody::close);
    assertThat(budget.held()).isZero();
  }

  private static byte[] text(int length) {
    return "x".repeat(length).getBytes(UTF_8);
  }
}
