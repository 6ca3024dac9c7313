package io.metricssidecar.sidecar.budget;

import static java.util.stream.Collectors.toMap;

import io.metricssidecar.contract.Mark;
import io.metricssidecar.contract.Percent;
import io.metricssidecar.contract.PodIdentity;
import io.metricssidecar.contract.ShedGuard;
import io.metricssidecar.contract.ShedMode;
import io.metricssidecar.contract.Shedding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// All that a question depends on, each part to be changed by a test. Pods are numbered from 0, and
/// pod 0 asks.
record Scene(
    Shedding shedding,
    WorkloadStatus status,
    List<ServiceView> services,
    Map<String, Double> use,
    BudgetLease lease,
    boolean settled,
    boolean first) {
  /// A healthy fleet of so many pods, half of which may leave; without guard.
  static Scene of(int pods) {
    return new Scene(
        floor(50),
        new WorkloadStatus(pods, pods, pods, pods, false),
        List.of(new ServiceView("web", serving(pods))),
        Map.of(),
        lease(null),
        true,
        true);
  }

  static Shedding floor(int percent) {
    return new Shedding(
        ShedMode.ENFORCE, ShedGuard.OFF, Percent.of(percent), null, false, Duration.ofMinutes(5));
  }

  static List<Endpoint> serving(int pods) {
    return IntStream.range(0, pods).mapToObj(Scene::serving0).toList();
  }

  private static Endpoint serving0(int pod) {
    return new Endpoint(uid(pod), name(pod), true, true, "a");
  }

  static Endpoint down(int pod) {
    return new Endpoint(uid(pod), name(pod), false, false, "a");
  }

  static BudgetLease lease(@Nullable Integer slots, Integer... holders) {
    return new BudgetLease(
        "lease",
        "7",
        slots,
        IntStream.range(0, holders.length)
            .mapToObj(n -> new Holder(uid(holders[n]), n + 1L, name(holders[n])))
            .toList());
  }

  static String uid(int pod) {
    return "uid-" + pod;
  }

  static String name(int pod) {
    return "pod-" + pod;
  }

  Scene with(Shedding other) {
    return new Scene(other, status, services, use, lease, settled, first);
  }

  Scene with(WorkloadStatus other) {
    return new Scene(shedding, other, services, use, lease, settled, first);
  }

  Scene with(BudgetLease other) {
    return new Scene(shedding, status, services, use, other, settled, first);
  }

  Scene with(ServiceView... others) {
    return new Scene(shedding, status, List.of(others), use, lease, settled, first);
  }

  /// Of the pods in order.
  Scene withUse(double... ratios) {
    var named =
        IntStream.range(0, ratios.length).boxed().collect(toMap(Scene::name, pod -> ratios[pod]));
    return new Scene(shedding, status, services, named, lease, settled, first);
  }

  Scene unsettled() {
    return new Scene(shedding, status, services, use, lease, false, first);
  }

  Scene askedBefore() {
    return new Scene(shedding, status, services, use, lease, settled, false);
  }

  /// With the no-harm rule.
  Scene guarded() {
    return with(
        new Shedding(
            shedding.mode(),
            ShedGuard.REDISTRIBUTE,
            shedding.minimumPods(),
            shedding.maxShed(),
            shedding.perZoneFloor(),
            shedding.warmUp()));
  }

  Scene perZone() {
    return with(
        new Shedding(
            shedding.mode(),
            shedding.guard(),
            shedding.minimumPods(),
            shedding.maxShed(),
            true,
            shedding.warmUp()));
  }

  Scene atMost(int pods) {
    return with(
        new Shedding(
            shedding.mode(),
            shedding.guard(),
            shedding.minimumPods(),
            pods,
            shedding.perZoneFloor(),
            shedding.warmUp()));
  }

  Fleet fleet() {
    return new Fleet(status, services, use, Mark.at(Percent.of(80)));
  }

  Question question() {
    return new Question(
        new PodIdentity("default", name(0), uid(0), "node"),
        shedding,
        fleet(),
        lease,
        settled,
        first);
  }

  Ruling ruling() {
    return BudgetRule.decide(question());
  }
}
