package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Probe;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.budget.BudgetFixture;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.budget.SlotPermission.Confirmation;
import io.metricssidecar.sidecar.budget.SlotPermission.Result;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Two pods with one slot between them, whose Lease is deleted and made again while the first is
/// out, in tenths of a second. The permissions are the shipped ones; the loop around them is that
/// of `ShedLoop`: a tick each second, a confirmation every three seconds.
final class LeaseMadeAgain {
  private static final int SECOND = 10;
  private static final int CONFIRM = 3 * SECOND;

  private final Schedule schedule;
  private final ScriptedApi server = new ScriptedApi(BudgetFixture.of(2));
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingInt(Task::at).thenComparingInt(Task::number));
  private final LeasePermission first;
  private final LeasePermission second;

  /// When the first pod has seen its Lease for long enough and asks for a slot.
  private final int begin;

  private int now;
  private int scheduled;
  private int confirmed = -CONFIRM;
  private boolean out;
  private @Nullable Integer back;
  private @Nullable Integer next;

  /// What the adversary chooses, in tenths of a second.
  ///
  /// @param deleted from the first pod's write until the Lease is deleted and made again
  /// @param acknowledged from that write until its acknowledgement
  /// @param answered from a read of the Lease until its answer arrives; reads after the deletion,
  ///   which would show it, fail after as long
  /// @param tick by how much the loop's ticks are late after the deletion
  record Schedule(int deleted, int acknowledged, int answered, int tick, Probe probe) {}

  /// What came of it.
  ///
  /// @param back when the first pod stopped answering 400; null where it never did, or had before
  ///   the deletion
  /// @param next when the second pod began to
  record Outcome(@Nullable Duration back, Duration next) {}

  private record Task(int at, int number, Runnable what) {}

  LeaseMadeAgain(Schedule schedule) {
    this.schedule = schedule;
    first = new LeasePermission(new SlowApi(), terms(0), this::clock);
    second = new LeasePermission(server, terms(1), this::clock);
    begin = tenths(terms(0).settle());
  }

  private LeaseTerms terms(int pod) {
    return new LeaseTerms(
        new PodIdentity("default", BudgetFixture.name(pod), BudgetFixture.uid(pod), "node"),
        BudgetFixture.floor(50),
        schedule.probe());
  }

  private static int tenths(Duration duration) {
    return (int) duration.toMillis() / 100;
  }

  private static Duration time(int tenths) {
    return Duration.ofMillis(tenths * 100L);
  }

  private Duration clock() {
    return time(now);
  }

  Outcome play() {
    at(0, () -> first.isHolder());
    at(begin, () -> first.acquire(Turn.FIRST, Limits.NONE).onSuccess(this::acquired));
    at(begin + SECOND, this::tick);
    at(begin + schedule.deleted(), () -> server.makeLease("l2"));
    at(begin, this::ask);
    var began = next;
    while (began == null) {
      var task = tasks.remove();
      now = task.at();
      task.what().run();
      began = next;
    }
    return new Outcome(back == null ? null : time(back), time(began));
  }

  private void at(int time, Runnable what) {
    tasks.add(new Task(time, scheduled++, what));
  }

  private boolean deleted() {
    return now >= begin + schedule.deleted();
  }

  private void acquired(Result result) {
    out = result instanceof Result.Granted;
  }

  private void tick() {
    if (out && first.expired()) {
      comesBack();
    } else if (out && now - confirmed >= CONFIRM) {
      confirmed = now;
      first.confirm().onSuccess(this::confirmed);
    }
    var later = now + SECOND;
    var deletion = begin + schedule.deleted();
    at(now <= deletion && later > deletion ? later + schedule.tick() : later, this::tick);
  }

  private void confirmed(Confirmation confirmation) {
    if (out && confirmation != Confirmation.HELD) {
      comesBack();
    }
  }

  private void comesBack() {
    out = false;
    back = now;
  }

  /// The second pod asks all the time; every answer comes at once.
  private void ask() {
    second
        .acquire(Turn.LATER, Limits.NONE)
        .onSuccess(
            result -> {
              if (result instanceof Result.Granted) {
                next = now;
              }
            });
    at(now + 1, this::ask);
  }

  /// The way of the first pod to the API server.
  private final class SlowApi implements BudgetApi {
    @Override
    public Future<Read<LiveWorkload>> workload(ShedGuard guard, Limits limits, Search search) {
      return server.workload(guard, limits, search);
    }

    @Override
    public Future<Optional<WorkloadStatus>> status() {
      return server.status();
    }

    @Override
    public Duration maxStatusAge() {
      return server.maxStatusAge();
    }

    @Override
    public Future<LeaseResult> readLease() {
      var read =
          deleted()
              ? Future.<LeaseResult>succeededFuture(new LeaseResult.Failed())
              : server.readLease();
      return now < begin + 1 ? read : delayed(read, schedule.answered());
    }

    @Override
    public Future<WriteResult> writeLease(JsonObject object) {
      return delayed(server.writeLease(object), schedule.acknowledged());
    }

    private <T> Future<T> delayed(Future<T> answer, int by) {
      var promise = Promise.<T>promise();
      at(now + by, () -> promise.complete(answer.result()));
      return promise.future();
    }
  }
}
