package io.metricssidecar.cli.certs;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.cli.command.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// `metrics-sidecar certs leaf`.
@Command(
    name = "leaf",
    mixinStandardHelpOptions = true,
    description =
        "Writes tls.crt and tls.key: a serving certificate for a week, signed by the authority in"
            + " the same folder.")
final class LeafCommand implements Callable<Integer> {
  @Option(
      names = "--service",
      paramLabel = "VALUE",
      description = "Service that the API server calls (default metrics-sidecar).")
  private String service = "metrics-sidecar";

  @Option(
      names = "--namespace",
      paramLabel = "VALUE",
      description = "namespace of the Service (default metrics-sidecar).")
  private String namespace = "metrics-sidecar";

  @Option(
      names = "--directory",
      paramLabel = "VALUE",
      description = "folder of the files (default .).")
  private Path directory = Path.of(".");

  @Override
  public Integer call() throws Failure {
    var name = new ServiceName(service, namespace);
    var leaf = authority().issue(name, Instant.now(), new SecureRandom());
    KeyPairFiles.LEAF.write(directory, leaf.certificatePem(), leaf.keyPem());
    return ExitCode.OK;
  }

  private Authority authority() throws Failure {
    var certificate = directory.resolve(KeyPairFiles.AUTHORITY.certificate());
    var key = directory.resolve(KeyPairFiles.AUTHORITY.key());
    try {
      return Authority.parse(Files.readString(certificate), Files.readString(key));
    } catch (IOException e) {
      throw new Failure("cannot read " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new Failure("%s: %s".formatted(certificate, e.getMessage()), e);
    }
  }
}
