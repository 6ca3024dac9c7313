package io.metricssidecar.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.LongCase;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.Testbed;
import io.metricssidecar.e2e.fleet.Fleet;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

@ExtendWith(ClusterExtension.class)
@Isolated("the other cases need the API server")
class ApiServerRestartE2E {
  /// Largest gap in our own samples: the API server answers before its caches are complete.
  private static final Duration MAX_GAP = Duration.ofSeconds(60);

  @Test
  @LongCase
  void floorHoldsWhileTheApiServerRestarts(Release release, Namespace namespace) {
    var testbed = Testbed.of(namespace.cluster());
    var settings =
        Map.<Setting<?>, String>of(SidecarSetting.GUARD, "off", SidecarSetting.MINIMUM_PODS, "30");
    try (var fleet = Fleet.start(namespace, 3, settings);
        var _ = fleet.overload()) {
      fleet.awaitShed(2);

      testbed.restart("apiserver");

      fleet.observe(Duration.ofSeconds(90));
      namespace
          .progress()
          .report(
              "nothing seen for %d s, fewest ready %d, sheds %d"
                  .formatted(
                      fleet.endpoints().longestGap().toSeconds(),
                      fleet.endpoints().fewest(),
                      fleet.lease().sheds()));
      assertThat(fleet.endpoints().fewest()).isPositive();
      assertThat(fleet.endpoints().longestGap()).isLessThan(MAX_GAP);
      assertThat(fleet.lease().maxHolders()).isLessThanOrEqualTo(2);
    }
  }
}
