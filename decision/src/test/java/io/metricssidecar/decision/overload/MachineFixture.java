package io.metricssidecar.decision.overload;

import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.decision.overload.Pressure.Level;
import io.metricssidecar.decision.overload.Step.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A state machine with a clock that is moved by hand, starting at second 0.
final class MachineFixture {
  static final OverloadConfig CONFIG =
      OverloadConfig.of(SidecarSettings.read(SettingsSource.env(Map.of())).value());

  static final Pressure LOW = new Pressure(-0.5, Level.LOW);
  static final Pressure MID = new Pressure(0.5, Level.MID);
  static final Pressure HIGH = new Pressure(1.5, Level.HIGH);
  static final Pressure CRITICAL = new Pressure(1.8, Level.CRITICAL);

  private OverloadState state = OverloadState.initial(Duration.ZERO);
  private Duration now = Duration.ZERO;
  private Step last = Step.stay(state);
  private double draw;

  /// A machine that serves and is warm, at second 300.
  static MachineFixture active() {
    var machine = new MachineFixture();
    machine.at(300).tick();
    return machine;
  }

  /// A machine that is hot, at second 301.
  static MachineFixture hot() {
    var machine = active();
    machine.at(301).fresh(CRITICAL);
    return machine;
  }

  /// A machine whose first slot request is under way, at second 301.
  static MachineFixture requesting() {
    var machine = hot();
    machine.tick();
    return machine;
  }

  /// A machine that sheds since second 301.
  static MachineFixture shedding() {
    var machine = requesting();
    machine.granted(1);
    return machine;
  }

  /// A machine that serves again since second 400 and still has its slot.
  static MachineFixture recovering() {
    var machine = shedding();
    machine.at(370).fresh(LOW);
    machine.at(400).fresh(LOW);
    return machine;
  }

  MachineFixture at(long seconds) {
    now = Duration.ofSeconds(seconds);
    return this;
  }

  MachineFixture draw(double next) {
    draw = next;
    return this;
  }

  MachineFixture apply(Event event) {
    last = OverloadPolicy.next(state, event, CONFIG, draw);
    state = last.state();
    return this;
  }

  MachineFixture tick() {
    return apply(new Event.Tick(now));
  }

  MachineFixture fresh(Pressure pressure) {
    return apply(new Event.Fresh(now, pressure));
  }

  MachineFixture granted(int attempt) {
    return apply(new Event.Granted(now, attempt));
  }

  MachineFixture denied(int attempt) {
    return apply(new Event.Denied(now, attempt));
  }

  OverloadState state() {
    return state;
  }

  Phase phase() {
    return state.phase();
  }

  Reason reason() {
    return last.reason();
  }

  List<Effect> effects() {
    return last.effects();
  }

  Duration now() {
    return now;
  }

  static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
