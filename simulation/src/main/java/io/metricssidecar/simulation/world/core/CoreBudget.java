package io.metricssidecar.simulation.world.core;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.BudgetRule;
import io.metricssidecar.decision.budget.LeaseAge;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.simulation.world.agent.AgentContext;
import io.metricssidecar.simulation.world.api.LeaseObject;
import io.metricssidecar.simulation.world.api.PodMetricsList;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.api.SliceList;
import io.metricssidecar.simulation.world.api.WorkloadObject;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/// Acquires, confirms and releases a slot by the steps of `docs/floor.md`.
final class CoreBudget {
  /// The last confirmation of a slot may be this old.
  private static final Duration MAX_UNCONFIRMED = Duration.ofSeconds(8);

  /// Added to the kubelet's reaction time before a new Lease is trusted.
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private final AgentContext context;
  private final SidecarConfig config;
  private final CoreRequests requests;
  private LeaseAge age = LeaseAge.NONE;
  private String heldUid = "";
  private Duration confirmed = Duration.ZERO;
  private boolean acquiring;
  private boolean first = true;

  /// The result of a slot request.
  enum Result {
    GRANTED,
    DENIED,
    HELD
  }

  CoreBudget(AgentContext context) {
    this.context = requireNonNull(context, "context is null");
    config = context.config();
    requests = new CoreRequests(context.api());
  }

  /// Requests a slot.
  void acquire(Consumer<Result> result) {
    if (acquiring) {
      result.accept(Result.DENIED);
      return;
    }
    acquiring = true;
    Consumer<Result> done =
        outcome -> {
          acquiring = false;
          result.accept(outcome);
        };
    Runnable denied = () -> done.accept(Result.DENIED);
    requests.send(
        new Request.GetWorkload(config.workload().kind(), config.workload().name()),
        workload ->
            requests.send(
                new Request.ListPodMetrics(workload.labels()),
                metrics ->
                    requests.send(
                        new Request.ListSlices(Set.of(), 0, ""),
                        slices ->
                            lease(
                                object -> decide(workload, metrics, slices, object, done), denied),
                        denied),
                denied),
        denied);
  }

  private void decide(
      WorkloadObject workload,
      PodMetricsList metrics,
      SliceList slices,
      LeaseObject object,
      Consumer<Result> done) {
    var lease = Views.budget(object);
    var input =
        new BudgetRule.Input(
            config.pod(),
            config.settings().shedding(),
            Views.workload(workload, slices, metrics, config),
            lease,
            age.settled(context.time().now(), settle()),
            first);
    first = false;
    switch (BudgetRule.decide(input)) {
      case BudgetRule.Decision.Deny _ -> done.accept(Result.DENIED);
      case BudgetRule.Decision.AlreadyHeld _ -> done.accept(Result.HELD);
      case BudgetRule.Decision.Take _ when observing(input.workload().status()) ->
          done.accept(Result.DENIED);
      case BudgetRule.Decision.Take(BudgetLease taken) -> {
        var sent = context.time().now();
        put(
            object,
            taken,
            written -> {
              if (written) {
                heldUid = lease.uid();
                confirmed = sent;
              }
              done.accept(written ? expired() ? Result.HELD : Result.GRANTED : Result.DENIED);
            });
      }
    }
  }

  /// Whether nothing is ever written. Mode `local` is none of the core's: it requests slots.
  private boolean observing(WorkloadStatus status) {
    return switch (config.settings().shedding().mode()) {
      case OBSERVE -> true;
      case AUTO -> status.fragile();
      case ENFORCE, LOCAL -> false;
    };
  }

  /// Releases the slot; the result is whether it is certain that the pod holds none.
  void release(Consumer<Boolean> released) {
    lease(
        object -> {
          var lease = Views.budget(object);
          if (lease.holds(config.pod().uid())) {
            put(object, lease.without(config.pod().uid()), released);
          } else {
            released.accept(true);
          }
        },
        () -> released.accept(false));
  }

  /// Reads whether the slot is still held.
  void confirm(Consumer<Boolean> held) {
    var sent = context.time().now();
    lease(
        object -> {
          var lease = Views.budget(object);
          if (!lease.uid().equals(heldUid) || !lease.holds(config.pod().uid())) {
            held.accept(false);
            return;
          }
          confirmed = sent;
          requests.send(
              new Request.GetWorkload(config.workload().kind(), config.workload().name()),
              workload ->
                  held.accept(
                      BudgetRule.keepsSlot(
                          config.pod().uid(),
                          lease,
                          Views.status(workload),
                          config.settings().shedding())),
              () -> held.accept(true));
        },
        () -> held.accept(!expired()));
  }

  /// Whether the last confirmation is too old.
  boolean expired() {
    return context.time().now().minus(confirmed).compareTo(MAX_UNCONFIRMED) >= 0;
  }

  /// Reads whether the pod holds a slot; no call where that cannot be read.
  void isHolder(Consumer<Boolean> holder) {
    lease(object -> holder.accept(Views.budget(object).holds(config.pod().uid())), () -> {});
  }

  private Duration settle() {
    var probe = config.settings().probe();
    var unready = probe.untilUnready();
    var ready = probe.untilReady();
    return (unready.compareTo(ready) > 0 ? unready : ready).plus(SETTLE);
  }

  private void lease(Consumer<LeaseObject> found, Runnable failed) {
    requests.send(
        new Request.GetLease(config.lease()),
        object -> {
          age = age.observed(object.uid(), context.time().now());
          found.accept(object);
        },
        failed);
  }

  private void put(LeaseObject read, BudgetLease changed, Consumer<Boolean> written) {
    var record = BudgetRecord.read(read.annotations()).orElse(BudgetRecord.EMPTY);
    var annotations =
        new BudgetRecord(record.slots(), record.pause(), changed.holders()).annotations();
    var object = new LeaseObject(read.name(), read.uid(), read.resourceVersion(), annotations);
    requests.send(
        new Request.PutLease(object), _ -> written.accept(true), () -> written.accept(false));
  }
}
