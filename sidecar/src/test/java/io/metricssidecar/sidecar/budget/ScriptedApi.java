package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.budget.BudgetFixture;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.decision.budget.WorkloadView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An API server with one workload and one Lease under compare-and-swap, whose answers a test can
/// hold back, lose or replace. What was asked is in [#asked], in order.
final class ScriptedApi implements BudgetApi {
  /// What was asked so far: `fleet`, `all`, `status`, `read`, `write`.
  final List<String> asked = new ArrayList<>();

  private final List<Promise<LeaseResult>> heldBack = new ArrayList<>();
  private Optional<WorkloadView> fleet;
  private Optional<WorkloadStatus> status;
  private @Nullable WorkloadView known;
  private boolean fleetIsTooLarge;
  private @Nullable JsonObject lease;
  private int version = 10;
  private Writes writes = Writes.APPLIED;
  private Reads reads = Reads.ANSWERED;
  private @Nullable JsonObject travelling;
  private Runnable beforeAcknowledging = () -> {};
  private Runnable whenTheFleetIsRead = () -> {};

  /// What becomes of writes.
  enum Writes {
    APPLIED,
    REJECTED,
    /// Applied, but nobody is told.
    UNACKNOWLEDGED,
    /// Neither applied yet nor answered in time.
    DELAYED
  }

  /// What becomes of reads of the Lease.
  enum Reads {
    ANSWERED,
    FAILED,
    TOO_LARGE,
    HELD_BACK,
    /// The code that reads is broken.
    THROWN
  }

  ScriptedApi(BudgetFixture scene) {
    fleet = Optional.of(scene.fleet());
    status = Optional.of(scene.status());
    makeLease("l1");
  }

  /// Makes the Lease anew, without holders.
  void makeLease(String uid) {
    lease =
        new JsonObject()
            .put(
                "metadata",
                new JsonObject()
                    .put("uid", uid)
                    .put("annotations", new JsonObject().put("metrics-sidecar/format", "1")));
    stamp();
  }

  void deleteLease() {
    lease = null;
  }

  void annotate(String key, @Nullable String value) {
    var annotations = annotations();
    if (value == null) {
      annotations.remove(key);
    } else {
      annotations.put(key, value);
    }
    stamp();
  }

  JsonObject annotations() {
    return lease().getJsonObject("metadata").getJsonObject("annotations");
  }

  private JsonObject lease() {
    if (lease == null) {
      throw new IllegalStateException("there is no Lease");
    }
    return lease;
  }

  /// UIDs of the holders.
  List<String> holders() {
    return LeaseDocument.read(lease()).orElseThrow().lease().holders().stream()
        .map(Holder::uid)
        .toList();
  }

  void scaled(WorkloadStatus to) {
    status = Optional.of(to);
  }

  void workloadCannotBeRead() {
    fleet = Optional.empty();
    status = Optional.empty();
  }

  void shows(BudgetFixture scene) {
    fleet = Optional.of(scene.fleet());
  }

  /// From now on this is what the Services known so far show.
  void knownServicesShow(BudgetFixture scene) {
    known = scene.fleet();
  }

  /// Runs when the workload and its Services are read.
  void whenTheFleetIsRead(Runnable action) {
    whenTheFleetIsRead = action;
  }

  void fleetCannotBeRead() {
    fleet = Optional.empty();
  }

  void fleetIsTooLarge() {
    fleet = Optional.empty();
    fleetIsTooLarge = true;
  }

  void writes(Writes next) {
    writes = next;
  }

  void reads(Reads next) {
    reads = next;
  }

  /// Runs between a write's application and its acknowledgement.
  void beforeAcknowledging(Runnable action) {
    beforeAcknowledging = action;
  }

  /// The delayed write reaches the server after all.
  void delayedWriteArrives() {
    if (travelling != null) {
      apply(travelling);
    }
  }

  /// Answers the reads that were held back.
  void answerHeldBack() {
    reads = Reads.ANSWERED;
    heldBack.forEach(promise -> promise.complete(found()));
    heldBack.clear();
  }

  private void stamp() {
    lease().getJsonObject("metadata").put("resourceVersion", Integer.toString(++version));
  }

  @Override
  public Future<Read<LiveWorkload>> workload(ShedGuard guard, Limits limits, Search search) {
    asked.add(search == Search.ALL ? "all" : "fleet");
    whenTheFleetIsRead.run();
    if (fleet.isEmpty()) {
      return Future.succeededFuture(fleetIsTooLarge ? new Read.TooLarge<>() : new Read.Failed<>());
    }
    var view = search == Search.KNOWN && known != null ? known : fleet.get();
    return Future.succeededFuture(
        new Read.Found<>(new LiveWorkload(view, known == null ? Search.ALL : search)));
  }

  @Override
  public Future<Optional<WorkloadStatus>> status() {
    asked.add("status");
    return Future.succeededFuture(status);
  }

  @Override
  public Duration maxStatusAge() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Future<LeaseResult> readLease() {
    asked.add("read");
    return switch (reads) {
      case FAILED -> Future.succeededFuture(new LeaseResult.Failed());
      case TOO_LARGE -> Future.succeededFuture(new LeaseResult.TooLarge());
      case ANSWERED -> Future.succeededFuture(found());
      case THROWN -> throw new IllegalStateException("broken");
      case HELD_BACK -> {
        var promise = Promise.<LeaseResult>promise();
        heldBack.add(promise);
        yield promise.future();
      }
    };
  }

  private LeaseResult found() {
    return Optional.ofNullable(lease)
        .flatMap(object -> LeaseDocument.read(object.copy()))
        .<LeaseResult>map(LeaseResult.Found::new)
        .orElseGet(LeaseResult.Unreadable::new);
  }

  @Override
  public Future<WriteResult> writeLease(JsonObject object) {
    asked.add("write");
    var answer =
        switch (writes) {
          case APPLIED -> apply(object);
          case REJECTED -> WriteResult.REJECTED;
          case UNACKNOWLEDGED -> {
            apply(object);
            yield WriteResult.UNKNOWN;
          }
          case DELAYED -> {
            travelling = object;
            yield WriteResult.UNKNOWN;
          }
        };
    beforeAcknowledging.run();
    return Future.succeededFuture(answer);
  }

  private WriteResult apply(JsonObject object) {
    if (lease == null || !identity(object).equals(identity(lease))) {
      return WriteResult.CONFLICT;
    }
    lease = object.copy();
    stamp();
    return WriteResult.WRITTEN;
  }

  private static List<String> identity(JsonObject object) {
    var metadata = object.getJsonObject("metadata");
    return List.of(metadata.getString("uid"), metadata.getString("resourceVersion"));
  }
}
