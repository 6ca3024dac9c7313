package io.metricssidecar.decision.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalRuleTest {
  private static Shedding keeping(String percent) {
    var env = Map.of("MINIMUM_PODS_TO_KEEP_PERCENT", percent);
    return SidecarSettings.read(SettingsSource.env(env)).value().shedding();
  }

  private static WorkloadStatus status(int desired, int available, int updated) {
    return new WorkloadStatus(desired, available, available, updated, false);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 0, FULL",
    "0, 0, 0, 0, FULL",
    "2, 2, 2, 51, FULL",
    "3, 3, 3, 100, FULL",
    "2, 2, 2, 50, ",
    "2, 1, 2, 50, FLOOR",
    "2, 2, 2, 0, ",
    "2, 1, 2, 0, FLOOR",
    "3, 3, 3, 50, ",
    "3, 2, 3, 50, FLOOR",
    "3, 3, 2, 50, ROLLOUT",
    "10, 10, 10, 30, ",
    "10, 4, 10, 30, ",
    "10, 3, 10, 30, FLOOR"
  })
  void leavesOnlyWhatIsAboveTheFloor(
      int desired, int available, int updated, String keep, @Nullable DenialReason reason) {
    assertThat(LocalRule.denial(status(desired, available, updated), keeping(keep)))
        .isEqualTo(Optional.ofNullable(reason));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 50, false",
    "3, 1, 50, true",
    "2, 0, 0, true",
    "2, 1, 0, false",
    "1, 0, 0, true",
    "0, 0, 0, true",
    "10, 3, 30, false",
    "10, 2, 30, true"
  })
  void comesBackWhenTheFloorIsBroken(int desired, int available, String keep, boolean broken) {
    assertThat(LocalRule.broken(status(desired, available, desired), keeping(keep)))
        .isEqualTo(broken);
  }
}
