package io.metricssidecar.controller.writes;

import static io.metricssidecar.controller.writes.TestWrites.role;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final AccessAction CREATE = new AccessAction.Create(role("shop", "web"));
  private static final AccessAction UPDATE = new AccessAction.Update(role("shop", "web"));
  private static final Outcome DONE = new Outcome.Done();
  private static final Outcome TAKEN = new Outcome.Taken();
  private static final Outcome FAILED = new Outcome.Failed("timeout", true);

  private final Holds holds = new Holds();

  @Test
  void createdObjectIsNotCreatedAgainBeforeTheWatchHasHadTimeToShowIt() {
    holds.put(CREATE, DONE, NOON);

    assertThat(holds.held(CREATE, NOON.plusMillis(1_999))).isTrue();
    assertThat(holds.unseen()).isTrue();
    assertThat(holds.held(CREATE, NOON.plusSeconds(2))).isFalse();
  }

  @Test
  void createdObjectIsWrittenOtherwiseAtOnce() {
    holds.put(CREATE, DONE, NOON);

    assertThat(holds.held(UPDATE, NOON)).isFalse();
  }

  @Test
  void createdObjectThatThePlanNoLongerAsksForWasSeen() {
    holds.put(CREATE, DONE, NOON);
    holds.retain(List.of(CREATE));
    assertThat(holds.unseen()).isTrue();

    holds.retain(List.of(UPDATE));
    assertThat(holds.unseen()).isFalse();
    assertThat(holds.held(CREATE, NOON)).isFalse();
  }

  @Test
  void updatedObjectMayBeUpdatedAgain() {
    holds.put(UPDATE, DONE, NOON);

    assertThat(holds.held(UPDATE, NOON)).isFalse();
    assertThat(holds.unseen()).isFalse();
  }

  @Test
  void failedWriteIsRepeatedAfterFiveSeconds() {
    assertThat(holds.put(CREATE, FAILED, NOON)).isTrue();

    assertThat(holds.held(CREATE, NOON.plusMillis(4_999))).isTrue();
    assertThat(holds.held(CREATE, NOON.plusSeconds(5))).isFalse();
    assertThat(holds.put(CREATE, FAILED, NOON.plusSeconds(5))).isFalse();
  }

  @Test
  void nameThatIsTakenIsCountedAndTriedAgainAfterHalfAMinute() {
    assertThat(holds.put(CREATE, TAKEN, NOON)).isTrue();

    assertThat(holds.taken()).isEqualTo(1);
    assertThat(holds.held(CREATE, NOON.plusSeconds(29))).isTrue();
    assertThat(holds.held(CREATE, NOON.plusSeconds(30))).isFalse();
    assertThat(holds.put(CREATE, TAKEN, NOON.plusSeconds(30))).isFalse();
  }

  @Test
  void successEndsAFailure() {
    holds.put(UPDATE, FAILED, NOON);
    holds.put(UPDATE, DONE, NOON);

    assertThat(holds.held(UPDATE, NOON)).isFalse();
    assertThat(holds.put(UPDATE, FAILED, NOON)).isTrue();
  }

  @Test
  void whatNoPlanHasIsForgotten() {
    holds.put(CREATE, TAKEN, NOON);
    holds.retain(List.of(new AccessAction.Create(role("shop", "db"))));

    assertThat(holds.taken()).isZero();
    assertThat(holds.held(CREATE, NOON)).isFalse();
  }

  @Test
  void objectsOfAnotherKindNamespaceOrNameAreNotHeld() {
    holds.put(CREATE, FAILED, NOON);

    assertThat(holds.held(new AccessAction.Create(role("store", "web")), NOON)).isFalse();
    assertThat(holds.held(new AccessAction.Create(role("shop", "db")), NOON)).isFalse();
  }
}
