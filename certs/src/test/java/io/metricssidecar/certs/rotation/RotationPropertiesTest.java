package io.metricssidecar.certs.rotation;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.rotation.Rotation.Observed;
import io.metricssidecar.certs.rotation.Rotation.Step;
import io.metricssidecar.testing.generators.Gens;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Replicas on one Secret and one webhook configuration, in any order, each with its own clock and
/// with views as old as the wait before a switch allows; and API servers that have a right clock
/// and see the configuration as late as that wait.
class RotationPropertiesTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ServiceName SERVICE = new ServiceName("metrics-sidecar", "tools");
  private static final Waits WAITS = new Waits(Duration.ofSeconds(60), Duration.ofSeconds(600));
  private static final int HOURS_OF_SIX_DAYS = 6 * 24;
  private static final int HOURS_OF_THREE_YEARS = 3 * 365 * 24;

  @Test
  void noLeafThatServesIsEverRefusedAndReplicasConverge() {
    forAll(
        Gens.longs(),
        Gens.integers(1, 4),
        25,
        (seed, replicas) -> {
          var world = new World(new Random(seed), replicas);
          world.install();

          world.live(300);

          world.converge();
        });
  }

  @Test
  void corruptedSecretsAreRepairedWithoutALostLeaf() {
    forAll(
        Gens.longs(),
        Gens.integers(1, 3),
        25,
        (seed, replicas) -> {
          var world = new World(new Random(seed), replicas);
          world.install();

          for (var round = 0; round < 4; round++) {
            world.live(40);
            world.corrupt();
          }

          world.converge();
        });
  }

  /// One clock after the other jumps, forwards by hours to years or backwards by less than a leaf's
  /// lifetime, and comes back before an authority is dropped. Not one leaf is lost, not even those
  /// of the replica whose clock it is. One that is further behind may make leaves that have ended.
  @Test
  void clocksThatJumpLoseNoLeaf() {
    forAll(
        Gens.longs(),
        Gens.integers(2, 4),
        25,
        (seed, replicas) -> {
          var world = new World(new Random(seed), replicas);
          world.install();

          for (var round = 0; round < 4; round++) {
            world.live(40);
            var jumper = world.anyReplica();
            jumper.skew = world.anyJumpThatALeafOutlives();
            world.live(60);
            jumper.skew = Duration.ZERO;
          }

          world.converge();
        });
  }

  /// One clock is off by up to three years from the beginning: the others lose nothing by it, and
  /// once it is right all agree.
  @Test
  void aReplicaWithAWrongClockTakesNoTrustFromTheOthers() {
    forAll(
        Gens.longs(),
        25,
        seed -> {
          var world = new World(new Random(seed), 3);
          // The first write is by a correct clock: without one, no replica could tell.
          world.install();
          var wrong = world.replicas.getLast();
          wrong.skew = world.anyJump();
          wrong.watched = false;

          world.live(200);

          wrong.skew = Duration.ZERO;
          world.converge();
        });
  }

  /// An object of the API server: content and resource version.
  private record Versioned<T>(T content, int version) {}

  /// The webhook configuration until a moment.
  private record Past(TrustBundle content, Duration until) {}

  /// A connection that an API server has judged.
  private record Judged(Leaf leaf, TrustBundle bundle) {}

  private static final class World {
    private final Random random;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Past> past = new ArrayList<>();
    private final Map<Judged, Boolean> judged = new HashMap<>();
    private final Map<List<Object>, CaSecret> contents = new HashMap<>();
    private Versioned<Map<String, String>> secret = new Versioned<>(Map.of(), 0);
    private Versioned<TrustBundle> configuration = new Versioned<>(TrustBundle.EMPTY, 0);
    private Duration time = Duration.ZERO;
    private String request = "";

    World(Random random, int count) {
      this.random = random;
      for (var n = 0; n < count; n++) {
        replicas.add(new Replica(this));
      }
    }

    Instant now() {
      return START.plus(time);
    }

    /// The Secret as replicas read it, parsed only once.
    CaSecret read(Map<String, String> data) {
      return contents.computeIfAbsent(List.of(data, request), _ -> CaSecret.read(data, request));
    }

    Replica anyReplica() {
      return replicas.get(random.nextInt(replicas.size()));
    }

    Duration anyJumpThatALeafOutlives() {
      var jump = anyJump();
      return jump.isPositive() ? jump : Duration.ofHours(jump.toHours() % HOURS_OF_SIX_DAYS);
    }

    /// A jump of two hours to three years: one hour is tolerated by design.
    Duration anyJump() {
      var hours = Duration.ofHours(2 + random.nextInt(HOURS_OF_THREE_YEARS));
      return random.nextBoolean() ? hours : hours.negated();
    }

    void install() {
      for (var n = 0; n < 3; n++) {
        replicas.forEach(Replica::look);
        replicas.forEach(Replica::act);
      }
      check();
    }

    void live(int moves) {
      for (var n = 0; n < moves; n++) {
        // Views are at most a third of the wait old.
        time = time.plusSeconds(random.nextInt(5));
        var replica = anyReplica();
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> replica.look();
          case 3, 4, 5 -> request = Integer.toString(random.nextInt(1000));
          case 6 -> replica.restart();
          default -> replica.act();
        }
        replicas.forEach(Replica::lookWhereOld);
        check();
      }
    }

    void corrupt() {
      var data = new HashMap<>(secret.content());
      var stranger = Authority.create(now(), RANDOM);
      var expired = Authority.create(now().minus(Duration.ofDays(500)), RANDOM);
      switch (random.nextInt(6)) {
        case 0 -> data.clear();
        case 1 -> data.put(anyKey(), "garbage");
        case 2 -> data.put(anyKey(), "");
        case 3 -> data.put(CaSecret.KEY, stranger.keyPem());
        case 4 -> {
          data.put(CaSecret.CERTIFICATE, expired.certificatePem());
          data.put(CaSecret.KEY, expired.keyPem());
        }
        default -> data.remove(anyKey());
      }
      secret = new Versioned<>(data, secret.version() + 1);
    }

    private String anyKey() {
      var keys =
          List.of(
              CaSecret.BUNDLE,
              CaSecret.CERTIFICATE,
              CaSecret.KEY,
              CaSecret.NEXT_CERTIFICATE,
              CaSecret.NEXT_KEY,
              CaSecret.RETIRED,
              CaSecret.HANDLED_REQUEST);
      return keys.get(random.nextInt(keys.size()));
    }

    void configure(TrustBundle wanted) {
      past.add(new Past(configuration.content(), time));
      configuration = new Versioned<>(wanted, configuration.version() + 1);
    }

    void converge() {
      for (var n = 0; n < 120; n++) {
        time = time.plusSeconds(30);
        replicas.forEach(Replica::look);
        replicas.forEach(Replica::act);
        check();
      }
      var content = CaSecret.read(secret.content(), request);
      assertThat(replicas).allSatisfy(replica -> replica.agrees(content));
      assertThat(content.next()).isEmpty();
      assertThat(configuration.content().certificates())
          .containsAll(content.bundle().certificates());
      assertThat(content.bundle().certificates()).hasSize(1);
    }

    private void check() {
      past.removeIf(each -> each.until().compareTo(time.minus(WAITS.beforeSwitch())) <= 0);
      assertThat(replicas).allSatisfy(replica -> assertThat(replica.servesOn()).isTrue());
    }

    /// True if every API server accepts the leaf, however late it sees the configuration. Judged
    /// once for each bundle: a run is shorter than the validity of any certificate.
    boolean accepted(Leaf leaf) {
      return Stream.concat(Stream.of(configuration.content()), past.stream().map(Past::content))
          .distinct()
          .allMatch(
              bundle ->
                  judged.computeIfAbsent(
                      new Judged(leaf, bundle),
                      _ -> bundle.accepts(leaf, SERVICE.verified(), now())));
    }
  }

  /// The decisions of a keeper, without its threads and its client.
  private static final class Replica {
    private final World world;
    private Duration skew = Duration.ZERO;
    private Duration looked = Duration.ZERO;
    private Versioned<Map<String, String>> secret;
    private Versioned<TrustBundle> configuration;
    private CaSecret content = CaSecret.BLANK;
    private Duration settledSince = Duration.ZERO;
    private final Map<X509Certificate, Duration> trustedSince = new HashMap<>();
    private Optional<Leaf> candidate = Optional.empty();
    private Optional<Leaf> serving = Optional.empty();

    /// True once every API server has accepted the served leaf; it must stay true.
    private boolean good;

    private boolean watched = true;

    Replica(World world) {
      this.world = world;
      secret = world.secret;
      configuration = world.configuration;
    }

    /// Another process in its place.
    void restart() {
      candidate = Optional.empty();
      serving = Optional.empty();
      good = false;
      trustedSince.clear();
      settledSince = world.time;
      look();
      act();
    }

    boolean servesOn() {
      var accepted = serving.filter(world::accepted).isPresent();
      var held = accepted || !good;
      good = accepted;
      return held || !watched;
    }

    void lookWhereOld() {
      if (world.time.minus(looked).compareTo(WAITS.beforeSwitch().dividedBy(3)) > 0) {
        look();
        act();
      }
    }

    void look() {
      looked = world.time;
      if (!secret.content().equals(world.secret.content())) {
        settledSince = world.time;
      }
      secret = world.secret;
      content = world.read(secret.content());
      configuration = world.configuration;
      trustedSince.keySet().retainAll(configuration.content().certificates());
      configuration
          .content()
          .certificates()
          .forEach(each -> trustedSince.putIfAbsent(each, world.time));
    }

    void act() {
      var now = world.now().plus(skew);
      var trusted = new HashMap<X509Certificate, Duration>();
      trustedSince.forEach((each, since) -> trusted.put(each, world.time.minus(since)));
      var observed = new Observed(now, trusted, world.time.minus(settledSince));
      content.signing().ifPresent(signing -> serve(signing, observed));
      trust(content, now);
      write(
          switch (Rotation.next(content, observed, WAITS)) {
            case Step.Keep _ -> content;
            case Step.CreateAuthority _ -> content.signedBy(Authority.create(now, RANDOM), now);
            case Step.AnnounceNext _ -> content.announcing(Authority.create(now, RANDOM), now);
            case Step.SwitchSigning(var after) -> after;
            case Step.DropRetired(var after) -> after;
            case Step.Repair(var after) -> after;
          });
    }

    private void serve(Authority signing, Observed observed) {
      var now = observed.now();
      var next = Succession.leaf(candidate, signing, SERVICE, new Succession.Sources(now, RANDOM));
      candidate = Optional.of(next);
      var live = configuration.content();
      var settled = WAITS.settled(observed.trusted());
      if (!serving.equals(candidate)
          && Succession.isDue(
              serving,
              next,
              leaf -> live.accepts(leaf, SERVICE.verified(), now),
              leaf -> settled.accepts(leaf, SERVICE.verified(), now))) {
        serving = candidate;
      }
    }

    private void trust(CaSecret content, Instant now) {
      var wanted = content.trusting(configuration.content(), now, WAITS);
      if (!wanted.equals(configuration.content())
          && configuration.version() == world.configuration.version()) {
        world.configure(wanted);
      }
    }

    private void write(CaSecret after) {
      if (!after.data().equals(secret.content()) && secret.version() == world.secret.version()) {
        world.secret = new Versioned<>(after.data(), secret.version() + 1);
      }
    }

    void agrees(CaSecret content) {
      assertThat(good).isTrue();
      assertThat(serving)
          .hasValueSatisfying(
              leaf -> assertThat(content.signing().orElseThrow().issued(leaf)).isTrue());
    }
  }
}
