package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Setting;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

@ExtendWith(OnCluster.class)
@Isolated("the other cases need the API server")
class ApiServerRestartE2E {
  /// How long we ourselves may see nothing: the API server answers before all is in its caches.
  private static final Duration AWAY = Duration.ofSeconds(60);

  @Test
  @EnabledIfSystemProperty(named = "e2e.long", matches = "true")
  void floorHoldsWhileTheApiServerRestarts(Release release, Namespace namespace) {
    var testbed = TestbedParts.of(namespace.cluster());
    var settings = Map.of(Setting.GUARD, "off", Setting.MINIMUM_PODS, "30");
    try (var fleet = Fleet.start(namespace, 3, settings);
        var _ = fleet.overload()) {
      fleet.awaitShed(2);

      testbed.restart("apiserver");

      fleet.look(Duration.ofSeconds(90));
      namespace
          .progress()
          .say(
              "nothing seen for %d s, fewest ready %d, sheds %d"
                  .formatted(
                      fleet.endpoints().longestGap().toSeconds(),
                      fleet.endpoints().fewest(),
                      fleet.lease().sheds()));
      assertThat(fleet.endpoints().fewest()).isPositive();
      assertThat(fleet.endpoints().longestGap()).isLessThan(AWAY);
      assertThat(fleet.lease().most()).isLessThanOrEqualTo(2);
    }
  }
}
