package io.metricssidecar.e2e.demo;

import io.metricssidecar.e2e.cluster.Cluster;
import io.metricssidecar.e2e.cluster.Images;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.workload.Diagnostics;
import io.metricssidecar.e2e.workload.EndpointSampler;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Spike;
import java.io.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The main job in six steps, for a person to watch: `make demo`. With `KEEP=1` everything stays up
/// afterwards.
public final class Demo {
  private static final String APP = "web";
  private static final int REPLICAS = 3;
  private static final Duration MAX_IN_SERVICE = Duration.ofMinutes(1);

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

  /// Ends with status 1 where a step fails.
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
    release.install();
    say("the webhook is ready after %d s".formatted(since(begin).toSeconds()));

    step(3, "An annotated Deployment of %d, and its Service".formatted(REPLICAS));
    var namespace = Namespace.create(cluster, "metrics-sidecar-demo", Demo::say);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(namespace, keep)));
    try {
      shed(namespace, deploy(namespace));
    } catch (AssertionError e) {
      throw new AssertionError("%s%n%s".formatted(e.getMessage(), Diagnostics.of(namespace)), e);
    }
  }

  /// Deploys the application and returns the names of its pods, once all serve and their sidecars
  /// see samples.
  private List<String> deploy(Namespace namespace) {
    Load.QUICK_SIDECAR.forEach(
        (key, value) -> say("pod template: %s: \"%s\"".formatted(key, value)));
    Load.create(namespace, APP, REPLICAS, Load.template(APP, images, Load.QUICK_SIDECAR));
    say("waiting for the sidecars, and for metrics-server's first samples (about 30 s)");
    return watch(
        namespace,
        shown -> {
          var pods = Pods.names(shown.awaitReady(APP, REPLICAS));
          Spike.awaitWatching(shown, pods);
          Waiting.untilTrue(
              "all pods in the Service",
              MAX_IN_SERVICE,
              shown.progress(),
              () -> EndpointSampler.ready(shown, APP).size() == REPLICAS);
          return pods;
        });
  }

  private void shed(Namespace namespace, List<String> pods) {
    var hot = pods.getFirst();
    try (var sampler = EndpointSampler.start(namespace, APP)) {
      step(4, "Spike: %s uses its whole CPU limit and 90 %% of its memory limit".formatted(hot));
      say("metrics-server sees it within 15 s; the sidecar wants two samples (30 to 70 s in all)");
      var out = watch(namespace, shown -> new Spike(shown, APP, hot, sampler).overload());

      step(5, "It has left the Service, the others serve. Relief");
      say("it stays out for 60 s at least, until two new samples are below the recovery value");
      var back = watch(namespace, shown -> new Spike(shown, APP, hot, sampler).relieve());

      step(6, "It is back");
      var seen = sampler.samples();
      System.out.printf(
          "%nSpike to out of the Service: %d s. Relief to back in: %d s. The other two were in it in all of %d samples: %s.%n",
          out.toSeconds(),
          back.toSeconds(),
          seen.samples().size(),
          pods.stream().filter(pod -> !pod.equals(hot)).allMatch(seen::always) ? "yes" : "NO");
    }
  }

  /// Does something in a namespace while the table of its pods is shown.
  private <T> T watch(Namespace namespace, Function<Namespace, T> action) {
    try (var progress = new TableProgress(table, namespace, APP)) {
      return action.apply(namespace.with(progress));
    }
  }

  private void end(Namespace namespace, boolean keep) {
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
