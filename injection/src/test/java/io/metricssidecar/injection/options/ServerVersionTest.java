package io.metricssidecar.injection.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerVersionTest {
  @Test
  void decidesOnThePlacementByTheServersVersion() {
    assertThat(ServerVersion.parse("1", "31+").map(ServerVersion::placement))
        .contains(Placement.CONTAINER);
    assertThat(ServerVersion.parse("1", "32").map(ServerVersion::placement))
        .contains(Placement.NATIVE_SIDECAR);
    assertThat(ServerVersion.parse("2", "0").map(ServerVersion::placement))
        .contains(Placement.NATIVE_SIDECAR);
    assertThat(ServerVersion.parse("1", "")).isEmpty();
    assertThat(ServerVersion.parse("1.31")).contains(new ServerVersion(1, 31));
    assertThat(ServerVersion.parse("v1.36.3")).contains(new ServerVersion(1, 36));
    assertThat(ServerVersion.parse("1")).isEmpty();
    assertThat(ServerVersion.parse("1.x")).isEmpty();
    assertThat(ServerVersion.parse("1.9999999")).isEmpty();
  }
}
