package io.metricssidecar.controller.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.controller.workloads.NamespacedName;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrphansTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final NamespacedName WEB = new NamespacedName("shop", "metrics-sidecar-web");
  private static final NamespacedName DB = new NamespacedName("shop", "metrics-sidecar-db");

  private final Orphans orphans = new Orphans();

  @Test
  void areOverdueAfterAMinute() {
    assertThat(orphans.overdue(Set.of(WEB), NOON)).isEmpty();
    assertThat(orphans.overdue(Set.of(WEB), NOON.plusSeconds(59))).isEmpty();
    assertThat(orphans.overdue(Set.of(WEB), NOON.plusSeconds(60))).containsExactly(WEB);
  }

  @Test
  void eachHasItsOwnMinute() {
    assertThat(orphans.overdue(Set.of(WEB), NOON)).isEmpty();
    assertThat(orphans.overdue(Set.of(WEB, DB), NOON.plusSeconds(30))).isEmpty();
    assertThat(orphans.overdue(Set.of(WEB, DB), NOON.plusSeconds(60))).containsExactly(WEB);
  }

  @Test
  void startAnewWhenTheirWorkloadHadPodsInBetween() {
    assertThat(orphans.overdue(Set.of(WEB), NOON)).isEmpty();
    assertThat(orphans.overdue(Set.of(), NOON.plusSeconds(30))).isEmpty();
    assertThat(orphans.overdue(Set.of(WEB), NOON.plusSeconds(60))).isEmpty();
    assertThat(orphans.overdue(Set.of(WEB), NOON.plusSeconds(120))).containsExactly(WEB);
  }

  @Test
  void waitLongerWhenTheClockIsSetBack() {
    assertThat(orphans.overdue(Set.of(WEB), NOON)).isEmpty();
    assertThat(orphans.overdue(Set.of(WEB), NOON.minusSeconds(3600))).isEmpty();
    assertThat(orphans.overdue(Set.of(WEB), NOON.plusSeconds(60))).containsExactly(WEB);
  }
}
