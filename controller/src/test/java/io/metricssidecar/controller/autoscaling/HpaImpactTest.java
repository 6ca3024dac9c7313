package io.metricssidecar.controller.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.controller.autoscaling.HpaImpact.Diluted;
import io.metricssidecar.controller.autoscaling.HpaImpact.Impaired;
import io.metricssidecar.injection.config.InjectionSetting;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HpaImpactTest {
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  @Test
  void saysWhyASmallGuaranteedApplicationIsNeverScaled() {
    assertThat(impact("100m", "100m", "50m", cpu(70)).message("web-hpa", "app"))
        .isEqualTo(
            "HorizontalPodAutoscaler web-hpa cannot add pods by cpu any more: it divides the use by"
                + " the requests of all containers, with the sidecar 150m instead of 100m, so with"
                + " the application at its limit of 100m the utilisation is 70 %, and it must"
                + " exceed 77 % (target 70 %, tolerance 10 %); a metric of type ContainerResource"
                + " with container app counts the application alone");
  }

  @Test
  void saysByHowMuchLaterALargerOneIsScaled() {
    assertThat(impact("200m", "200m", "50m", cpu(70)).message("web-hpa", "app"))
        .isEqualTo(
            "HorizontalPodAutoscaler web-hpa divides the use of cpu by the requests of all"
                + " containers, with the sidecar 250m instead of 200m: its target of 70 % is 175m"
                + " for each pod instead of 140m; a metric of type ContainerResource with container"
                + " app counts the application alone");
  }

  /// A sidecar keeps the memory that it has once used, so all of its limit may be in use.
  @Test
  void countsAllMemoryOfTheSidecarAsUsed() {
    var impact =
        impact("256Mi", "256Mi", "96Mi", new UtilizationTarget(ScaledResource.MEMORY, 70, TENTH));

    assertThat(impact).isInstanceOf(Diluted.class);
    assertThat(impact.message("web-hpa", "app"))
        .contains("with the sidecar 352Mi instead of 256Mi", "is 246.4Mi", "instead of 179.2Mi");
  }

  @ParameterizedTest
  @CsvSource({
    // What a Guaranteed pod got before it had resources of its own.
    "500m, 500m, 250m, 70, true",
    "500m, 500m, 147m, 70, false",
    "500m, 500m, 148m, 70, true",
    "100m, 100m, 50m, 70, true",
    "100m, 100m, 50m, 60, false",
    "100m, 200m, 50m, 70, false",
    "20m, 200m, 25m, 200, false",
    "20m, 40m, 25m, 90, false",
    "20m, 40m, 25m, 91, true",
    // It would not add pods without the sidecar either: 100 % is not above 104.5 %.
    "500m, 500m, 50m, 95, false"
  })
  void isImpairedIfTheApplicationAtItsLimitIsNotAboveTheThreshold(
      String request, String limit, String sidecar, int percent, boolean impaired) {
    var impact = HpaImpact.of(cpu(percent), requests(request, limit, sidecar));

    assertThat(impact.filter(Impaired.class::isInstance).isPresent()).isEqualTo(impaired);
  }

  @Test
  void isNeverImpairedWhereTheApplicationHasNoLimit() {
    var requests = new Requests(amount("100m"), Optional.empty(), amount("1"), amount("1"));

    assertThat(HpaImpact.of(cpu(90), requests)).contains(new Diluted(cpu(90), requests));
  }

  @Test
  void usesTheAutoscalersOwnTolerance() {
    var target = new UtilizationTarget(ScaledResource.CPU, 65, BigDecimal.ZERO);

    assertThat(impact("100m", "100m", "50m", target)).isInstanceOf(Diluted.class);
    assertThat(impact("100m", "100m", "50m", cpu(65))).isInstanceOf(Impaired.class);
  }

  /// The default is chosen by this: a common application and a common target.
  @Test
  void defaultOfGuaranteedPodsLeavesAnApplicationOf500mAt70PercentScaling() {
    var sidecar = InjectionSetting.SIDECAR_GUARANTEED_CPU.defaultText();

    assertThat(HpaImpact.of(cpu(70), requests("500m", "500m", sidecar))).isEmpty();
  }

  /// The resources that sidecars have by default, and applications around those that they shift by
  /// the tolerance of 10 %.
  @ParameterizedTest
  @CsvSource({
    "CPU, 100m, 25m, true",
    "CPU, 249m, 25m, true",
    "CPU, 250m, 25m, false",
    "CPU, 499m, 50m, true",
    "CPU, 500m, 50m, false",
    "CPU, 4, 25m, false",
    "MEMORY, 959Mi, 96Mi, true",
    "MEMORY, 960Mi, 96Mi, false"
  })
  void isDilutedByMoreThanTheToleranceAlone(
      ScaledResource resource, String request, String sidecar, boolean diluted) {
    var requests = new Requests(amount(request), Optional.empty(), amount(sidecar), amount("1Gi"));
    var target = new UtilizationTarget(resource, 70, TENTH);
    var exact = new UtilizationTarget(resource, 70, BigDecimal.ZERO);

    assertThat(HpaImpact.of(target, requests))
        .isEqualTo(diluted ? Optional.of(new Diluted(target, requests)) : Optional.empty());
    assertThat(HpaImpact.of(exact, requests)).contains(new Diluted(exact, requests));
  }

  private static HpaImpact impact(
      String request, String limit, String sidecar, UtilizationTarget target) {
    return HpaImpact.of(target, requests(request, limit, sidecar)).orElseThrow();
  }

  private static Requests requests(String request, String limit, String sidecar) {
    return new Requests(
        amount(request), Optional.of(amount(limit)), amount(sidecar), amount(sidecar));
  }

  private static UtilizationTarget cpu(int percent) {
    return new UtilizationTarget(ScaledResource.CPU, percent, TENTH);
  }

  private static BigDecimal amount(String quantity) {
    return Quantity.parse(quantity).orElseThrow().value();
  }
}
