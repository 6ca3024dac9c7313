package image;

import module java.base;

/// A run of an image's program with its runtime and its class data archive, before the image is
/// written.
final class SmokeTest {
  /// The share of loaded classes that must come from the archive; with fewer, the class list is out
  /// of date.
  private static final double MIN_ARCHIVED = 0.9;

  private static final int MAX_ATTEMPTS = 300;
  private static final int MAX_SECONDS = 30;

  private SmokeTest() {}

  /// Starts the program with the archive, which `-Xshare:on` makes mandatory, and counts the
  /// classes loaded from it.
  ///
  /// @throws IllegalStateException if the program does not run as it should, or if too few classes
  ///   come from the archive
  static void run(Image image, Path java, Application application)
      throws IOException, InterruptedException {
    var app = application.folder();
    var printed = Command.run(command(image, java, app, List.of(), List.of("--version")));
    check(
        printed.contains(application.version()),
        "--version printed '%s' instead of %s".formatted(printed.strip(), application.version()));

    var log = app.resolveSibling("class-load.log");
    var logging = List.of("-Xlog:class+load:file=" + log);
    runToEnd(
        image,
        command(image, java, app, logging, image.testArguments()),
        app.resolveSibling("smoke-test.out"));
    checkLoadedClasses(image, log);
  }

  private static List<String> command(
      Image image, Path java, Path app, List<String> jvmOptions, List<String> arguments) {
    var archive = "-XX:SharedArchiveFile=" + app.resolve(image.classArchive());
    var command = new ArrayList<>(List.of(java.toString(), "-Xshare:on", archive));
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", app.resolve(image.jar()).toString()));
    command.addAll(arguments);
    return command;
  }

  private static void runToEnd(Image image, List<String> command, Path output)
      throws IOException, InterruptedException {
    var port = freePort();
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of("HTTP_PORT", Integer.toString(port), "KUBERNETES_SERVICE_HOST", "127.0.0.1"));
    var process = builder.start();
    try {
      if (image.testArguments().isEmpty()) {
        requestPages(process, port);
        process.destroy();
      }
      check(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS), image.name() + " does not end");
    } finally {
      process.destroyForcibly();
    }
  }

  /// Requests each page once, as kubelet and Prometheus would.
  private static void requestPages(Process process, int port)
      throws IOException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      check(process.isAlive() && attempt < MAX_ATTEMPTS, "the program does not serve on its port");
      try {
        for (var path : List.of("/healthz", "/livez", "/metrics", "/explain")) {
          URI.create("http://127.0.0.1:" + port + path).toURL().openStream().close();
        }
        return;
      } catch (ConnectException e) {
        Thread.sleep(100);
      }
    }
  }

  private static void checkLoadedClasses(Image image, Path log) throws IOException {
    var loaded =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains("source:") && !line.contains("Lambda"))
            .toList();
    var archived = loaded.stream().filter(line -> line.contains("shared objects file")).count();
    check(
        archived >= MIN_ARCHIVED * loaded.size(),
        "only %d of %d classes come from the archive: record %s anew"
            .formatted(archived, loaded.size(), ClassList.file(image.name())));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void check(boolean holds, String failure) {
    if (!holds) {
      throw new IllegalStateException(failure);
    }
  }
}
