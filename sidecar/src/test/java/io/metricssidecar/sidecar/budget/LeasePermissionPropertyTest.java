package io.metricssidecar.sidecar.budget;

import static io.metricssidecar.decision.budget.BudgetFixture.name;
import static io.metricssidecar.decision.budget.BudgetFixture.uid;
import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.PodIdentity;
import io.metricssidecar.contract.sidecar.Probe;
import io.metricssidecar.contract.sidecar.Shedding.ShedGuard;
import io.metricssidecar.decision.budget.BudgetFixture;
import io.metricssidecar.decision.budget.WorkloadStatus;
import io.metricssidecar.sidecar.budget.SlotPermission.Result;
import io.metricssidecar.sidecar.budget.SlotPermission.Turn;
import io.metricssidecar.testing.Tally;
import io.metricssidecar.testing.generators.Gens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The class itself, several times over one Lease: requests and answers travel separately and in
/// any order, are lost, or arrive after their sender gave up.
class LeasePermissionPropertyTest {
  private static final Probe PROBE = new Probe(0, 5, 5, 2, 1);

  /// A message on its way.
  private record Travelling(Runnable arrival) {}

  /// A network in front of one Lease.
  private static final class Network implements BudgetApi {
    private final ScriptedApi server;
    private final List<Travelling> messages = new ArrayList<>();
    private final Random random;

    Network(ScriptedApi server, Random random) {
      this.server = server;
      this.random = random;
    }

    /// One message arrives, any.
    void deliver() {
      if (!messages.isEmpty()) {
        messages.remove(random.nextInt(messages.size())).arrival().run();
      }
    }

    private <T> Future<T> travel(Supplier<Future<T>> request, T lost) {
      var answered = Promise.<T>promise();
      if (random.nextInt(4) == 0) {
        // The sender gives up; the request may arrive all the same.
        messages.add(
            new Travelling(
                () -> {
                  var _ = request.get();
                }));
        return Future.succeededFuture(lost);
      }
      messages.add(
          new Travelling(
              () -> {
                var answer = request.get().result();
                messages.add(
                    new Travelling(
                        () -> answered.complete(random.nextInt(6) == 0 ? lost : answer)));
              }));
      return answered.future();
    }

    @Override
    public Future<Read<LiveWorkload>> workload(ShedGuard guard, Limits limits, Search search) {
      return travel(() -> server.workload(guard, limits, search), new Read.Failed<>());
    }

    @Override
    public Future<Optional<WorkloadStatus>> status() {
      return travel(server::status, Optional.empty());
    }

    @Override
    public Duration maxStatusAge() {
      return server.maxStatusAge();
    }

    @Override
    public Future<LeaseResult> readLease() {
      return travel(server::readLease, new LeaseResult.Failed());
    }

    @Override
    public Future<WriteResult> writeLease(JsonObject object) {
      return travel(() -> server.writeLease(object), WriteResult.UNKNOWN);
    }
  }

  /// One pod: it sheds from a grant until it begins to give its slot back.
  private static final class Pod {
    private final LeasePermission permission;
    private boolean shedding;
    private boolean busy;

    Pod(LeasePermission permission) {
      this.permission = permission;
    }

    void act(Random random) {
      if (busy) {
        return;
      }
      busy = true;
      if (shedding || random.nextInt(4) == 0) {
        shedding = false;
        permission.release().onComplete(_ -> busy = false);
      } else {
        permission
            .acquire(Turn.LATER, Limits.NONE)
            .onComplete(
                done -> {
                  busy = false;
                  shedding = done.result() instanceof Result.Granted;
                });
      }
    }
  }

  @Test
  void neverMoreThanTheBudgetAreOut() {
    var wholeBudgetWasUsed = new Tally<Boolean>();
    forAll(
        Gens.longs(),
        Gens.integers(2, 6),
        400,
        (seed, size) -> wholeBudgetWasUsed.add(most(new Random(seed), size) == size / 2));
    wholeBudgetWasUsed.assertMoreThan(true, 50);
  }

  /// Plays one life of the pods, and counts how many were out at once.
  private static long most(Random random, int size) {
    var server = new ScriptedApi(BudgetFixture.of(size));
    var network = new Network(server, random);
    var now = new Duration[] {Duration.ZERO};
    var pods =
        IntStream.range(0, size)
            .mapToObj(
                pod ->
                    new Pod(
                        new LeasePermission(
                            random.nextInt(10) == 0 ? server : network,
                            new LeaseTerms(
                                new PodIdentity("default", name(pod), uid(pod), "node"),
                                BudgetFixture.floor(50),
                                PROBE),
                            () -> now[0])))
            .toList();
    var most = 0L;
    for (var step = 0; step < 600; step++) {
      now[0] = now[0].plusMillis(random.nextInt(300));
      if (random.nextInt(3) == 0) {
        pods.get(random.nextInt(size)).act(random);
      } else {
        network.deliver();
      }
      var out = pods.stream().filter(pod -> pod.shedding).count();
      assertThat(server.holders()).hasSizeLessThanOrEqualTo(size / 2);
      assertThat(out).isLessThanOrEqualTo(size / 2);
      most = Math.max(most, out);
    }
    return most;
  }
}
