package io.metricssidecar.e2e.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fleet.Fleet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The floor under permanent overload: the load of all pods goes where the traffic goes, and
/// nothing but the budget keeps them in the Service.
@ExtendWith(ClusterExtension.class)
@Order(1)
class FloorE2E {
  private static final Duration TIME =
      Duration.ofSeconds(Boolean.getBoolean("e2e.long") ? 300 : 90);
  private static final Queue<FloorRow> ROWS = new ConcurrentLinkedQueue<>();

  @ParameterizedTest(name = "{0} pods, floor {1} %, {2} slots")
  @CsvSource({"3, 30, 2", "6, 50, 3"})
  void floorHoldsAndSlotsAreUsed(
      int replicas, int percent, int slots, Release release, Namespace namespace) {
    var settings =
        Map.<Setting<?>, String>of(
            SidecarSetting.GUARD, "off", SidecarSetting.MINIMUM_PODS, Integer.toString(percent));
    try (var fleet = Fleet.start(namespace, replicas, settings);
        var _ = fleet.overload()) {
      fleet.await("the first shed", () -> fleet.lease().firstShed().isPresent());

      fleet.observe(TIME);

      var row = new FloorRow(replicas, percent, slots, TIME, fleet.endpoints(), fleet.lease());
      ROWS.add(row);
      namespace.progress().report("\n" + FloorRow.table(List.of(row)));
      fleet.assertFloor(replicas - slots, slots);
      assertThat(row.endpoints().samples().size()).isGreaterThan((int) (2 * TIME.toSeconds()));
      assertThat(row.lease().share(slots)).as("time with all slots taken").isGreaterThan(0.5);
    }
  }

  @AfterAll
  static void printTable() {
    System.out.println(FloorRow.table(ROWS.stream().toList()));
  }
}
