package io.metricssidecar.cli.certs;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.cli.command.Failure;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// `metrics-sidecar certs ca`.
@Command(
    name = "ca",
    mixinStandardHelpOptions = true,
    description = "Writes ca.crt and ca.key: an authority for one year.")
final class CaCommand implements Callable<Integer> {
  @Option(
      names = "--directory",
      paramLabel = "VALUE",
      description = "folder of the files (default .).")
  private Path directory = Path.of(".");

  @Override
  public Integer call() throws Failure {
    var authority = Authority.create(Instant.now(), new SecureRandom());
    KeyPairFiles.AUTHORITY.write(directory, authority.certificatePem(), authority.keyPem());
    return ExitCode.OK;
  }
}
