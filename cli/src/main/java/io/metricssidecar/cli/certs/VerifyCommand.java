package io.metricssidecar.cli.certs;

import io.metricssidecar.certs.Chain;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.x509.RejectionReason;
import io.metricssidecar.cli.command.Failure;
import io.metricssidecar.contract.settings.Problem;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `metrics-sidecar certs verify`.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Tells whether an API server that trusts the authorities accepts the certificate; exit code"
            + " 1 and the reason if not.")
final class VerifyCommand implements Callable<Integer> {
  private static final String LEAF = "--leaf";
  private static final String CA = "--ca";
  private static final String AT = "--at";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = LEAF,
      paramLabel = "VALUE",
      description = "PEM file of the certificate and intermediates (default tls.crt).")
  private Path leaf = Path.of("tls.crt");

  @Option(
      names = CA,
      paramLabel = "VALUE",
      description = "PEM file of the authorities (default ca.crt).")
  private Path authorities = Path.of("ca.crt");

  @Option(
      names = "--dns-name",
      paramLabel = "VALUE",
      description =
          "name that it is called by, such as SERVICE.NAMESPACE.svc (default the certificate's"
              + " first).")
  private @Nullable String dnsName;

  private @Nullable Instant at;

  @Option(
      names = AT,
      paramLabel = "VALUE",
      description = "instant such as 2026-11-21T12:00:00Z (default now).")
  void at(@Nullable String text) {
    try {
      at = text == null || text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(),
          new Problem(AT, text, "an instant such as 2026-11-21T12:00:00Z").message(),
          e);
    }
  }

  @Override
  public Integer call() throws Failure {
    var instant = at == null ? Instant.now() : at;
    var leafFile = new PemFile(LEAF, leaf);
    var chain =
        Chain.parse(leafFile.read())
            .orElseThrow(() -> leafFile.unlike("a file with a certificate in PEM"));
    var bundle = bundle();
    var name = name(chain);
    var rejection = bundle.rejection(chain, name, instant);
    if (rejection.isPresent()) {
      throw new Failure(
          "%s is not accepted for %s at %s: %s%s"
              .formatted(
                  leaf, name, instant, rejection.get().sentence(), detail(rejection.get(), chain)));
    }
    var out = spec.commandLine().getOut();
    out.printf(
        "%s is accepted for %s at %s, and until %s%n",
        leaf, name, instant, chain.certificate().getNotAfter().toInstant());
    out.flush();
    return ExitCode.OK;
  }

  private TrustBundle bundle() throws Failure {
    var file = new PemFile(CA, authorities);
    var bundle = TrustBundle.parse(file.read());
    if (bundle.equals(TrustBundle.EMPTY)) {
      throw file.unlike("a file with the certificates of authorities in PEM");
    }
    return bundle;
  }

  /// The name that was given; else the certificate's first, so that time and trust are verified.
  private String name(Chain chain) {
    return dnsName == null || dnsName.isEmpty()
        ? chain.dnsNames().stream().findFirst().orElse("no name")
        : dnsName;
  }

  private static String detail(RejectionReason reason, Chain chain) {
    return switch (reason) {
      case NOT_YET_VALID -> " (from %s)".formatted(chain.certificate().getNotBefore().toInstant());
      case EXPIRED -> " (until %s)".formatted(chain.certificate().getNotAfter().toInstant());
      case OTHER_NAME -> " (%s)".formatted(String.join(", ", chain.dnsNames()));
      case MISSING, UNREADABLE, OTHER_KEY, NOT_FOR_SERVERS, UNKNOWN_AUTHORITY -> "";
    };
  }
}
