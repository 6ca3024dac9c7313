package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/// An API server at which somebody else writes just before each of our writes, once told to.
final class ContendedApi implements BudgetApi {
  private final ScriptedApi api;
  private boolean touching;

  ContendedApi(ScriptedApi api) {
    this.api = api;
  }

  void touch() {
    touching = true;
  }

  @Override
  public Future<Read<LiveWorkload>> workload(ShedGuard guard, Limits limits, Search search) {
    return api.workload(guard, limits, search);
  }

  @Override
  public Future<Optional<WorkloadStatus>> status() {
    return api.status();
  }

  @Override
  public Duration maxStatusAge() {
    return api.maxStatusAge();
  }

  @Override
  public Future<LeaseResult> readLease() {
    return api.readLease();
  }

  @Override
  public Future<WriteResult> writeLease(JsonObject object) {
    if (touching) {
      api.annotate("touched", "yes");
    }
    return api.writeLease(object);
  }
}
