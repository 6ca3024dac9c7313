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
    assertThat(impact("500m", "500m", "50m", cpu(70)).message("web-hpa", "app"))
        .isEqualTo(
            "HorizontalPodAutoscaler web-hpa divides the use of cpu by the requests of all"
                + " containers, with the sidecar 550m instead of 500m: its target of 70 % is 385m"
                + " for each pod instead of 350m; a metric of type ContainerResource with container"
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
    assertThat(impact(request, limit, sidecar, cpu(percent)) instanceof Impaired)
        .isEqualTo(impaired);
  }

  @Test
  void isNeverImpairedWhereTheApplicationHasNoLimit() {
    var requests = new Requests(amount("100m"), Optional.empty(), amount("1"), amount("1"));

    assertThat(HpaImpact.of(cpu(90), requests)).isEqualTo(new Diluted(cpu(90), requests));
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

    assertThat(impact("500m", "500m", sidecar, cpu(70))).isInstanceOf(Diluted.class);
  }

  private static HpaImpact impact(
      String request, String limit, String sidecar, UtilizationTarget target) {
    return HpaImpact.of(
        target,
        new Requests(
            amount(request), Optional.of(amount(limit)), amount(sidecar), amount(sidecar)));
  }

  private static UtilizationTarget cpu(int percent) {
    return new UtilizationTarget(ScaledResource.CPU, percent, TENTH);
  }

  private static BigDecimal amount(String quantity) {
    return Quantity.parse(quantity).orElseThrow().value();
  }
}
