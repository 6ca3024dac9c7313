package io.metricssidecar.controller.autoscaling;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;

/// The effect of the sidecar's request on an autoscaler that compares a utilisation with a target.
sealed interface HpaImpact {
  /// What the autoscaler aims at.
  UtilizationTarget target();

  /// What it divides by.
  Requests requests();

  /// Pods are added later than without the sidecar, by more than the autoscaler's tolerance.
  record Diluted(UtilizationTarget target, Requests requests) implements HpaImpact {
    public Diluted {
      requireNonNull(target, "target is null");
      requireNonNull(requests, "requests is null");
    }
  }

  /// No pods are added any more, at any load: the application would reach its limits before the
  /// utilisation exceeds the target.
  ///
  /// @param limit of the application
  /// @param highest utilisation that there can be, in percent
  record Impaired(UtilizationTarget target, Requests requests, BigDecimal limit, BigDecimal highest)
      implements HpaImpact {
    public Impaired {
      requireNonNull(target, "target is null");
      requireNonNull(requests, "requests is null");
      requireNonNull(limit, "limit is null");
      requireNonNull(highest, "highest is null");
    }
  }

  /// The effect on one target; empty where it is within the autoscaler's tolerance.
  static Optional<HpaImpact> of(UtilizationTarget target, Requests requests) {
    return impaired(target, requests)
        .<HpaImpact>map(impaired -> impaired)
        .or(() -> Optional.of(new Diluted(target, requests)).filter(_ -> shifts(target, requests)));
  }

  /// An autoscaler that would not add pods without the sidecar either is none of our effects.
  private static Optional<Impaired> impaired(UtilizationTarget target, Requests requests) {
    return requests
        .limit()
        .filter(
            limit ->
                target.exceededBy(UtilizationTarget.utilization(limit, requests.application())))
        .map(limit -> new Impaired(target, requests, limit, highest(target, requests, limit)))
        .filter(impaired -> !target.exceededBy(impaired.highest()));
  }

  /// Whether the use at the target grows by a larger share than the autoscaler's tolerance.
  private static boolean shifts(UtilizationTarget target, Requests requests) {
    var tolerated = requests.application().multiply(target.tolerance());
    return requests.sidecar().compareTo(tolerated) > 0;
  }

  private static BigDecimal highest(UtilizationTarget target, Requests requests, BigDecimal limit) {
    var sidecar = target.resource().mostOfSidecar(requests.sidecarLimit());
    return UtilizationTarget.utilization(limit.add(sidecar), requests.all());
  }

  /// The effect as a sentence with its numbers, and what helps.
  ///
  /// @param autoscaler its name
  /// @param container of the application
  default String message(String autoscaler, String container) {
    var resource = target().resource();
    var counted =
        "the requests of all containers, with the sidecar %s instead of %s"
            .formatted(resource.text(requests().all()), resource.text(requests().application()));
    var effect =
        switch (this) {
          case Diluted _ ->
              "HorizontalPodAutoscaler %s divides the use of %s by %s: its target of %d %% is %s for"
                      .formatted(
                          autoscaler, resource.word(), counted, target().percent(), use(all()))
                  + " each pod instead of "
                  + use(requests().application());
          case Impaired(_, _, var limit, var highest) ->
              "HorizontalPodAutoscaler %s cannot add pods by %s any more: it divides the use by %s,"
                      .formatted(autoscaler, resource.word(), counted)
                  + " so with the application at its limit of %s the utilisation is %s %%, and it must"
                      .formatted(resource.text(limit), number(highest))
                  + " exceed %s %% (target %d %%, tolerance %s %%)"
                      .formatted(
                          number(target().threshold()),
                          target().percent(),
                          number(target().tolerancePercent()));
        };
    return effect
        + "; a metric of type ContainerResource with container %s counts the application alone"
            .formatted(container);
  }

  private BigDecimal all() {
    return requests().all();
  }

  private String use(BigDecimal requests) {
    return target().resource().text(target().use(requests));
  }

  private static String number(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
