package io.metricssidecar.cli.certs;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Parsers;
import io.metricssidecar.contract.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
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
        "Writes tls.crt and tls.key: a serving certificate, signed by the authority in the same"
            + " folder.")
final class LeafCommand implements Callable<Integer> {
  private static final String DAYS = "--days";

  @Option(
      names = "--service",
      paramLabel = "VALUE",
      description = "Service that the API server calls (default metrics-sidecar-webhook).")
  private String service = Names.WEBHOOK_SERVICE;

  @Option(
      names = "--namespace",
      paramLabel = "VALUE",
      description = "namespace of the Service (default metrics-sidecar).")
  private String namespace = Names.NAMESPACE;

  @Option(
      names = DAYS,
      paramLabel = "VALUE",
      description = "days that it is valid for, within the life of the authority (default 90).")
  private String days = "90";

  @Option(
      names = "--directory",
      paramLabel = "VALUE",
      description = "folder of the files (default .).")
  private Path directory = Path.of(".");

  @Override
  public Integer call() throws Failure {
    var name = new ServiceName(service, namespace);
    var now = Instant.now();
    var authority = authority();
    var leaf = authority.issue(name, now, lifetime(authority, now), new SecureRandom());
    KeyPairFiles.LEAF.write(directory, leaf.certificatePem(), leaf.keyPem());
    return ExitCode.OK;
  }

  private Duration lifetime(Authority authority, Instant now) throws Failure {
    var end = authority.validity().notAfter();
    var most = Duration.between(now, end).toDays();
    if (most < 1) {
      throw new Failure(
          "%s is valid until %s: expected an authority that is valid for a day or more"
              .formatted(directory.resolve(KeyPairFiles.AUTHORITY.certificate()), end));
    }
    var parser = Parsers.integer(1, Math.toIntExact(most));
    return parser
        .parse(days)
        .map(Duration::ofDays)
        .orElseThrow(
            () ->
                new Failure(
                    new Problem(DAYS, days, parser.expected() + ", after which the authority ends")
                        .message()));
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
