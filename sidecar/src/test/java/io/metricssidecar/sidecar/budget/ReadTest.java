package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.sidecar.budget.BudgetApi.Read;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadTest {
  private static final Read<Integer> TOO_LARGE = new Read.TooLarge<>();
  private static final Read<Integer> FAILED = new Read.Failed<>();

  @Test
  void whatWasFoundIsReadOnWith() {
    Read<Integer> found = new Read.Found<>(7);

    assertThat(found.then(seven -> Future.succeededFuture(new Read.Found<>("n" + seven))).result())
        .isEqualTo(new Read.Found<>("n7"));
    assertThat(found.map(seven -> "n" + seven)).isEqualTo(new Read.Found<>("n7"));
  }

  @Test
  void whatWasNotFoundStaysSoAndNothingElseIsRead() {
    assertThat(List.of(TOO_LARGE, FAILED))
        .allSatisfy(
            missing -> {
              assertThat(missing.then(ReadTest::unasked).result()).isEqualTo(missing);
              assertThat(missing.map(_ -> "never")).isEqualTo(missing);
            });
  }

  private static Future<Read<Integer>> unasked(int value) {
    throw new AssertionError("asked for more than " + value);
  }
}
