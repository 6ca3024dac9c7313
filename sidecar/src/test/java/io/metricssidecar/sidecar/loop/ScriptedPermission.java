package io.metricssidecar.sidecar.loop;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.budget.BudgetView;
import io.metricssidecar.sidecar.budget.SlotPermission;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/// A budget whose answers a test sets. What was asked is in [#asked], in order.
final class ScriptedPermission implements SlotPermission {
  /// What was asked so far: `FIRST`, `LATER`, `release`, `confirm`, `holder`.
  final List<String> asked = new ArrayList<>();

  private Result result = new Result.Granted();
  private Confirmation confirmation = Confirmation.HELD;
  private Holding holding = Holding.NO_HOLDER;
  private int failingReleases;
  private boolean holdsBack;
  private boolean expired;

  void answers(Result next) {
    result = next;
  }

  void confirms(Confirmation next) {
    confirmation = next;
  }

  void lists(Holding next) {
    holding = next;
  }

  /// From now on slot requests stay under way.
  void holdsBack() {
    holdsBack = true;
  }

  /// From now on the slot was not confirmed for too long.
  void expires() {
    expired = true;
  }

  /// So many releases fail before one succeeds.
  void failsToRelease(int times) {
    failingReleases = times;
  }

  @Override
  public Future<Result> acquire(Turn turn, Limits limits) {
    asked.add(turn.name());
    return holdsBack ? Promise.<Result>promise().future() : Future.succeededFuture(result);
  }

  @Override
  public Future<Boolean> release() {
    asked.add("release");
    return Future.succeededFuture(failingReleases-- <= 0);
  }

  @Override
  public Future<Confirmation> confirm() {
    asked.add("confirm");
    return Future.succeededFuture(confirmation);
  }

  @Override
  public boolean expired() {
    return expired;
  }

  @Override
  public Future<Holding> isHolder() {
    asked.add("holder");
    return Future.succeededFuture(holding);
  }

  @Override
  public BudgetView view() {
    return BudgetView.NONE;
  }
}
