package io.metricssidecar.cli.certs;

import io.metricssidecar.certs.x509.CertificateSummary;
import io.metricssidecar.cli.command.Failure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `metrics-sidecar certs show`.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Prints the contents of each certificate of a file.")
final class ShowCommand implements Callable<Integer> {
  private static final String FILE = "--file";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = FILE, paramLabel = "VALUE", description = "PEM file (default tls.crt).")
  private Path file = Path.of("tls.crt");

  @Override
  public Integer call() throws Failure {
    var pem = new PemFile(FILE, file);
    var summaries = CertificateSummary.parse(pem.read());
    if (summaries.isEmpty()) {
      throw pem.unlike("a file with certificates in PEM");
    }
    var out = spec.commandLine().getOut();
    for (var index = 0; index < summaries.size(); index++) {
      out.printf("%d of %d%n%s", index + 1, summaries.size(), lines(summaries.get(index)));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String lines(CertificateSummary summary) {
    var names = summary.names().isEmpty() ? "none" : String.join(", ", summary.names());
    return line("kind", summary.kind())
        + line("subject", summary.subject())
        + line("issuer", summary.issuer())
        + line("serial", summary.serial())
        + line("names", names)
        + line("not before", summary.notBefore().toString())
        + line("not after", summary.notAfter().toString())
        + line("key", summary.key())
        + line("SHA-256", summary.fingerprint());
  }

  private static String line(String field, String value) {
    return "  %-10s  %s%n".formatted(field, value);
  }
}
