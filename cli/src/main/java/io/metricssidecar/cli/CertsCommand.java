package io.metricssidecar.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.ServiceName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `metrics-sidecar certs`: certificates for people who run the webhook by hand or bring their own.
final class CertsCommand {
  private static final String CA_CERTIFICATE = "ca.crt";
  private static final String CA_KEY = "ca.key";

  static CommandSpec spec() {
    var spec = CommandSpec.create().name("certs").mixinStandardHelpOptions(true);
    spec.usageMessage().description("Makes certificates for the webhook, and looks at them.");
    spec.addSubcommand("ca", new CommandLine(authority()));
    spec.addSubcommand("leaf", new CommandLine(leaf()));
    spec.addSubcommand("show", new CommandLine(show()));
    spec.addSubcommand("verify", new CommandLine(verify()));
    return spec;
  }

  private static CommandSpec authority() {
    Action action = CertsCommand::makeAuthority;
    var spec = CommandSpec.wrapWithoutInspection(action).name("ca").mixinStandardHelpOptions(true);
    spec.usageMessage().description("Writes ca.crt and ca.key: an authority for one year.");
    return spec.addOption(directory());
  }

  private static CommandSpec leaf() {
    Action action = CertsCommand::makeLeaf;
    var spec =
        CommandSpec.wrapWithoutInspection(action).name("leaf").mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(
            "Writes tls.crt and tls.key: a serving certificate for a week, signed by the authority"
                + " in the same folder.");
    spec.addOption(option("--service", "metrics-sidecar", "Service that the API server calls"));
    spec.addOption(option("--namespace", "metrics-sidecar", "namespace of the Service"));
    return spec.addOption(directory());
  }

  private static CommandSpec show() {
    Action action = CertsReport::show;
    var spec =
        CommandSpec.wrapWithoutInspection(action).name("show").mixinStandardHelpOptions(true);
    spec.usageMessage().description("Prints what each certificate of a file says.");
    return spec.addOption(option(CertsReport.FILE, "tls.crt", "PEM file"));
  }

  private static CommandSpec verify() {
    Action action = CertsReport::verify;
    var spec =
        CommandSpec.wrapWithoutInspection(action).name("verify").mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(
            "Says whether an API server that trusts the authorities accepts the certificate; exit"
                + " code 1 and the reason if not.");
    return spec.addOption(
            option(CertsReport.LEAF, "tls.crt", "PEM file of the certificate and intermediates"))
        .addOption(option(CertsReport.CA, "ca.crt", "PEM file of the authorities"))
        .addOption(
            optional(
                CertsReport.DNS_NAME,
                "name that it is called by, such as SERVICE.NAMESPACE.svc"
                    + " (default the certificate's first)"))
        .addOption(optional(CertsReport.AT, "instant such as 2026-11-21T12:00:00Z (default now)"));
  }

  private static OptionSpec optional(String name, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel("VALUE")
        .description(description + ".")
        .build();
  }

  private static OptionSpec directory() {
    return option("--directory", ".", "folder of the files");
  }

  private static OptionSpec option(String name, String defaultText, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel("VALUE")
        .defaultValue(defaultText)
        .description("%s (default %s).".formatted(description, defaultText))
        .build();
  }

  private static void makeAuthority(ParseResult options) throws Failure {
    var authority = Authority.create(Instant.now(), new SecureRandom());
    write(options, Map.of(CA_CERTIFICATE, authority.certificatePem(), CA_KEY, authority.keyPem()));
  }

  private static void makeLeaf(ParseResult options) throws Failure {
    var directory = Path.of(value(options, "--directory"));
    var service = new ServiceName(value(options, "--service"), value(options, "--namespace"));
    try {
      var authority =
          Authority.parse(
              Files.readString(directory.resolve(CA_CERTIFICATE)),
              Files.readString(directory.resolve(CA_KEY)));
      var leaf = authority.issue(service, Instant.now(), new SecureRandom());
      write(options, Map.of("tls.crt", leaf.certificatePem(), "tls.key", leaf.keyPem()));
    } catch (IOException e) {
      throw new Failure("cannot read " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new Failure("%s: %s".formatted(directory.resolve(CA_CERTIFICATE), e.getMessage()), e);
    }
  }

  /// Writes new files that only their owner can read; never over a file that is there.
  private static void write(ParseResult options, Map<String, String> files) throws Failure {
    var directory = Path.of(value(options, "--directory"));
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createDirectories(directory);
      for (var file : files.entrySet()) {
        var path = directory.resolve(file.getKey());
        Files.createFile(path, owner);
        Files.writeString(path, file.getValue(), US_ASCII, StandardOpenOption.WRITE);
      }
    } catch (FileAlreadyExistsException e) {
      throw new Failure(e.getFile() + " exists and is not written over", e);
    } catch (IOException e) {
      throw new Failure("cannot write " + e.getMessage(), e);
    }
  }

  private static String value(ParseResult options, String name) {
    return options.commandSpec().findOption(name).getValue();
  }

  private CertsCommand() {}
}
