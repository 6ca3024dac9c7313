package io.metricssidecar.contract.sidecar;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gen;
import io.metricssidecar.testing.generators.Gens;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  @Test
  void everyConfigIsReadBackFromItsEnvironment() {
    forAll(
        configs(),
        500,
        config ->
            assertThat(SidecarConfig.fromEnv(Environments.of(config)).value()).isEqualTo(config));
  }

  @Test
  void noConfigHasProblemsInWhatItWrites() {
    forAll(
        configs(),
        500,
        config -> assertThat(SidecarConfig.fromEnv(Environments.of(config)).problems()).isEmpty());
  }

  @Test
  void everyPercentIsReadBack() {
    forAll(
        percents(),
        1000,
        percent -> assertThat(Percent.parse(percent.toString())).contains(percent));
  }

  @Test
  void everyDurationOfWholeMillisecondsIsReadBack() {
    forAll(
        durations(),
        1000,
        duration -> assertThat(Durations.parse(Durations.format(duration))).contains(duration));
  }

  @Test
  void anyTextIsAQuantityOrNone() {
    var quantities = new Tally<Boolean>();
    forAll(
        quantityLike(),
        1000,
        text -> {
          var quantity = Quantity.parse(text);
          quantities.add(quantity.isPresent());
          assertThat(quantity.map(read -> read.millis() >= read.units()))
              .matches(read -> read.isEmpty() || read.get() || text.startsWith("-"));
        });
    quantities.assertMoreThan(true, 5);
  }

  private static Gen<String> quantityLike() {
    return Gens.strings("0123456789.eEnumkMGTPi+-", 0, 12);
  }

  private static Gen<Percent> percents() {
    return Gens.integers(0, 10_000).map(Percent::new);
  }

  private static Gen<Duration> durations() {
    return Gens.longs(0, 86_400_000).map(Duration::ofMillis);
  }

  private static Gen<SidecarConfig> configs() {
    return random ->
        new SidecarConfig(
            pods().next(random),
            workloads().next(random),
            names().next(random),
            names().next(random),
            limits().next(random),
            settings().next(random));
  }

  private static Gen<String> names() {
    return Gens.strings("abcdefghijklmnopqrstuvwxyz0123456789", 12, 12);
  }

  private static Gen<PodIdentity> pods() {
    var optional = Gens.oneOf(names(), Gens.of(""));
    return random ->
        new PodIdentity(
            names().next(random),
            names().next(random),
            optional.next(random),
            optional.next(random));
  }

  private static Gen<Workload> workloads() {
    var kinds = Gens.of("Deployment", "StatefulSet", "DaemonSet", "Rollout");
    var apis =
        Gens.of(
            new Workload.Api("argoproj.io", "v1alpha1", "rollouts"),
            new Workload.Api("apps.kruise.io", "v1beta1", "clonesets"));
    Gen<Workload> known =
        random ->
            new Workload(kinds.next(random), names().next(random), apis.orNull(0.5).next(random));
    return Gens.oneOf(known, Gens.of(Workload.NONE));
  }

  private static Gen<Limits> limits() {
    var limit = Gens.longs(1, 999_999_999_999_999_999L).orNull(0.2);
    return random -> new Limits(limit.next(random), limit.next(random));
  }

  private static Gen<Thresholds> thresholds() {
    return Gens.integers(100, 10_000)
        .flatMap(
            threshold ->
                Gens.integers(0, threshold - 1)
                    .map(
                        recovery -> new Thresholds(new Percent(threshold), new Percent(recovery))));
  }

  private static Gen<Shedding> sheddings() {
    return random ->
        new Shedding(
            Gens.enums(ShedMode.class).next(random),
            Gens.enums(ShedGuard.class).next(random),
            percents().next(random),
            Gens.integers(0, 1_000_000).orNull(0.5).next(random),
            Gens.booleans().next(random),
            durations().next(random));
  }

  private static Gen<Probe> probes() {
    return random ->
        new Probe(
            Gens.integers(0, 3600).next(random),
            Gens.integers(1, 300).next(random),
            Gens.integers(1, 60).next(random),
            Gens.integers(1, 20).next(random),
            Gens.integers(1, 20).next(random));
  }

  private static Gen<SidecarSettings> settings() {
    return random ->
        new SidecarSettings(
            thresholds().next(random),
            thresholds().next(random),
            Gens.enums(OverloadWhen.class).next(random),
            sheddings().next(random),
            Gens.longs(1_000, 300_000).map(Duration::ofMillis).next(random),
            probes().next(random),
            Gens.integers(1, 65_535).next(random),
            Gens.enums(LogLevel.class).next(random));
  }
}
