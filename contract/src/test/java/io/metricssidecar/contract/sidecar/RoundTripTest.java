package io.metricssidecar.contract.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.contract.settings.Thresholds;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundTripTest {
  @Property(tries = 500)
  void everyConfigIsReadBackFromItsEnvironment(@ForAll("configs") SidecarConfig config) {
    assertThat(SidecarConfig.fromEnv(config.toEnv()).value()).isEqualTo(config);
  }

  @Property(tries = 500)
  void noConfigHasProblemsInWhatItWrites(@ForAll("configs") SidecarConfig config) {
    assertThat(SidecarConfig.fromEnv(config.toEnv()).problems()).isEmpty();
  }

  @Property(tries = 1000)
  void everyPercentIsReadBack(@ForAll("percents") Percent percent) {
    assertThat(Percent.parse(percent.toString())).contains(percent);
  }

  @Property(tries = 1000)
  void everyDurationOfWholeMillisecondsIsReadBack(@ForAll("durations") Duration duration) {
    assertThat(Durations.parse(Durations.format(duration))).contains(duration);
  }

  @Property(tries = 1000)
  void anyTextIsAQuantityOrNone(@ForAll("quantityLike") String text) {
    assertThat(Quantity.parse(text).map(quantity -> quantity.millis() >= quantity.units()))
        .matches(read -> read.isEmpty() || read.get() || text.startsWith("-"));
  }

  @Provide
  Arbitrary<String> quantityLike() {
    return Arbitraries.strings().withChars("0123456789.eEnumkMGTPi+-").ofMaxLength(12);
  }

  @Provide
  Arbitrary<Percent> percents() {
    return Arbitraries.integers().between(0, 10_000).map(Percent::new);
  }

  @Provide
  Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(0, 86_400_000).map(Duration::ofMillis);
  }

  @Provide
  Arbitrary<SidecarConfig> configs() {
    return Combinators.combine(pods(), workloads(), names(), names(), limits(), settings())
        .as(SidecarConfig::new);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'z').withChars("0123456789").ofLength(12);
  }

  private static Arbitrary<PodIdentity> pods() {
    var optional = Arbitraries.oneOf(names(), Arbitraries.just(""));
    return Combinators.combine(names(), names(), optional, optional).as(PodIdentity::new);
  }

  private static Arbitrary<Workload> workloads() {
    var known =
        Combinators.combine(
                Arbitraries.of("Deployment", "StatefulSet", "DaemonSet", "Rollout"), names())
            .as(Workload::new);
    return Arbitraries.oneOf(known, Arbitraries.just(Workload.NONE));
  }

  private static Arbitrary<Limits> limits() {
    var limit = Arbitraries.longs().between(1, 999_999_999_999_999_999L).injectNull(0.2);
    return Combinators.combine(limit, limit).as(Limits::new);
  }

  private static Arbitrary<Thresholds> marks() {
    return Arbitraries.integers()
        .between(100, 10_000)
        .flatMap(
            threshold ->
                Arbitraries.integers()
                    .between(0, threshold - 1)
                    .map(
                        recovery -> new Thresholds(new Percent(threshold), new Percent(recovery))));
  }

  private static Arbitrary<Shedding> sheddings() {
    return Combinators.combine(
            Arbitraries.of(ShedMode.class),
            Arbitraries.of(ShedGuard.class),
            Arbitraries.integers().between(0, 10_000).map(Percent::new),
            Arbitraries.integers().between(0, 1_000_000).injectNull(0.5),
            Arbitraries.of(true, false),
            Arbitraries.longs().between(0, 86_400_000).map(Duration::ofMillis))
        .as(Shedding::new);
  }

  private static Arbitrary<Probe> probes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3600),
            Arbitraries.integers().between(1, 300),
            Arbitraries.integers().between(1, 60),
            Arbitraries.integers().between(1, 20),
            Arbitraries.integers().between(1, 20))
        .as(Probe::new);
  }

  private static Arbitrary<SidecarSettings> settings() {
    return Combinators.combine(
            marks(),
            marks(),
            Arbitraries.of(OverloadWhen.class),
            sheddings(),
            Arbitraries.longs().between(1_000, 300_000).map(Duration::ofMillis),
            probes(),
            Arbitraries.integers().between(1, 65_535),
            Arbitraries.of(LogLevel.class))
        .as(SidecarSettings::new);
  }
}
