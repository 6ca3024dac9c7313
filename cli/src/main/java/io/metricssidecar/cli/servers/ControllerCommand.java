package io.metricssidecar.cli.servers;

import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.controller.ControllerProcess;
import io.metricssidecar.controller.config.ControllerConfig;
import io.metricssidecar.controller.config.ControllerSetting;
import java.util.Map;
import picocli.CommandLine.Command;

/// `metrics-sidecar controller`.
@Command(
    name = "controller",
    mixinStandardHelpOptions = true,
    description = "Gives sidecars their access, maintains the budget Leases and writes Events.")
public final class ControllerCommand extends ServerCommand {
  public ControllerCommand() {
    super(ControllerSetting.all());
  }

  @Override
  Runnable start(Map<String, String> values) throws InvalidConfiguration {
    return ControllerProcess.start(ControllerConfig.read(values))::close;
  }
}
