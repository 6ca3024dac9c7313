package io.metricssidecar.decision.overload;

import static io.metricssidecar.decision.overload.MachineFixture.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverloadConfigTest {
  @Test
  void defaults() {
    assertThat(MachineFixture.CONFIG)
        .isEqualTo(
            new OverloadConfig(
                seconds(300),
                seconds(60),
                2,
                2,
                seconds(1),
                seconds(15),
                seconds(60),
                seconds(300),
                seconds(60),
                seconds(30),
                seconds(45),
                seconds(900),
                seconds(15)));
  }

  @Test
  void followsTheUsersSettings() {
    var env =
        Map.of(
            "WARM_UP", "0s",
            "POLL_INTERVAL", "1m",
            "PROBE_PERIOD_SECONDS", "10",
            "PROBE_TIMEOUT_SECONDS", "3",
            "PROBE_FAILURE_THRESHOLD", "3",
            "PROBE_SUCCESS_THRESHOLD", "2");
    var config = OverloadConfig.of(SidecarSettings.read(SettingsSource.env(env)).value());

    assertThat(config.warmUp()).isEqualTo(seconds(0));
    assertThat(config.stale()).isEqualTo(seconds(180));
    assertThat(config.settle()).isEqualTo(seconds(63));
    assertThat(config.readyWait()).isEqualTo(seconds(28));
  }

  /// The kubelet waits for an answer before it sends the next probe: period 5, timeout 20, and two
  /// answers of each kind.
  @Test
  void probesAreATimeoutApartWhereThatIsLongerThanThePeriod() {
    var env =
        Map.of(
            "PROBE_PERIOD_SECONDS", "5",
            "PROBE_TIMEOUT_SECONDS", "20",
            "PROBE_FAILURE_THRESHOLD", "3",
            "PROBE_SUCCESS_THRESHOLD", "2");
    var config = OverloadConfig.of(SidecarSettings.read(SettingsSource.env(env)).value());

    assertThat(config.settle()).isEqualTo(seconds(3 * 20 + 20 + 30));
    assertThat(config.readyWait()).isEqualTo(seconds(2 * 20 + 20 + 5));
  }
}
