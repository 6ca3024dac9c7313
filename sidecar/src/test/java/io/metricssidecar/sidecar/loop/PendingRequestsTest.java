package io.metricssidecar.sidecar.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.sidecar.loop.PendingRequests.Kind;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
  private final PendingRequests pending = new PendingRequests();

  @Test
  void listsARequestUntilItsResultArrives() {
    var slot = Promise.<String>promise();
    var release = Promise.<String>promise();
    pending.until(slot.future(), Kind.SLOT);
    pending.until(release.future(), Kind.RELEASE);
    var both = pending.requests();

    slot.complete("granted");

    assertThat(List.of(both, pending.requests()))
        .isEqualTo(List.of(List.of(Kind.SLOT, Kind.RELEASE), List.of(Kind.RELEASE)));
  }

  @Test
  void whoeverIsToldOfAResultNoLongerFindsTheRequestListed() {
    var slot = Promise.<String>promise();
    var seen = new ArrayList<List<Kind>>();
    pending.until(slot.future(), Kind.SLOT).onComplete(_ -> seen.add(pending.requests()));

    slot.complete("granted");

    assertThat(seen).isEqualTo(List.of(List.of()));
  }

  @Test
  void aFailureIsAResultToo() {
    var result = Promise.<String>promise();
    var listed = pending.until(result.future(), Kind.READINESS);

    result.fail("broken");

    assertThat(listed.failed()).isTrue();
    assertThat(pending.requests()).isEmpty();
  }

  @Test
  void ofTwoRequestsOfAKindOneStays() {
    var first = Promise.<String>promise();
    pending.until(first.future(), Kind.READINESS);
    pending.until(Promise.<String>promise().future(), Kind.READINESS);

    first.complete("ready");

    assertThat(pending.requests()).isEqualTo(List.of(Kind.READINESS));
  }

  @Test
  void kindsAreWordsOfExplain() {
    assertThat(Arrays.stream(Kind.values()).map(Kind::label))
        .containsExactly("slot", "readiness", "release", "confirmation");
  }
}
