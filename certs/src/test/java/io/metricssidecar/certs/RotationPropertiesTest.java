package io.metricssidecar.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.Rotation.Observed;
import io.metricssidecar.certs.Rotation.Step;
import io.metricssidecar.certs.Rotation.Waits;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/// Replicas on one Secret and one webhook configuration, in any order, each with its own clock and
/// with views as old as the wait before a switch allows.
class RotationPropertiesTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Waits WAITS = new Waits(Duration.ofSeconds(60), Duration.ofSeconds(600));
  private static final List<String> KEYS =
      List.of(
          CaSecret.BUNDLE,
          CaSecret.CERTIFICATE,
          CaSecret.KEY,
          CaSecret.NEXT_CERTIFICATE,
          CaSecret.NEXT_KEY,
          CaSecret.RETIRED,
          CaSecret.ANSWERED);

  @Property(tries = 40)
  void noServingLeafIsEverUntrustedAndReplicasConverge(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int replicas) {
    var world = new World(new Random(seed), replicas, 0);
    world.install();

    world.live(300);

    world.converge();
  }

  @Property(tries = 40)
  void corruptedSecretsAreRepairedWithoutALostLeaf(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int replicas) {
    var world = new World(new Random(seed), replicas, 0);
    world.install();

    for (var round = 0; round < 4; round++) {
      world.live(40);
      world.corrupt();
    }

    world.converge();
  }

  /// One clock is off by up to two years, the others keep what they share; once it is right again
  /// all agree.
  @Property(tries = 40)
  void aReplicaWithAWrongClockTakesNoTrustFromTheOthers(
      @ForAll long seed, @ForAll @IntRange(min = -730, max = 730) int days) {
    var world = new World(new Random(seed), 3, days);
    world.install();

    world.live(200);

    world.replicas.getLast().skew = Duration.ZERO;
    world.converge();
  }

  /// What a write of the API server's is: content and its version.
  private record Versioned<T>(T content, int version) {}

  private static final class World {
    private final Random random;
    private final List<Replica> replicas = new ArrayList<>();
    private Versioned<Map<String, String>> secret = new Versioned<>(Map.of(), 0);
    private Versioned<TrustBundle> configuration = new Versioned<>(TrustBundle.EMPTY, 0);
    private Duration time = Duration.ZERO;
    private String request = "";

    World(Random random, int count, int daysOfLast) {
      this.random = random;
      for (var n = 0; n < count; n++) {
        replicas.add(new Replica(this));
      }
      // The first write is by a right clock: nobody could tell otherwise.
      replicas.getLast().skew = Duration.ofDays(count > 1 ? daysOfLast : 0);
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
        var replica = replicas.get(random.nextInt(replicas.size()));
        switch (random.nextInt(4)) {
          case 0 -> replica.look();
          case 1 -> request = Integer.toString(random.nextInt(1000));
          default -> replica.act();
        }
        replicas.forEach(Replica::lookWhereOld);
        check();
      }
    }

    void corrupt() {
      var data = new HashMap<>(secret.content());
      switch (random.nextInt(3)) {
        case 0 -> data.clear();
        case 1 -> data.put(KEYS.get(random.nextInt(KEYS.size())), "garbage");
        default -> data.remove(KEYS.get(random.nextInt(KEYS.size())));
      }
      secret = new Versioned<>(data, secret.version() + 1);
    }

    void converge() {
      for (var n = 0; n < 60; n++) {
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
      assertThat(replicas)
          .allSatisfy(
              replica ->
                  assertThat(
                          replica.serving == null
                              || configuration.content().contains(replica.serving.certificate()))
                      .isTrue());
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
    private @Nullable Authority serving;

    Replica(World world) {
      this.world = world;
      secret = world.secret;
      configuration = world.configuration;
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
      content = CaSecret.read(secret.content(), world.request);
      configuration = world.configuration;
      trustedSince.keySet().retainAll(configuration.content().certificates());
      configuration
          .content()
          .certificates()
          .forEach(each -> trustedSince.putIfAbsent(each, world.time));
    }

    void act() {
      var now = START.plus(world.time).plus(skew);
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
      var current = serving;
      if (current == null
          ? configuration.content().contains(signing.certificate())
              && world.configuration.content().contains(signing.certificate())
          : observed.trusts(signing, WAITS)) {
        serving = signing;
      }
    }

    private void trust(CaSecret content, Instant now) {
      var wanted = content.trusting(configuration.content(), now, WAITS);
      if (!wanted.equals(configuration.content())
          && configuration.version() == world.configuration.version()) {
        world.configuration = new Versioned<>(wanted, configuration.version() + 1);
      }
    }

    private void write(CaSecret after) {
      if (!after.data().equals(secret.content()) && secret.version() == world.secret.version()) {
        world.secret = new Versioned<>(after.data(), secret.version() + 1);
      }
    }

    void agrees(CaSecret content) {
      assertThat(serving).isEqualTo(content.signing().orElseThrow());
    }
  }
}
