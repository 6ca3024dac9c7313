package io.metricssidecar.e2e;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Setting;
import java.io.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// The main job in six steps, for a person to watch: `make demo`. With `KEEP=1` everything stays up
/// afterwards.
public final class Demo {
  private static final String APP = "web";
  private static final int REPLICAS = 3;
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final long REFRESH = TimeUnit.SECONDS.toNanos(2);
  private static final Map<String, String> ANNOTATIONS =
      Map.of(
          Annotations.ENABLED,
          "true",
          Setting.POLL_INTERVAL.annotation(),
          "5s",
          Setting.WARM_UP.annotation(),
          "5s");

  private final Cluster cluster;
  private final Release release;
  private final Images images;
  private final DemoTable table;

  private Demo(Cluster cluster, Release release, Images images, DemoTable table) {
    this.cluster = cluster;
    this.release = release;
    this.images = images;
    this.table = table;
  }

  /// Ends with 1 where a step did not come to its end.
  static void main() {
    var env = System.getenv();
    try {
      var cluster = Cluster.connect(env);
      var demo =
          new Demo(
              cluster,
              new Release(cluster, env, Demo::say),
              Images.of(env),
              new DemoTable(
                  System.out,
                  Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)));
      demo.run("1".equals(env.get("KEEP")));
    } catch (IllegalStateException | AssertionError e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run(boolean keep) {
    step(1, "Cluster");
    say(cluster.description());

    step(2, "Install");
    say("helm " + String.join(" ", release.installCommand()));
    var begin = Instant.now();
    var _ = release.install();
    say("the webhook is ready after %d s".formatted(since(begin).toSeconds()));

    step(3, "An annotated Deployment of %d, and its Service".formatted(REPLICAS));
    var namespace = Namespace.create(cluster, "metrics-sidecar-demo", Demo::say);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(namespace, keep)));
    deploy(namespace);

    var hot = namespace.pods(APP).getFirst().getMetadata().getName();
    var sampler = EndpointSampler.start(namespace, APP);
    var out = spike(namespace, hot, sampler);
    var back = relieve(namespace, hot, sampler);
    sampler.close();
    var seen = sampler.samples();
    var others =
        PodRow.of(namespace, APP).stream().map(PodRow::pod).filter(pod -> !pod.equals(hot));
    System.out.printf(
        "%nSpike to out of the Service: %d s. Relief to back in: %d s. The other two were in it in all of %d samples: %s.%n",
        out.toSeconds(),
        back.toSeconds(),
        seen.samples().size(),
        others.allMatch(seen::always) ? "yes" : "NO");
  }

  private void deploy(Namespace namespace) {
    ANNOTATIONS.forEach((key, value) -> say("pod template: %s: \"%s\"".formatted(key, value)));
    namespace.create(Load.service(APP));
    namespace.create(Load.deployment(APP, REPLICAS, Load.template(APP, images, ANNOTATIONS)));
    say("waiting for the sidecars, and for metrics-server's first samples (about 30 s)");
    watch(
        namespace,
        rows ->
            rows.size() == REPLICAS
                && rows.stream().allMatch(row -> row.inService() && watching(row)));
  }

  private Duration spike(Namespace namespace, String hot, EndpointSampler sampler) {
    step(4, "Spike: %s uses its whole CPU limit and 90 %% of its memory limit".formatted(hot));
    say("metrics-server sees it within 15 s; the sidecar wants two samples (30 to 70 s in all)");
    var begin = Instant.now();
    Load.set(namespace, hot, Load.OVER);
    watch(namespace, rows -> sampler.samples().firstWithout(hot, begin).isPresent());

    step(5, "It has left the Service, the others serve. Relief");
    return Duration.between(begin, sampler.samples().firstWithout(hot, begin).orElseThrow());
  }

  private Duration relieve(Namespace namespace, String hot, EndpointSampler sampler) {
    say("it stays out for 60 s at least, until two new samples are below the recovery value");
    var begin = Instant.now();
    Load.set(namespace, hot, Load.IDLE);
    watch(namespace, rows -> sampler.samples().firstWith(hot, begin).isPresent());

    step(6, "It is back");
    return Duration.between(begin, sampler.samples().firstWith(hot, begin).orElseThrow());
  }

  /// Shows the table until something has come true.
  private void watch(Namespace namespace, Predicate<List<PodRow>> done) {
    var begin = Instant.now();
    while (true) {
      var rows = PodRow.of(namespace, APP);
      table.show(rows, since(begin));
      if (done.test(rows)) {
        table.leave();
        return;
      }
      if (since(begin).compareTo(MOST) > 0) {
        throw new AssertionError(
            "That did not come within %d minutes.%n%s"
                .formatted(MOST.toMinutes(), namespace.diagnostics()));
      }
      LockSupport.parkNanos(REFRESH);
    }
  }

  private void leave(Namespace namespace, boolean keep) {
    if (keep) {
      System.out.printf(
          "%nKEEP=1: it stays up. KUBECONFIG=%s kubectl -n %s get pods%n",
          cluster.kubeconfig(), namespace.name());
    } else {
      namespace.close();
      if (!release.found()) {
        release.uninstall();
      }
    }
    cluster.close();
  }

  private static boolean watching(PodRow row) {
    var health = row.health();
    return health != null && health.watching();
  }

  private static Duration since(Instant begin) {
    return Duration.between(begin, Instant.now());
  }

  private static void step(int number, String title) {
    System.out.printf("%n%d/6  %s%n", number, title);
  }

  private static void say(String line) {
    System.out.println("     " + line);
  }
}
