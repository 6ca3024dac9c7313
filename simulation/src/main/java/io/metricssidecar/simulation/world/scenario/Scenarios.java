package io.metricssidecar.simulation.world.scenario;

import io.metricssidecar.simulation.world.scenario.ChangePlan.Autoscaling;
import io.metricssidecar.simulation.world.scenario.ChangePlan.Scale;
import io.metricssidecar.simulation.world.scenario.LoadPlan.HotSpot;
import io.metricssidecar.simulation.world.scenario.LoadPlan.Surge;
import io.metricssidecar.simulation.world.scenario.NodePlan.Crash;
import io.metricssidecar.simulation.world.scenario.NodePlan.Death;
import io.metricssidecar.simulation.world.scenario.NodePlan.Starved;
import io.metricssidecar.simulation.world.scenario.PipelinePlan.Sampling;
import io.metricssidecar.simulation.world.time.Chance;
import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Random scenarios. Load and faults end eleven minutes before the end of a run, so that it can be
/// seen that everything returns.
public final class Scenarios {
  /// Seconds in which load and faults come.
  private static final int BUSY = 1_140;

  private static final int CALM = 660;

  private final Chance chance;
  private final long seed;
  private final RandomKinds kinds;
  private final int replicas;
  private final long millicores;

  private Scenarios(long seed) {
    this.seed = seed;
    chance = new Chance(seed).of("scenario");
    kinds = new RandomKinds(new Chance(seed));
    replicas = likely(0.8) ? 2 + chance.nextInt(9) : 2 + chance.nextInt(40);
    millicores = pick(500L, 1_000L, 2_000L);
  }

  /// The scenario of a seed.
  public static Scenario random(long seed) {
    return new Scenarios(seed).scenario();
  }

  private Scenario scenario() {
    return new Scenario(
        seed,
        Duration.ofSeconds(BUSY + CALM),
        environment(),
        fleet(),
        load(),
        api(),
        nodes(),
        pipeline(),
        changes());
  }

  private Map<String, String> environment() {
    var variables = new TreeMap<String, String>();
    variables.put("SHED_MODE", kinds.mode());
    variables.put("WARM_UP", likely(0.8) ? "30s" : "300s");
    variables.put("OVERLOAD_WHEN", pick("cpu", "cpu", "cpu", "both", "any"));
    variables.put("MINIMUM_PODS_TO_KEEP_PERCENT", pick("50", "50", "30", "70", "80", "0"));
    variables.put("SHED_GUARD", likely(0.7) ? "redistribute" : "off");
    return variables;
  }

  private FleetPlan fleet() {
    return new FleetPlan(
        kinds.workload(replicas),
        replicas,
        1 + chance.nextInt(6),
        1 + chance.nextInt(3),
        millicores,
        512L << 20,
        seconds(2, 40),
        seconds(2, 40),
        likely(0.1),
        kinds.slices());
  }

  /// Mostly one pod or some are hot; sometimes the whole fleet is.
  private LoadPlan load() {
    var limit = millicores / 1000.0;
    var cores = replicas * limit * (0.1 + 0.35 * chance.nextDouble());
    var surges = some(1, _ -> new Surge(period(60, 400), 1 + 2 * chance.nextDouble()));
    var hot = likely(0.15) ? 0 : 1 + chance.nextInt(1 + replicas / 3);
    var spots =
        IntStream.range(0, hot)
            .mapToObj(
                _ ->
                    new HotSpot(
                        chance.nextInt(replicas),
                        period(90, 600),
                        limit * (0.5 + chance.nextDouble()),
                        likely(0.8)))
            .toList();
    return new LoadPlan(
        cores,
        surges,
        spots,
        chance.nextDouble() * 0.6,
        seconds(5, 300),
        0.2 + 0.6 * chance.nextDouble(),
        0.5 * chance.nextDouble());
  }

  private ApiPlan api() {
    var bad = likely(0.5) ? 0 : chance.nextDouble() * 0.1;
    return new ApiPlan(
        Duration.ofMillis(likely(0.8) ? 1 + chance.nextInt(20) : 50 + chance.nextInt(1_000)),
        bad / 2,
        bad / 2,
        bad / 2,
        bad / 2,
        bad / 2,
        likely(0.5) ? Duration.ZERO : seconds(1, 10),
        some(1, _ -> period(5, 120)),
        some(1, _ -> period(30, 300)),
        some(1, _ -> moment()).stream().filter(_ -> likely(0.3)).toList());
  }

  private NodePlan nodes() {
    return new NodePlan(
        some(
            2,
            _ ->
                new Starved(
                    chance.nextInt(6), period(20, 200), millis(200, likely(0.8) ? 3_900 : 12_000))),
        some(1, _ -> new Death(chance.nextInt(6), moment())).stream()
            .filter(_ -> likely(0.4))
            .toList(),
        likely(0.5) ? Duration.ZERO : seconds(1, 120),
        some(2, _ -> new Crash(chance.nextInt(replicas), moment())));
  }

  private PipelinePlan pipeline() {
    return new PipelinePlan(
        Duration.ofSeconds(likely(0.85) ? 15 : 60),
        likely(0.5) ? Sampling.CADVISOR : Sampling.AT_SCRAPE,
        likely(0.7) ? 0 : 0.2 * chance.nextDouble(),
        some(1, _ -> period(20, 200)));
  }

  private ChangePlan changes() {
    var autoscaled = likely(0.25);
    return new ChangePlan(
        some(1, _ -> moment()).stream().filter(_ -> likely(0.5)).toList(),
        autoscaled
            ? List.of()
            : some(2, _ -> new Scale(moment(), 1 + chance.nextInt(2 * replicas))).stream()
                .filter(_ -> likely(0.4))
                .toList(),
        pick(25, 25, 0, 100),
        pick(25, 25, 0, 50),
        autoscaled ? new Autoscaling(0.7, pick(0.5, 1.0), replicas, 2 * replicas) : null);
  }

  /// None in half of the cases, otherwise up to some.
  private <T> List<T> some(int most, Function<Integer, T> maker) {
    var count = likely(0.5) ? 0 : 1 + chance.nextInt(most);
    return IntStream.range(0, count).boxed().map(maker).toList();
  }

  private boolean likely(double share) {
    return chance.nextDouble() < share;
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[chance.nextInt(values.length)];
  }

  private Duration moment() {
    return Duration.ofSeconds(120 + chance.nextInt(BUSY - 120));
  }

  private Period period(int shortest, int longest) {
    var from = 120 + chance.nextInt(BUSY - 120);
    var length = shortest + chance.nextInt(longest - shortest);
    return Period.seconds(from, Math.min(length, BUSY - from));
  }

  private Duration seconds(int from, int to) {
    return Duration.ofSeconds(from + chance.nextInt(to - from));
  }

  private Duration millis(int from, int to) {
    return Duration.ofMillis(from + chance.nextInt(to - from));
  }
}
