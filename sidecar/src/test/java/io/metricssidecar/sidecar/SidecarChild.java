package io.metricssidecar.sidecar;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.sidecar.connection.ApiAccess;
import io.metricssidecar.sidecar.connection.VertxTransport;
import io.metricssidecar.sidecar.loop.Clocks;
import io.metricssidecar.sidecar.loop.Environment;
import io.metricssidecar.sidecar.loop.Timers;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;

/// A process with the shipped sidecar, its configuration from the environment, for a fake API
/// server on loopback: there is no token volume outside a pod. Time passes twice as fast, but for
/// the timeout of requests.
final class SidecarChild {
  private static final int SPEED = 2;

  /// In real time: longer than a busy machine may stall.
  private static final Duration API_TIMEOUT = Duration.ofSeconds(15);

  private SidecarChild() {}

  /// @param arguments the API server's port, and a file with its certificate
  static void main(String[] arguments) throws Exception {
    var access =
        new ApiAccess(
            "127.0.0.1",
            Integer.parseInt(arguments[0]),
            Files.readString(Path.of(arguments[1])),
            "token",
            null,
            null,
            false);
    var vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    var timers = new VertxTimers(vertx);
    var fast =
        new Timers() {
          @Override
          public void once(Duration wait, Runnable task) {
            timers.once(wait.dividedBy(SPEED), task);
          }

          @Override
          public void every(Duration interval, Runnable task) {
            timers.every(interval.dividedBy(SPEED), task);
          }
        };
    var begin = System.nanoTime();
    var clocks = new Clocks(() -> (System.nanoTime() - begin) * SPEED, InstantSource.system());
    var environment = new Environment(clocks, fast, new SplittableRandom(1));
    var transport = new VertxTransport(vertx, () -> access, API_TIMEOUT, clocks.nanoTime());
    Sidecar.start(SidecarConfig.fromEnv(System.getenv()), transport, vertx, environment)
        .onFailure(
            failure -> {
              failure.printStackTrace();
              Runtime.getRuntime().halt(1);
            });
  }
}
