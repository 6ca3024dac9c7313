package io.metricssidecar.cli;

import io.metricssidecar.certs.Chain;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.certs.x509.CertificateSummary;
import io.metricssidecar.certs.x509.RejectionReason;
import io.metricssidecar.contract.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// What `metrics-sidecar certs show` and `certs verify` say of certificates in files. Neither reads
/// a key.
final class CertsReport {
  static final String FILE = "--file";
  static final String LEAF = "--leaf";
  static final String CA = "--ca";
  static final String DNS_NAME = "--dns-name";
  static final String AT = "--at";

  /// Prints every certificate of a file, in its order.
  static void show(ParseResult options) throws Failure {
    var facts = CertificateSummary.parse(read(options, FILE));
    if (facts.isEmpty()) {
      throw bad(options, FILE, "a file with certificates in PEM");
    }
    var out = options.commandSpec().commandLine().getOut();
    for (var index = 0; index < facts.size(); index++) {
      out.printf("%d of %d%n%s", index + 1, facts.size(), lines(facts.get(index)));
    }
    out.flush();
  }

  private static String lines(CertificateSummary facts) {
    return List.of(
            List.of("kind", facts.kind()),
            List.of("subject", facts.subject()),
            List.of("issuer", facts.issuer()),
            List.of("serial", facts.serial()),
            List.of("names", facts.names().isEmpty() ? "none" : String.join(", ", facts.names())),
            List.of("not before", facts.notBefore().toString()),
            List.of("not after", facts.notAfter().toString()),
            List.of("key", facts.key()),
            List.of("SHA-256", facts.fingerprint()))
        .stream()
        .map(row -> "  %-10s  %s%n".formatted(row.getFirst(), row.getLast()))
        .reduce("", String::concat);
  }

  /// Says whether an API server that trusts the authorities would accept the certificate.
  ///
  /// @throws Failure where it would not
  static void verify(ParseResult options) throws Failure {
    var at = at(options);
    var chain =
        Chain.parse(read(options, LEAF))
            .orElseThrow(() -> bad(options, LEAF, "a file with a certificate in PEM"));
    var bundle = TrustBundle.parse(read(options, CA));
    if (bundle.equals(TrustBundle.EMPTY)) {
      throw bad(options, CA, "a file with the certificates of authorities in PEM");
    }
    var name = name(options, chain);
    var refusal = bundle.rejection(chain, name, at);
    if (refusal.isPresent()) {
      throw new Failure(
          "%s is not accepted for %s at %s: %s%s"
              .formatted(
                  text(options, LEAF),
                  name,
                  at,
                  refusal.get().sentence(),
                  detail(refusal.get(), chain)));
    }
    var out = options.commandSpec().commandLine().getOut();
    out.printf(
        "%s is accepted for %s at %s, and until %s%n",
        text(options, LEAF), name, at, chain.certificate().getNotAfter().toInstant());
    out.flush();
  }

  private static Instant at(ParseResult options) {
    var text = text(options, AT);
    try {
      return text.isEmpty() ? Instant.now() : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new ParameterException(
          options.commandSpec().commandLine(),
          new Problem(AT, text, "an instant such as 2026-11-21T12:00:00Z").message(),
          e);
    }
  }

  /// As asked, or the first that the certificate has: what is left to judge are time and trust.
  private static String name(ParseResult options, Chain chain) {
    var asked = text(options, DNS_NAME);
    return asked.isEmpty() ? chain.dnsNames().stream().findFirst().orElse("no name") : asked;
  }

  private static String detail(RejectionReason refusal, Chain chain) {
    return switch (refusal) {
      case NOT_YET_VALID -> " (from %s)".formatted(chain.certificate().getNotBefore().toInstant());
      case EXPIRED -> " (until %s)".formatted(chain.certificate().getNotAfter().toInstant());
      case OTHER_NAME -> " (%s)".formatted(String.join(", ", chain.dnsNames()));
      case MISSING, UNREADABLE, OTHER_KEY, NOT_FOR_SERVERS, UNKNOWN_AUTHORITY -> "";
    };
  }

  private static String read(ParseResult options, String option) throws Failure {
    try {
      return Files.readString(Path.of(text(options, option)));
    } catch (IOException | InvalidPathException e) {
      throw bad(options, option, "a readable file", e);
    }
  }

  private static Failure bad(ParseResult options, String option, String expected) {
    return new Failure(new Problem(option, text(options, option), expected).message());
  }

  private static Failure bad(ParseResult options, String option, String expected, Exception cause) {
    return new Failure(new Problem(option, text(options, option), expected).message(), cause);
  }

  private static String text(ParseResult options, String option) {
    String value = options.commandSpec().findOption(option).getValue();
    return value == null ? "" : value;
  }

  private CertsReport() {}
}
