package io.metricssidecar.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/// A webhook in a JVM of its own, with a small heap whose exhaustion ends it.
final class AloneProcess implements AutoCloseable {
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms16m",
          "-Xmx96m",
          "-Xss512k",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          // As the manifest of the image's program says.
          "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final Path errors;
  private final AloneTls tls;
  private final int webhookPort;
  private final int healthPort;

  private AloneProcess(Process process, Path errors, AloneTls tls) throws IOException {
    this.process = process;
    this.errors = errors;
    this.tls = tls;
    var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    var line = reader.readLine();
    if (line == null) {
      throw new IOException("the webhook did not start: " + Files.readString(errors));
    }
    var ports = line.split(" ", -1);
    this.webhookPort = Integer.parseInt(ports[0]);
    this.healthPort = Integer.parseInt(ports[1]);
  }

  /// Starts it; returns when its ports are open.
  static AloneProcess start(Path folder, String... arguments) throws Exception {
    var tls = AloneTls.in(folder);
    var errors = folder.resolve("errors");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(AloneMain.class.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().clear();
    builder.environment().putAll(tls.settings());
    return new AloneProcess(builder.start(), errors, tls);
  }

  int webhookPort() {
    return webhookPort;
  }

  int healthPort() {
    return healthPort;
  }

  /// What clients trust.
  SSLContext context() {
    return tls.context();
  }

  boolean alive() {
    return process.isAlive();
  }

  /// What it has written to its log.
  String log() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
