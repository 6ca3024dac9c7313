package io.metricssidecar.simulation.world.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.simulation.world.api.LeaseObject;
import io.metricssidecar.simulation.world.api.Reply;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.api.SliceList;
import io.metricssidecar.simulation.world.api.SliceList.Endpoint;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.scenario.ApiPlan;
import io.metricssidecar.simulation.world.scenario.FleetPlan;
import io.metricssidecar.simulation.world.scenario.FleetPlan.Slices;
import io.metricssidecar.simulation.world.scenario.PipelinePlan;
import io.metricssidecar.simulation.world.scenario.Scenario;
import io.metricssidecar.simulation.world.time.Chance;
import io.metricssidecar.simulation.world.time.EventQueue;
import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiServerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Map<String, String> WRITTEN = Map.of("metrics-sidecar/format", "1");
  private static final Request<SliceList> ALL = new Request.ListSlices(Set.of(), 0, "");

  private final EventQueue time = new EventQueue();

  /// One client of a server in a world.
  private final class Client {
    private final Cluster cluster;
    private final ApiServer server;

    Client(Scenario scenario) {
      cluster = new Cluster(scenario, time);
      server = new ApiServer(cluster, new Chance(3), _ -> {});
    }

    Client(ApiPlan plan) {
      this(Scenario.calm(2).with(plan));
    }

    /// The only result of a request, when ten seconds have passed.
    <T> Reply<T> send(Request<T> request) {
      var replies = new ArrayList<Reply<T>>();
      server.send(request, TIMEOUT, replies::add);
      time.runUntil(time.now().plusSeconds(10), () -> {});
      assertThat(replies).hasSize(1);
      return replies.getFirst();
    }

    /// Writes the Lease under the version that it was read with.
    Reply<LeaseObject> write(LeaseObject read) {
      return send(
          new Request.PutLease(
              new LeaseObject(read.name(), read.uid(), read.resourceVersion(), WRITTEN)));
    }

    LeaseObject lease() {
      return cluster.leases().lease();
    }
  }

  /// Lost requests, lost answers, 429 and 500 as shares of all requests.
  private static ApiPlan plan(double lost, double lostAnswers, double throttled, double errors) {
    return new ApiPlan(
        Duration.ofMillis(4),
        0,
        lost,
        lostAnswers,
        throttled,
        errors,
        Duration.ZERO,
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void ofTwoWritesOfOneVersionTheSecondIsAnsweredWith409AndChangesNothing() {
    var client = new Client(ApiPlan.FAST);
    var read = client.lease();
    assertThat(client.write(read))
        .isEqualTo(new Reply.Ok<>(new LeaseObject(read.name(), read.uid(), 2, WRITTEN)));
    var after = client.lease();

    assertThat(client.write(read)).isEqualTo(new Reply.Status<>(409, Optional.empty()));
    assertThat(client.lease()).isEqualTo(after);
  }

  @Test
  void aLeaseThatWasMadeAgainTakesNoWriteOfTheOneBefore() {
    var client = new Client(ApiPlan.FAST);
    var read = client.lease();
    client.cluster.leases().remake();

    assertThat(client.write(read)).isEqualTo(new Reply.Status<>(409, Optional.empty()));
  }

  @Test
  void aLostRequestIsNotAppliedAndItsClientWaitsForItsTimeout() {
    var client = new Client(plan(1, 0, 0, 0));
    var read = client.lease();
    var ends = new ArrayList<Duration>();
    client.server.send(
        new Request.PutLease(read),
        TIMEOUT,
        reply -> {
          assertThat(reply).isEqualTo(new Reply.NoAnswer<>());
          ends.add(time.now());
        });
    time.runUntil(Duration.ofMinutes(1), () -> {});

    assertThat(ends).containsExactly(TIMEOUT);
    assertThat(client.lease()).isEqualTo(read);
  }

  @Test
  void aLostAnswerHidesAWriteThatWasApplied() {
    var client = new Client(plan(0, 1, 0, 0));

    assertThat(client.write(client.lease())).isEqualTo(new Reply.NoAnswer<>());
    assertThat(client.lease().resourceVersion()).isEqualTo(2);
  }

  @Test
  void aThrottledRequestIsNotAppliedAndSaysWhenToAskAgain() {
    var client = new Client(plan(0, 0, 1, 0));

    assertThat(client.write(client.lease()))
        .isEqualTo(new Reply.Status<>(429, Optional.of(Duration.ofSeconds(1))));
    assertThat(client.lease().resourceVersion()).isEqualTo(1);
  }

  @Test
  void someWritesThatEndWith500AreAppliedAndSomeAreNot() {
    var client = new Client(plan(0, 0, 0, 1));
    var applied = 0;
    for (var write = 0; write < 40; write++) {
      var before = client.lease();
      assertThat(client.write(before)).isEqualTo(new Reply.Status<>(500, Optional.empty()));
      applied += client.lease().equals(before) ? 0 : 1;
    }
    assertThat(applied).isBetween(10, 30);
  }

  @Test
  void nothingIsAnsweredInAnOutageAndEverythingAfterIt() {
    var client = new Client(ApiPlan.FAST.withOutages(Period.seconds(0, 15)));
    var lease = new Request.GetLease(client.lease().name());

    assertThat(client.send(lease)).isEqualTo(new Reply.NoAnswer<>());
    assertThat(client.send(lease)).isEqualTo(new Reply.NoAnswer<>());
    assertThat(client.send(lease)).isEqualTo(new Reply.Ok<>(client.lease()));
  }

  @Test
  void anOutageOfTheMetricsApiConcernsItAlone() {
    var pipeline = PipelinePlan.DEFAULT;
    var client =
        new Client(
            Scenario.calm(2)
                .with(
                    new PipelinePlan(
                        pipeline.resolution(),
                        pipeline.sampling(),
                        0,
                        List.of(Period.seconds(0, 60)))));

    assertThat(client.send(new Request.DiscoverMetrics()))
        .isEqualTo(new Reply.Status<>(503, Optional.empty()));
    assertThat(client.send(new Request.GetLease(client.lease().name())))
        .isInstanceOf(Reply.Ok.class);
  }

  @Test
  void aPodWithoutSampleIsMissingInTheMetricsApi() {
    assertThat(new Client(ApiPlan.FAST).send(new Request.GetPodMetrics("cart-1-0")))
        .isEqualTo(new Reply.Status<>(404, Optional.empty()));
  }

  private static Endpoint endpoint(int pod) {
    return new Endpoint("uid-" + pod, "cart-" + pod, "10.0.0.1", "n", "z", true, true, false);
  }

  /// A client of a namespace in which the Service has seven endpoints in slices of three, and other
  /// Services have four slices.
  private Client paged() {
    var client = new Client(Scenario.calm(7).with(FleetPlan.of(7).with(new Slices(3, 4, 1))));
    client
        .cluster
        .services()
        .getFirst()
        .write(IntStream.range(0, 7).mapToObj(ApiServerTest::endpoint).toList(), time.now());
    return client;
  }

  @Test
  void slicesComeInPagesOfOneMoment() {
    var client = paged();
    var all = ((Reply.Ok<SliceList>) client.send(ALL)).body().items();
    assertThat(all)
        .extracting(SliceList.Slice::service)
        .containsExactly("cart", "other-0", "other-1", "other-2", "other-3", "cart", "cart");
    assertThat(all).extracting(slice -> slice.endpoints().size()).contains(3, 3, 1);

    var read = new ArrayList<SliceList.Slice>();
    var sizes = new ArrayList<Integer>();
    var next = "";
    do {
      var page =
          ((Reply.Ok<SliceList>) client.send(new Request.ListSlices(Set.of(), 3, next))).body();
      read.addAll(page.items());
      sizes.add(page.items().size());
      next = page.next();
      client.cluster.services().getFirst().write(List.of(), time.now());
    } while (!next.isEmpty());

    assertThat(sizes).containsExactly(3, 3, 1);
    assertThat(read).isEqualTo(all);
  }

  @Test
  void aTokenThatNobodyWasGivenIsGone() {
    assertThat(paged().send(new Request.ListSlices(Set.of(), 3, "9")))
        .isEqualTo(new Reply.Status<>(410, Optional.empty()));
  }

  @Test
  void aSelectorLeavesOtherServicesOut() {
    var reply = paged().send(new Request.ListSlices(Set.of("cart"), 0, ""));
    assertThat(((Reply.Ok<SliceList>) reply).body().items())
        .hasSize(3)
        .allMatch(slice -> slice.service().equals("cart"));
  }

  /// The controller writes at 0 s; the cache of the server may be ten seconds behind.
  @Test
  void staleSlicesAreThoseBeforeTheLastChangeAndNeverOlderThanTheCache() {
    var fast = ApiPlan.FAST;
    var stale =
        new ApiPlan(
            fast.latency(), 0, 0, 0, 0, 0, Duration.ofSeconds(10), List.of(), List.of(), List.of());
    var seen = new ArrayList<Boolean>();
    var late = new ArrayList<Boolean>();
    for (var seed = 0; seed < 30; seed++) {
      var queue = new EventQueue();
      var cluster = new Cluster(Scenario.calm(2).with(stale), queue);
      var service = cluster.services().getFirst();
      service.write(List.of(endpoint(0)), Duration.ZERO);
      var server = new ApiServer(cluster, new Chance(seed), _ -> {});
      queue.runUntil(Duration.ofSeconds(5), () -> {});
      ask(server, seen);
      queue.runUntil(Duration.ofSeconds(10), () -> {});
      ask(server, late);
      queue.runUntil(Duration.ofSeconds(20), () -> {});
    }
    assertThat(seen).hasSize(30).contains(true, false);
    assertThat(late).hasSize(30).containsOnly(true);
  }

  /// Whether the answer has the change.
  private static void ask(ApiServer server, List<Boolean> changed) {
    server.send(
        ALL,
        TIMEOUT,
        reply ->
            changed.add(
                !((Reply.Ok<SliceList>) reply).body().items().getFirst().endpoints().isEmpty()));
  }
}
