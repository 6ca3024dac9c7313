package io.metricssidecar.cli.certs;

import io.metricssidecar.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/// `metrics-sidecar certs`.
@Command(
    name = "certs",
    mixinStandardHelpOptions = true,
    description = "Makes certificates for the webhook, and shows and verifies them.",
    subcommands = {CaCommand.class, LeafCommand.class, ShowCommand.class, VerifyCommand.class})
public final class CertsCommand extends CommandGroup {}
