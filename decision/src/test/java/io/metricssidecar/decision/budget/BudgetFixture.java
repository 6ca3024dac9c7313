package io.metricssidecar.decision.budget;

import static java.util.stream.Collectors.toMap;

import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.contract.settings.Percent;
import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Shedding;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.contract.sidecar.Shedding.ShedMode;
import io.metricssidecar.contract.sidecar.Thresholds;
import io.metricssidecar.decision.budget.BudgetRule.Decision;
import io.metricssidecar.decision.budget.BudgetRule.Input;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// All inputs of a decision on a slot request, each part to be changed by a test. Pods are numbered
/// from 0, and pod 0 requests a slot.
public record BudgetFixture(
    Shedding shedding,
    WorkloadStatus status,
    List<ServiceEndpoints> services,
    Map<String, Double> use,
    BudgetLease lease,
    boolean settled,
    boolean first) {
  /// A healthy workload of n pods, half of which may be shed; without guard.
  public static BudgetFixture of(int pods) {
    return new BudgetFixture(
        floor(50),
        new WorkloadStatus(pods, pods, pods, pods, false),
        List.of(new ServiceEndpoints("web", serving(pods))),
        Map.of(),
        lease(null),
        true,
        true);
  }

  public static Shedding floor(int percent) {
    return new Shedding(
        ShedMode.ENFORCE, ShedGuard.OFF, Percent.of(percent), null, false, Duration.ofMinutes(5));
  }

  public static List<Endpoint> serving(int pods) {
    return IntStream.range(0, pods).mapToObj(BudgetFixture::serving0).toList();
  }

  private static Endpoint serving0(int pod) {
    return new Endpoint(uid(pod), name(pod), true, true, "a");
  }

  public static Endpoint down(int pod) {
    return new Endpoint(uid(pod), name(pod), false, false, "a");
  }

  public static BudgetLease lease(@Nullable Integer slots, Integer... holders) {
    return new BudgetLease(
        "lease",
        "7",
        slots,
        IntStream.range(0, holders.length)
            .mapToObj(n -> new Holder(uid(holders[n]), n + 1L, name(holders[n])))
            .toList());
  }

  public static String uid(int pod) {
    return "uid-" + pod;
  }

  public static String name(int pod) {
    return "pod-" + pod;
  }

  public BudgetFixture with(Shedding other) {
    return new BudgetFixture(other, status, services, use, lease, settled, first);
  }

  public BudgetFixture with(WorkloadStatus other) {
    return new BudgetFixture(shedding, other, services, use, lease, settled, first);
  }

  public BudgetFixture with(BudgetLease other) {
    return new BudgetFixture(shedding, status, services, use, other, settled, first);
  }

  public BudgetFixture with(ServiceEndpoints... others) {
    return new BudgetFixture(shedding, status, List.of(others), use, lease, settled, first);
  }

  /// Of the pods in order.
  public BudgetFixture withUse(double... ratios) {
    var named =
        IntStream.range(0, ratios.length)
            .boxed()
            .collect(toMap(BudgetFixture::name, pod -> ratios[pod]));
    return new BudgetFixture(shedding, status, services, named, lease, settled, first);
  }

  public BudgetFixture unsettled() {
    return new BudgetFixture(shedding, status, services, use, lease, false, first);
  }

  public BudgetFixture askedBefore() {
    return new BudgetFixture(shedding, status, services, use, lease, settled, false);
  }

  /// With the no-harm rule.
  public BudgetFixture guarded() {
    return with(
        new Shedding(
            shedding.mode(),
            ShedGuard.REDISTRIBUTE,
            shedding.minimumPods(),
            shedding.maxShed(),
            shedding.perZoneFloor(),
            shedding.warmUp()));
  }

  public BudgetFixture perZone() {
    return with(
        new Shedding(
            shedding.mode(),
            shedding.guard(),
            shedding.minimumPods(),
            shedding.maxShed(),
            true,
            shedding.warmUp()));
  }

  public BudgetFixture atMost(int pods) {
    return with(
        new Shedding(
            shedding.mode(),
            shedding.guard(),
            shedding.minimumPods(),
            pods,
            shedding.perZoneFloor(),
            shedding.warmUp()));
  }

  public WorkloadView fleet() {
    return new WorkloadView(status, services, use, Thresholds.at(Percent.of(80)));
  }

  public Input input() {
    return input(0);
  }

  /// The same of a slot request by another pod.
  public Input input(int pod) {
    return new Input(
        new PodIdentity("default", name(pod), uid(pod), "node"),
        shedding,
        fleet(),
        lease,
        settled,
        first);
  }

  /// The scene after a pod requested a slot: only the Lease changes, as the samples do for a while.
  public BudgetFixture afterRequestOf(int pod) {
    return BudgetRule.decide(input(pod)) instanceof Decision.Take(BudgetLease taken)
        ? with(taken)
        : this;
  }

  public Decision decision() {
    return BudgetRule.decide(input());
  }
}
