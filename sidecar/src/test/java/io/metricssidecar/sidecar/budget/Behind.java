package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/// An API server at which somebody else writes just before each of our writes, once told to.
final class Behind implements BudgetApi {
  private final ScriptedApi api;
  private boolean touching;

  Behind(ScriptedApi api) {
    this.api = api;
  }

  void touch() {
    touching = true;
  }

  @Override
  public Future<Optional<WorkloadView>> fleet(ShedGuard guard) {
    return api.fleet(guard);
  }

  @Override
  public Future<Optional<WorkloadStatus>> status() {
    return api.status();
  }

  @Override
  public Future<LeaseAnswer> readLease() {
    return api.readLease();
  }

  @Override
  public Future<WriteAnswer> writeLease(JsonObject object) {
    if (touching) {
      api.annotate("touched", "yes");
    }
    return api.writeLease(object);
  }
}
