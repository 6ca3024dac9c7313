package io.metricssidecar.sidecar;

import io.metricssidecar.contract.process.Build;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.sidecar.api.Transport;
import io.metricssidecar.sidecar.connection.ApiAccess;
import io.metricssidecar.sidecar.connection.InClusterAccess;
import io.metricssidecar.sidecar.connection.KubeconfigAccess;
import io.metricssidecar.sidecar.connection.KubeconfigFiles;
import io.metricssidecar.sidecar.connection.VertxTransport;
import io.metricssidecar.sidecar.loop.Clocks;
import io.metricssidecar.sidecar.loop.Environment;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Entry point of the sidecar: reads environment, file and command line, then runs until it is told
/// to stop.
public final class SidecarMain {
  private static final String USAGE =
      """
      metrics-sidecar [--kubeconfig=FILE]
        Runs in a pod, or by hand with a kubeconfig (else kube-config.yaml here, KUBECONFIG, the home
        folder's). Configured by environment variables, or CONFIG_FILE with the same names in YAML.
      metrics-sidecar --version | --help
      """;

  private SidecarMain() {}

  /// Ends with 0 after SIGTERM, 1 where it cannot start, 2 for an argument that is not understood.
  static void main(String[] arguments) {
    var env = System.getenv();
    switch (Arguments.read(List.of(arguments))) {
      case Arguments.Version() ->
          System.out.println("metrics-sidecar " + Build.version(SidecarMain.class));
      case Arguments.Help() -> System.out.print(USAGE);
      case Arguments.Unknown(String message) -> {
        System.err.println(message);
        System.exit(2);
      }
      case Arguments.Run(String kubeconfig) -> run(kubeconfig, env);
    }
  }

  private static void run(@Nullable String kubeconfig, Map<String, String> env) {
    var merged = ConfigFile.merge(env);
    var parsed = SidecarConfig.fromEnv(merged.value());
    System.setProperty(
        "org.slf4j.simpleLogger.defaultLogLevel",
        parsed.value().settings().logLevel().name().toLowerCase(Locale.ROOT));
    var problems = new ArrayList<>(merged.problems());
    problems.addAll(parsed.problems());
    var warnings = new ArrayList<>(parsed.warnings());
    var access = access(kubeconfig, env, problems);
    if (access instanceof InClusterAccess inCluster) {
      inCluster.missingAuthority().ifPresent(warnings::add);
    }
    start(
        new Parsed<>(parsed.value(), problems, warnings),
        access,
        LoggerFactory.getLogger(SidecarMain.class));
  }

  private static ApiAccess.Source access(
      @Nullable String kubeconfig, Map<String, String> env, List<Problem> problems) {
    var inCluster = InClusterAccess.of(env);
    if (kubeconfig == null && inCluster.present()) {
      return inCluster;
    }
    var file = KubeconfigFiles.find(kubeconfig, env, Path.of(System.getProperty("user.home")));
    if (file.isPresent()) {
      return new KubeconfigAccess(file.get());
    }
    problems.add(
        new Problem(
            "--kubeconfig",
            null,
            "a kubeconfig (kube-config.yaml here, KUBECONFIG or the home folder's), as this process"
                + " does not run in a pod"));
    return () -> {
      throw new IOException("there is no kubeconfig");
    };
  }

  private static void start(Parsed<SidecarConfig> parsed, ApiAccess.Source access, Logger logger) {
    logger
        .atInfo()
        .addKeyValue("version", Build.version(SidecarMain.class))
        .addKeyValue("config", parsed.value())
        .log("Starting");
    parsed.warnings().forEach(warning -> logger.atWarn().log(warning));
    if (!parsed.problems().isEmpty()) {
      logger
          .atError()
          .addKeyValue("problems", parsed.problems().stream().map(Problem::message).toList())
          .log("The configuration is not valid: state DISABLED, every probe is answered with 200");
    }
    var vertx = Vertx.vertx(options());
    var environment =
        new Environment(
            new Clocks(System::nanoTime, InstantSource.system()),
            new VertxTimers(vertx),
            new SplittableRandom(parsed.value().pod().uid().hashCode() ^ System.nanoTime()));
    var transport = new VertxTransport(vertx, access, Transport.TIMEOUT, System::nanoTime);
    Sidecar.start(parsed, transport, vertx, environment)
        .onSuccess(sidecar -> Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sidecar))))
        .onFailure(
            failure -> {
              logger.atError().setCause(failure).log(cannotStart(failure, parsed.value()));
              Runtime.getRuntime().halt(1);
            });
  }

  private static String cannotStart(Throwable failure, SidecarConfig config) {
    return failure instanceof BindException
        ? ("Cannot start: another process of the pod listens on port %d; declare that port in its"
                + " container, or set the annotation %s")
            .formatted(config.settings().port(), SidecarSetting.PORT.annotation())
        : "Cannot start";
  }

  private static void stop(Sidecar sidecar) {
    try {
      var _ = sidecar.stop().await(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LoggerFactory.getLogger(SidecarMain.class).atWarn().log("Did not stop within 10 s");
    }
  }

  /// One event loop and as few threads as Vert.x allows: memory is paid once per pod.
  private static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setClassPathResolvingEnabled(false)
                .setFileCachingEnabled(false));
  }
}
